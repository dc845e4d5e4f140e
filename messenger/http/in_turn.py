"""A few requests at a time; the others wait in line, where waiting costs nothing.

Each request that Django works on has a thread and, for a while, a database connection of its own.
A thousand at once (everybody comes back after a restart) would slow each other down so much that
connections are held for seconds and the rest is refused. In turn, none is refused and all are done
sooner (docs/performance.md). An answer leaves after its turn, so that no slow reader keeps the line; a
long one ends its turn when it begins to leave.

What costs a password's hash waits in a line of its own first and takes half of the places at most: a flood
of sign-ins makes nobody wait who is signed in. Half of those, in turn, are for sign-ins at the company's
provider: one that hangs keeps nobody from signing in with a password. Files have a line, too, of one less
than half: a store that hangs makes nobody wait who writes messages, even then. What the provider itself says,
that somebody's session has ended, has a place of its own, so that no crowd of strangers keeps it waiting.
Photos are drawn one at a time (decision 0038), so one of them has a place while the others wait for it.
However many lines are full, one place is left for those who write messages.
"""

import asyncio
import contextlib
from typing import Any

from django.conf import settings

MOST_KEPT = 1 << 20  # bytes of an answer; what is longer leaves while it is made

READING = frozenset({"GET", "HEAD", "OPTIONS"})
HASHING = frozenset(  # when written to
    {
        "/login",
        "/register",
        "/password",
        "/second-factor",
        "/api/v1/register",
        "/api/v1/device-sessions",
        "/api/v1/me/password",
        "/api/v1/me/second-factor",
    }
)
PROVIDER = "/openid/"  # whoever answers there waits for another machine, whatever the method
TOLD = "/openid/backchannel"  # the provider calls, and must not wait for who fills its line
PHOTO = "/api/v1/me/photo"  # when written to
FILES = ("/api/v1/files/", "/api/v1/links/")  # whose bytes lie in the store


class InTurn:
    """ASGI: `REQUESTS_AT_ONCE` of the requests are with `app`, first come, first served."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with contextlib.AsyncExitStack() as turn:
            for line in self._lines(scope):
                await turn.enter_async_context(line)
            answer = _Answer(send, turn)
            await self.app(scope, receive, answer.take)
        await answer.leave()

    def _lines(self, scope: Any) -> list[asyncio.Semaphore]:
        """Where to wait: for some in a line before the line of all."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            places = settings.REQUESTS_AT_ONCE
            self._all = asyncio.Semaphore(places)
            self._but_one = asyncio.Semaphore(max(1, places - 1))
            self._hashing = asyncio.Semaphore(max(1, places // 2))
            self._provider = asyncio.Semaphore(max(1, places // 4))
            self._files = asyncio.Semaphore(max(1, places // 2 - 1))
            self._told = asyncio.Semaphore(1)
            self._photos = asyncio.Semaphore(1)
        before = self._first(scope.get("path", ""), scope.get("method", ""))
        return [*before, self._but_one, self._all] if before else [self._all]

    def _first(self, path: str, method: str) -> list[asyncio.Semaphore]:
        if path.startswith(FILES):
            return [self._files]
        if path == TOLD:
            return [self._told]
        if path.startswith(PROVIDER):
            return [self._provider, self._hashing]
        if method in READING:
            return []
        if path in HASHING:
            return [self._hashing]
        if path == PHOTO:
            return [self._photos]
        return []


class _Answer:
    """Keeps what the application sends, up to a size; what is longer ends the turn."""

    def __init__(self, send: Any, turn: contextlib.AsyncExitStack) -> None:
        self._send = send
        self._turn = turn
        self._kept: list[dict[str, Any]] = []
        self._bytes = 0

    async def take(self, message: dict[str, Any]) -> None:
        self._kept.append(message)
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_KEPT:
            await self._turn.aclose()
            await self.leave()

    async def leave(self) -> None:
        kept, self._kept = self._kept, []
        for message in kept:
            await self._send(message)
