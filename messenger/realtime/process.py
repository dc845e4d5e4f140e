"""Starts the live side of this process, once, on the event loop that serves it."""

import asyncio
from typing import Any

from messenger.realtime.guard import Guard
from messenger.realtime.hub import Hub
from messenger.realtime.presence import Presence
from messenger.realtime.watch import watch_heads, watch_revocations


class Live:
    """The hub, the presence, the guard and the watchers of one process."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.presence = Presence(self.hub)
        self.guard = Guard(self.hub)
        self._tasks = [
            asyncio.create_task(self.guard.stand()),
            asyncio.create_task(watch_revocations(self.hub)),
            asyncio.create_task(watch_heads(self.hub)),
            asyncio.create_task(self.presence.beat()),
        ]

    def stop(self) -> None:
        """Stop listening and watching (tests, and a loop that ended)."""
        self.hub.stop()
        if not self.hub.loop.is_closed():
            for task in self._tasks:
                task.cancel()


_live: Live | None = None


def live() -> Live:
    """The live side on the running event loop, started on first use."""
    global _live
    loop = asyncio.get_running_loop()
    if _live is None or _live.hub.loop is not loop:
        if _live is not None:
            _live.stop()
        _live = Live()
    return _live


def current() -> Live | None:
    """The live side if this process has one; from any thread."""
    return _live


class Alive:
    """ASGI: a process that serves anything has its hub, so that what it commits is heard elsewhere."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        live()
        await self.app(scope, receive, send)
