"""A few requests at a time; the others wait in line, where waiting costs nothing.

Each request that Django works on has a thread and, for a while, a database connection of its own.
A thousand at once (everybody comes back after a restart) would slow each other down so much that
connections are held for seconds and the rest is refused. In turn, none is refused and all are done
sooner (docs/performance.md). An answer leaves after its turn, so that no slow reader keeps the line.
"""

import asyncio
from typing import Any

from django.conf import settings

MOST_KEPT = 1 << 20  # bytes of an answer; what is longer leaves while it is made


class InTurn:
    """ASGI: `REQUESTS_AT_ONCE` of the requests are with `app`, first come, first served."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = _Answer(send)
        async with self._line():
            await self.app(scope, receive, answer.take)
        await answer.leave()

    def _line(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._semaphore = loop, asyncio.Semaphore(settings.REQUESTS_AT_ONCE)
        return self._semaphore


class _Answer:
    """Keeps what the application sends, up to a size."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self._kept: list[dict[str, Any]] = []
        self._bytes = 0

    async def take(self, message: dict[str, Any]) -> None:
        self._kept.append(message)
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_KEPT:
            await self.leave()

    async def leave(self) -> None:
        kept, self._kept = self._kept, []
        for message in kept:
            await self._send(message)
