"""A few requests at a time; the others wait in line, where waiting costs nothing.

Each request that Django works on has a thread and, for a while, a database connection of its own.
A thousand at once (everybody comes back after a restart) would slow each other down so much that
connections are held for seconds and the rest is refused. In turn, none is refused and all are done
sooner (docs/performance.md). An answer leaves after its turn, so that no slow reader keeps the line.

What costs a password's hash is open to everybody, so it waits in a line of its own first and takes
half of the places at most: a flood of sign-ins makes nobody wait who is signed in.
"""

import asyncio
from contextlib import nullcontext
from typing import Any

from django.conf import settings

MOST_KEPT = 1 << 20  # bytes of an answer; what is longer leaves while it is made

HASHING = frozenset({"/login", "/register", "/api/v1/register", "/api/v1/device-sessions"})  # when posted to


class InTurn:
    """ASGI: `REQUESTS_AT_ONCE` of the requests are with `app`, first come, first served."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        answer = _Answer(send)
        line, door = self._lines()
        hashes = scope.get("method") == "POST" and scope.get("path") in HASHING
        async with door if hashes else nullcontext(), line:
            await self.app(scope, receive, answer.take)
        await answer.leave()

    def _lines(self) -> tuple[asyncio.Semaphore, asyncio.Semaphore]:
        """The line of all, and before it that of those who sign in."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            places = settings.REQUESTS_AT_ONCE
            self._loop = loop
            self._both = asyncio.Semaphore(places), asyncio.Semaphore(max(1, places // 2))
        return self._both


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
