"""A large body that came in whole waits where Twisted put it, on the disk, until the application asks for it."""

import asyncio
from typing import IO, Any


class Spooled:
    """Takes the place of daphne's queue for one request, which would keep the body in memory from the beginning."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._told = False
        self._gone = asyncio.Event()

    def put_nowait(self, message: dict[str, Any]) -> None:
        """daphne's word: that the client is gone; of the body we know."""
        if message["type"] == "http.disconnect":
            self._gone.set()

    async def get(self) -> dict[str, Any]:
        """The application's `receive`: the body, once, and then only that the client has left."""
        if self._told:
            await self._gone.wait()
        if self._gone.is_set() or self._content.closed:
            return {"type": "http.disconnect"}
        self._told = True
        self._content.seek(0)
        return {"type": "http.request", "body": self._content.read(), "more_body": False}
