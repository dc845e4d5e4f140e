"""Where clamd listens: `tcp://host:port` or `unix:/path` (contract 11)."""

import socket
from urllib.parse import urlsplit


def connect(address: str, seconds: float) -> socket.socket:
    """An open connection to `address`, made within `seconds`; else `OSError`."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(seconds)
            line.connect(address.removeprefix("unix:"))
        except BaseException:
            line.close()
            raise
        return line
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=seconds)
