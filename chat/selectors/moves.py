"""What happened of late in all rooms: for the clock of a process, which tells people what they may have missed."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from chat.models import Member, Room

Out = tuple[UUID, UUID, dt.datetime]  # somebody, a room, when they were out of it


def moved_since(since: dt.datetime) -> Iterator[tuple[UUID, int, int]]:
    """`(room, lastChange, epoch)` of the living rooms that something happened in."""
    rooms = Room.objects.filter(moved_at__gte=since, deleted_at=None)
    yield from rooms.values_list("pk", "last_change", "member_epoch")


def out_since(since: dt.datetime) -> Iterator[Out]:
    """Who left a room or was taken out of it, and who was in a room that was closed."""
    left = Member.objects.filter(left_at__gte=since).values_list("user_id", "room_id", "left_at")
    closed = Member.objects.filter(left_at=None, room__moved_at__gte=since, room__deleted_at__isnull=False)
    for user_id, room_id, moment in (*left, *closed.values_list("user_id", "room_id", "room__deleted_at")):
        if moment is not None:
            yield user_id, room_id, moment
