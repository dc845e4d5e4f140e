"""What a process reads from the database on a clock, because a lost event shows nowhere else.

Every `WATCH_MILLISECONDS`: device sessions that ended, so that a revocation closes sockets in
every process within a second, whatever the channel layer does. (`messenger.realtime.guard` looks at
all of them, more slowly.) Every `HEADS_SECONDS`: the rooms that moved, so that clients notice a lost
last event (contract 10, `HEADS`), and who is out of a room.
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
from chat.selectors import audience, moves
from messenger.core import wire
from messenger.core.events import Event
from messenger.realtime.hub import SIGNED_OUT, Hub

log = logging.getLogger(__name__)

# Rows are looked for this far back: a transaction may commit later than the moment it wrote
# down, and another machine's clock may be behind.
LOOK_BACK = dt.timedelta(seconds=60)

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
    """Tell every socket which of its rooms moved, and those who are out of a room that they are."""
    told: dict[UUID, int] = {}
    told_out: set[moves.Out] = set()
    read_at = timezone.now()
    while True:
        await asyncio.sleep(settings.HEADS_SECONDS)
        if not hub.by_user:
            continue
        now, since, here = timezone.now(), read_at - LOOK_BACK, set(hub.by_user)
        try:
            moved = await database_sync_to_async(_moved, thread_sensitive=False)(told, since, here)
            out = await database_sync_to_async(_out, thread_sensitive=False)(since, here)
        except Exception:
            log.exception("the heads of rooms could not be read")
            continue
        read_at = now
        _tell(hub, moved)
        for user_id, room_id, _moment in out - told_out:
            hub.push((user_id,), Event("MEMBER_REMOVED", {"roomId": room_id, "userId": user_id}))
        told_out = out


def _moved(told: dict[UUID, int], since: dt.datetime, here: set[UUID]) -> Heads:
    """`{userId: {roomId: lastChange}}` for the people connected here."""
    moved: Heads = defaultdict(dict)
    recent = dict[UUID, int]()
    for room_id, change, epoch in moves.moved_since(since):
        recent[room_id] = change
        if told.get(room_id) != change:
            for user_id in audience.of(room_id, epoch).places.keys() & here:
                moved[user_id][str(room_id)] = change
    told.clear()
    told.update(recent)
    return moved


def _out(since: dt.datetime, here: set[UUID]) -> set[moves.Out]:
    """Who of the people connected here is out of a room: no `HEADS` names it to them any more."""
    return {out for out in moves.out_since(since) if out[0] in here}


def _tell(hub: Hub, moved: Heads) -> None:
    nothing = _frame({})
    for user_id, sockets in hub.by_user.items():
        frame = _frame(moved[user_id]) if user_id in moved else nothing
        for socket in tuple(sockets):
            socket.push(frame)


def _frame(cursors: dict[str, int]) -> str:
    return wire.encode({"event": "HEADS", "data": {"cursors": cursors}})
