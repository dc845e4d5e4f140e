"""REST doors of the chat. They translate; the rules are in services and selectors."""
