"""Writes of files. Who may is asked above: the chat looks up the room or the message first."""
