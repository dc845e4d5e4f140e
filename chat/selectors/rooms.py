"""Rooms the actor may see."""

from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from chat.errors import NotRoomAdmin, RoomNotFound
from chat.models import Member, Message, Room

UNREAD_CAP = 300


class CountUpTo(Subquery):
    """`COUNT(*)` of a sliced subquery: counting stops where the slice ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS _capped)"
    output_field = BigIntegerField()


def _unread(upto: int | None = None) -> CountUpTo:
    """Messages after the member's position, without system lines, deleted ones and their own."""
    rows = Message.objects.filter(
        ~Q(type=Message.Type.SYSTEM), deleted_at=None, room_id=OuterRef("room_id"), seq__gt=OuterRef("last_read_seq")
    ).exclude(sender_id=OuterRef("user_id"))
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    return CountUpTo(rows.order_by().values("pk")[:UNREAD_CAP])


def places(actor: User) -> QuerySet[Member]:
    """The actor's memberships of living rooms, with the room."""
    return Member.objects.filter(user_id=actor.pk, left_at=None, room__deleted_at=None).select_related("room")


def visible_room(actor: User, room_id: UUID) -> Member:
    """The actor's place in a room, with `member.room`; NotFound for everybody else."""
    try:
        return places(actor).get(room_id=room_id)
    except Member.DoesNotExist:
        raise RoomNotFound from None


def administered_room(actor: User, room_id: UUID) -> Member:
    """The same, for a room admin; Forbidden for other members."""
    member = visible_room(actor, room_id)
    if not member.is_admin and member.room.type != Room.Type.DM:
        raise NotRoomAdmin
    return member


class RoomFigures(TypedDict):
    """What `detailed` adds to a member row."""

    unread_count: int
    member_count: int
    last_message_id: int | None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    DetailedMember = WithAnnotations[Member, RoomFigures]


def detailed(rows: QuerySet[Member]) -> "QuerySet[DetailedMember]":
    """Adds what a Room object shows: unread count, number of members, the last visible message's id."""
    count = Member.objects.filter(room_id=OuterRef("room_id"), left_at=None).order_by().values("room_id")
    last = Message.objects.filter(
        Q(seq__gt=OuterRef("joined_seq")) | Q(room__history_visibility=Room.HistoryVisibility.ALL),
        room_id=OuterRef("room_id"),
        seq=OuterRef("room__last_seq"),
    )
    return rows.annotate(
        unread_count=_unread(),
        member_count=Coalesce(Subquery(count.annotate(n=Count("pk")).values("n")), Value(0)),
        last_message_id=Subquery(last.values("pk")),
    )


def my_rooms(actor: User, *, limit: int, start: int = 0) -> "tuple[list[DetailedMember], int | None]":
    """A page of the room list, pinned first, then by latest message; and where the next one starts."""
    rows = detailed(places(actor).filter(hidden=False)).order_by("-pinned", "-room__last_message_at", "room_id")
    found = list(rows[start : start + limit + 1])
    return found[:limit], (start + limit if len(found) > limit else None)


def my_room(actor: User, room_id: UUID) -> "DetailedMember":
    """One room with everything a Room object shows."""
    try:
        return detailed(places(actor)).get(room_id=room_id)
    except Member.DoesNotExist:
        raise RoomNotFound from None


def unread_count(member: Member, *, upto: int | None = None) -> int:
    """The room's unread count for this member, of messages up to a `seq`; at most `UNREAD_CAP`."""
    return int(Member.objects.filter(pk=member.pk).annotate(n=_unread(upto)).values_list("n", flat=True)[0])


def unread_total(actor: User) -> int:
    """The badge: unread messages of all rooms but those that shall call for no attention at all."""
    behind = places(actor).exclude(notify_level=Member.Level.NOTHING).filter(room__last_seq__gt=F("last_read_seq"))
    return sum(behind.annotate(n=_unread()).values_list("n", flat=True))


def members_of(room_ids: list[UUID]) -> dict[UUID, list[Member]]:
    """The current members of rooms the caller has looked up already, longest-standing first."""
    found: dict[UUID, list[Member]] = {room_id: [] for room_id in room_ids}
    for member in Member.objects.filter(room_id__in=room_ids, left_at=None).order_by("joined_at", "pk"):
        found[member.room_id].append(member)
    return found


def member_page(member: Member, *, limit: int, start: int = 0) -> tuple[list[Member], int | None]:
    """A page of the people in the member's room, longest-standing first; and where the next one starts."""
    rows = Member.objects.filter(room_id=member.room_id, left_at=None).order_by("joined_at", "pk")
    found = list(rows[start : start + limit + 1])
    return found[:limit], (start + limit if len(found) > limit else None)


def member_count(member: Member) -> int:
    """How many people are in the member's room."""
    return Member.objects.filter(room_id=member.room_id, left_at=None).count()


def heads(actor: User) -> dict[str, int]:
    """`{roomId: lastChange}` of the rooms on the actor's list: what `HELLO` tells."""
    rows = places(actor).filter(hidden=False).values_list("room_id", "room__last_change")
    return {str(room_id): change for room_id, change in rows}
