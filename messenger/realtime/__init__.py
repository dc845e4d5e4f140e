"""The live side of one process: its sockets, the hub that feeds them, and how processes hear each other."""
