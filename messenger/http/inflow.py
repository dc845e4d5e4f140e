"""A body on its way from Twisted to the application: no more of it in memory than the application is behind."""

import asyncio
from collections.abc import Callable
from typing import Any

# What may wait for the application, twice what the kernel hands over at once or more.
MOST_WAITING = 1 << 19


class Inflow:
    """Takes the place of daphne's queue for one request. `hold(True)` stops the client, `hold(False)` lets it go on."""

    def __init__(self, hold: Callable[[bool], None]) -> None:
        self._hold = hold
        self._held = False
        self._chunks: list[bytes] = []
        self._bytes = 0
        self._ended = self._told_end = self._gone = False
        self._news = asyncio.Event()

    def feed(self, data: bytes) -> None:
        """A piece of the body has come in."""
        self._chunks.append(data)
        self._bytes += len(data)
        if self._bytes >= MOST_WAITING and not self._held:
            self._held = True
            self._hold(True)
        self._news.set()

    def end(self) -> None:
        """The body is whole."""
        self._ended = True
        self._news.set()

    def put_nowait(self, message: dict[str, Any]) -> None:
        """daphne's word: that the client is gone, or the body that it took for whole, which is none of ours."""
        if message["type"] == "http.disconnect":
            self._gone = True
            self._news.set()

    async def get(self) -> dict[str, Any]:
        """The application's `receive`: all that has come in since it asked last."""
        while not (self._chunks or self._gone or (self._ended and not self._told_end)):
            self._news.clear()
            await self._news.wait()
        if self._gone:
            return {"type": "http.disconnect"}
        body = b"".join(self._chunks)
        self._chunks.clear()
        self._bytes = 0
        self._told_end = self._ended
        if self._held:
            self._held = False
            self._hold(False)
        return {"type": "http.request", "body": body, "more_body": not self._ended}
