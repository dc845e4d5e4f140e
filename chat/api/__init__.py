"""REST doors of the chat. They translate; the rules are in services and selectors.

A door with a body looks the room or message up before it runs the command: who may not see it
hears 404 whatever they sent (contract 12). The right itself is the service's, which looks again.
"""
