"""Follows the rooms: what is made of messages after they were committed, apart from sending (decision 0020).

A follower (the search index, the notifications) gets every message whose `change` is beyond what it has seen,
in order, in one transaction with the note of how far it came: what it writes, it writes once, whoever is killed.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from chat.models import FollowedRoom, Message, Room

AT_ONCE = 200  # messages in one transaction: short, so that no sender waits for us
LATELY = dt.timedelta(minutes=10)

Take = Callable[[Room, list[Message]], None]


@dataclass(frozen=True, slots=True)
class Follower:
    """`take(room, messages)` runs inside the transaction. Without `history` it begins with what comes after it."""

    name: str
    take: Take
    history: bool


_followers: dict[str, Follower] = {}


def follow(name: str, *, history: bool = True) -> Callable[[Take], Take]:
    """Register a follower; a name is taken once."""

    def remember(take: Take) -> Take:
        if name in _followers:
            raise ValueError(f"follower {name} is registered twice")
        _followers[name] = Follower(name, take, history)
        return take

    return remember


def names() -> tuple[str, ...]:
    """Every follower."""
    return tuple(_followers)


def catch_up(*, lately: bool = False, only: str = "") -> int:
    """Hand every follower what it has not seen; how many messages that were.

    `lately` looks only at rooms that moved in the last minutes, by an index.
    """
    return sum(sum(steps(name, lately=lately)) for name in _followers if not only or name == only)


def steps(name: str, *, lately: bool = False) -> Iterator[int]:
    """The same for one follower, a transaction at a time: how many messages each of them took in."""
    for room_id in behind(name, lately=lately).values_list("pk", flat=True):
        while step := _step(_followers[name], room_id):
            yield step


def behind(name: str, *, lately: bool = False) -> QuerySet[Room]:
    """The rooms in which something happened that this follower has not seen; `seen` is how far it is."""
    seen = FollowedRoom.objects.filter(follower=name, room_id=OuterRef("pk")).values("change")
    rooms = Room.objects.filter(deleted_at=None)
    if lately:
        rooms = rooms.filter(moved_at__gt=timezone.now() - LATELY)
    return rooms.annotate(seen=Coalesce(Subquery(seen), Value(0))).filter(last_change__gt=F("seen"))


def start_over(name: str) -> None:
    """Have a follower see everything once more."""
    FollowedRoom.objects.filter(follower=name).delete()


@transaction.atomic
def _step(follower: Follower, room_id: UUID) -> int:
    """Take in the next messages of a room. Two at the same time do it one after the other, behind the note's lock."""
    room = Room.objects.filter(pk=room_id, deleted_at=None).first()
    if room is None:
        return 0
    first = 0 if follower.history else _where_news_begins(room)
    FollowedRoom.objects.get_or_create(follower=follower.name, room=room, defaults={"change": first})
    note = FollowedRoom.objects.select_for_update().get(follower=follower.name, room=room)
    rows = Message.objects.filter(room=room, change__gt=note.change).select_related("reply_to")
    messages = list(rows.order_by("change")[:AT_ONCE])
    if messages:
        follower.take(room, messages)
    # A change without a message of its own was given to one that has moved on since.
    whole = len(messages) < AT_ONCE
    note.change = max([m.change for m in messages] + [room.last_change] * whole)
    note.save(update_fields=["change"])
    return len(messages)


def _where_news_begins(room: Room) -> int:
    """Where a follower without history begins: what is older than a quarter of an hour is no news."""
    since = timezone.now() - dt.timedelta(minutes=15)
    older = Message.objects.filter(room=room, created_at__lt=since).order_by("-change")
    return older.values_list("change", flat=True).first() or 0
