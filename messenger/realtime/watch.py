"""What a process reads from the database on a clock, because a lost event shows nowhere else.

Every `WATCH_MILLISECONDS`: device sessions that ended, so that a revocation closes sockets in
every process within a second, whatever the channel layer does. Every `HEADS_SECONDS`: the rooms
that moved, so that clients notice a lost last event (contract 10, `HEADS`).
"""

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone

from accounts.selectors.devices import ended_since
from chat.models import Room
from chat.selectors import audience
from messenger.core import wire
from messenger.realtime.hub import Hub

log = logging.getLogger(__name__)

# Rows are looked for this far back: a transaction may commit later than the moment it wrote
# down, and another machine's clock may be behind.
LOOK_BACK = dt.timedelta(seconds=60)
SIGNED_OUT = 4401

Heads = dict[UUID, dict[str, int]]


async def watch_revocations(hub: Hub) -> None:
    """Close the sockets of device sessions that have ended."""
    while True:
        await asyncio.sleep(settings.WATCH_MILLISECONDS / 1000)
        if hub.by_device:
            try:
                ended = await database_sync_to_async(ended_since, thread_sensitive=False)(timezone.now() - LOOK_BACK)
                hub.hang_up(ended, SIGNED_OUT)
            except Exception:
                log.exception("revoked device sessions could not be read")


async def watch_heads(hub: Hub) -> None:
    """Tell every socket which of its rooms moved."""
    told: dict[UUID, int] = {}
    while True:
        await asyncio.sleep(settings.HEADS_SECONDS)
        if not hub.by_user:
            continue
        try:
            moved = await database_sync_to_async(_moved, thread_sensitive=False)(told, set(hub.by_user))
        except Exception:
            log.exception("the heads of rooms could not be read")
            continue
        _tell(hub, moved)


def _moved(told: dict[UUID, int], here: set[UUID]) -> Heads:
    """`{userId: {roomId: lastChange}}` for the people connected here."""
    rooms = Room.objects.filter(moved_at__gte=timezone.now() - LOOK_BACK, deleted_at=None)
    moved: Heads = defaultdict(dict)
    recent = dict[UUID, int]()
    for room_id, change, epoch in rooms.values_list("pk", "last_change", "member_epoch"):
        recent[room_id] = change
        if told.get(room_id) != change:
            for user_id in audience.of(room_id, epoch).places.keys() & here:
                moved[user_id][str(room_id)] = change
    told.clear()
    told.update(recent)
    return moved


def _tell(hub: Hub, moved: Heads) -> None:
    nothing = _frame({})
    for user_id, sockets in hub.by_user.items():
        frame = _frame(moved[user_id]) if user_id in moved else nothing
        for socket in tuple(sockets):
            socket.push(frame)


def _frame(cursors: dict[str, int]) -> str:
    return wire.encode({"event": "HEADS", "data": {"cursors": cursors}})
