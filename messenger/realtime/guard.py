"""The session guard of a process: looks at the session behind every open socket, and closes on doubt (decision 0036).

What ends a session is told at once, and read twice a second (`watch`). This looks at all of them every
`SESSION_CHECK_SECONDS`, so that nothing else needs to be true: not that news arrive, not that whoever disabled
somebody also ended their sessions, not that the database could be read a minute ago.
"""

import asyncio
import logging
import time
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings

from accounts import guard
from accounts.services.devices import standing
from messenger.realtime.hub import SIGNED_OUT, UNCHECKED, Hub

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for one look; it may go on behind, but it counts as failed


class Look:
    """One look at the sessions of these sockets, under way in a thread."""

    def __init__(self, asked: list[UUID]) -> None:
        self.began = time.monotonic()
        self.asked = asked
        self.task = asyncio.create_task(database_sync_to_async(standing, thread_sensitive=False)(asked))


class Guard:
    """Lives on the event loop of its hub. `checked_at` is when the last look began that succeeded (monotonic)."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._under_way: Look | None = None
        self.checked_at = time.monotonic()

    async def stand(self) -> None:
        """Look, again and again; a look that fails ends nothing but, in time, the sockets."""
        while True:
            await asyncio.sleep(settings.SESSION_CHECK_SECONDS)
            try:
                await self.look()
            except Exception:
                log.exception("the sessions of open sockets could not be checked")
                self._doubt()

    async def look(self) -> None:
        """Close every socket whose session does not stand any more; raises what kept it from looking.

        At most one look is under way: one that hangs is waited for, not repeated.
        """
        look = self._under_way = self._under_way or Look(list(self._hub.by_device))
        done, _waiting = await asyncio.wait({look.task}, timeout=PATIENCE)
        if not done:
            raise TimeoutError
        self._under_way = None
        ended = set(look.asked) - look.task.result()
        self.checked_at = look.began
        guard.count(guard.sockets, checked=len(look.asked), refused=len(ended))
        self._hub.hang_up(ended, SIGNED_OUT)

    def _doubt(self) -> None:
        """Nobody knows whether these sessions stand: after a while that is a no, unless the house says otherwise."""
        sockets = list(self._hub.by_device)
        guard.count(guard.sockets, checked=len(sockets), failed=len(sockets))
        silent = time.monotonic() - self.checked_at
        if settings.SESSION_GUARD == "closed" and silent >= settings.SESSION_GUARD_SECONDS:
            self._hub.hang_up(sockets, UNCHECKED)
