"""Messages the actor may see, and how they look on the wire."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User, UserStatus
from chat.errors import MessageNotFound
from chat.models import Member, Mention, Message, Pin, Reaction, Room
from chat.schemas.messages import message_out, pin_out
from chat.selectors import rooms
from chat.selectors.attachments import attachments_of
from chat.selectors.extras import extras_of
from chat.selectors.links import links_of

WireMessage = dict[str, Any]


def may_link(text: str) -> bool:
    """Whether it is worth looking for links."""
    return "://" in text


def seen_by(member: Member) -> Q:
    """The messages of the room that this member may see."""
    if member.room.history_visibility == Room.HistoryVisibility.ALL:
        return Q()
    window = Q(seq__gt=member.joined_seq)
    for after, upto in member.past_stays:
        window |= Q(seq__gt=after, seq__lte=upto)
    return window


def in_room(member: Member) -> QuerySet[Message]:
    """The visible messages of the member's room.

    The statement that reads them asks once more for the place: it was read by another one, and whoever was
    removed between the two would be given what was written after them.
    """
    here = Member.objects.filter(pk=member.pk, left_at=None, joined_seq=member.joined_seq)
    return Message.objects.filter(seen_by(member), Exists(here), room_id=member.room_id).select_related("reply_to")


def visible_to(actor: User) -> QuerySet[Message]:
    """The visible messages of all the actor's rooms."""
    return Message.objects.filter(visible_rows(actor))


def visible_rows(actor: User, places: Iterable[Member] | None = None) -> Q:
    """The same as a condition on any table whose rows have a message's `room` and `seq`.

    `places` are those of the actor, for a caller that has read them already.
    """
    place = Member.objects.filter(
        Q(joined_seq__lt=OuterRef("seq")) | Q(room__history_visibility=Room.HistoryVisibility.ALL),
        room_id=OuterRef("room_id"),
        user_id=actor.pk,
        left_at=None,
    )
    visible = Q(Exists(place))
    for member in rooms.places(actor).exclude(past_stays=[]) if places is None else places:
        if member.past_stays:  # earlier stays are few, and stand in the row
            visible |= Q(room_id=member.room_id) & seen_by(member)
    return visible & Q(room__deleted_at=None)


def visible_message(actor: User, message_id: int) -> tuple[Member, Message]:
    """The actor's place and the message, or NotFound."""
    member = rooms.places(actor).filter(room__messages__pk=message_id).first()
    message = None if member is None else in_room(member).filter(pk=message_id).first()
    if member is None or message is None:
        raise MessageNotFound
    return member, message


def page(member: Member, *, before: int | None, after: int | None, around: int | None, limit: int) -> dict[str, Any]:
    """`{results, hasMore, …}`: oldest first, around one of the three ids or the newest."""
    if around is not None:
        return _around(member, around, limit)
    rows = in_room(member)
    if after is not None:
        found = list(rows.filter(seq__gt=_seq_upto(member, after)).order_by("seq")[: limit + 1])
        return {"results": rendered(found[:limit]), "hasMore": len(found) > limit}
    if before is not None:
        rows = rows.filter(seq__lt=_seq_from(member, before))
    found = list(rows.order_by("-seq")[: limit + 1])
    return {"results": rendered(found[:limit][::-1]), "hasMore": len(found) > limit}


def _around(member: Member, message_id: int, limit: int) -> dict[str, Any]:
    rows = in_room(member)
    middle = rows.filter(pk=message_id).values_list("seq", flat=True).first()
    if middle is None:
        raise MessageNotFound
    half = max(1, limit // 2)
    older = list(rows.filter(seq__lt=middle).order_by("-seq")[: half + 1])
    newer = list(rows.filter(seq__gte=middle).order_by("seq")[: half + 2])
    more_before, more_after = len(older) > half, len(newer) > half + 1
    return {
        "results": rendered(older[:half][::-1] + newer[: half + 1]),
        "hasMore": more_before or more_after,
        "hasMoreBefore": more_before,
        "hasMoreAfter": more_after,
    }


def _seq_upto(member: Member, message_id: int) -> int:
    """The seq of the newest message of the room with an id up to this one."""
    rows = Message.objects.filter(room_id=member.room_id)
    exact = rows.filter(pk=message_id).values_list("seq", flat=True).first()
    if exact is not None:
        return exact
    return rows.filter(pk__lt=message_id).order_by("-pk").values_list("seq", flat=True).first() or 0


def _seq_from(member: Member, message_id: int) -> int:
    """The seq of the oldest message of the room with an id from this one on; one past the end if none."""
    exact = Message.objects.filter(room_id=member.room_id, pk=message_id).values_list("seq", flat=True).first()
    return exact if exact is not None else _seq_upto(member, message_id) + 1


def changes(member: Member, *, after: int, limit: int) -> dict[str, Any]:
    """Every visible message whose `change` is beyond `after`, in order of `change`."""
    found = list(in_room(member).filter(change__gt=after).order_by("change")[: limit + 1])
    more = len(found) > limit
    change = found[limit - 1].change if more else member.room.last_change
    return {"messages": rendered(found[:limit]), "change": change, "hasMore": more}


def rendered(messages: list[Message], unread: Callable[[Message], int] | None = None) -> list[WireMessage]:
    """The wire form of messages, in a fixed number of queries. `unread` gives the number beside each."""
    if not messages:
        return []
    ids = [message.pk for message in messages]
    mentions: dict[int, list[UUID]] = defaultdict(list)
    for message_id, user_id in (
        Mention.objects.filter(message_id__in=ids).order_by("pk").values_list("message_id", "user_id")
    ):
        mentions[message_id].append(user_id)
    reactions: dict[int, list[Reaction]] = defaultdict(list)
    for reaction in Reaction.objects.filter(message_id__in=ids).order_by("pk"):
        reactions[reaction.message_id].append(reaction)
    hanging = attachments_of([m.pk for m in messages if m.type in Message.WITH_FILES])
    linked = links_of([m.pk for m in messages if may_link(m.text)])
    extras = extras_of(messages)
    pinned = set(Pin.objects.filter(message_id__in=ids).values_list("message_id", flat=True))
    unread = unread or UnreadNumbers({message.room_id for message in messages}).of
    return [
        message_out(
            message,
            mentions=mentions[message.pk],
            reactions=reactions[message.pk],
            attachments=hanging.get(message.pk),
            links=linked.get(message.pk),
            pinned=message.pk in pinned,
            unread_count=unread(message),
            extras=extras.get(message.pk),
        )
        for message in messages
    ]


class UnreadNumbers:
    """The numbers beside messages, for a whole page from one query.

    A member has not read what comes after their position. Leavers and disabled people are not
    in the list; later joiners stand at the place where they joined; the sender does not count.
    """

    def __init__(self, room_ids: Iterable[UUID]) -> None:
        self._positions: dict[UUID, list[int]] = defaultdict(list)
        self._own: dict[tuple[UUID, UUID], int] = {}
        rows = Member.objects.filter(room_id__in=room_ids, left_at=None, user__status=UserStatus.ACTIVE)
        for room_id, user_id, seq in rows.order_by("last_read_seq").values_list("room_id", "user_id", "last_read_seq"):
            self._positions[room_id].append(seq)
            self._own[room_id, user_id] = seq

    def of(self, message: Message) -> int:
        """How many have not read this message."""
        behind = bisect_left(self._positions[message.room_id], message.seq)
        own = self._own.get((message.room_id, message.sender_id)) if message.sender_id else None
        return behind - (1 if own is not None and own < message.seq else 0)


def readers(member: Member, message: Message) -> dict[str, list[UUID]]:
    """Who has read the message and who has not; the sender, later joiners and disabled people are in neither."""
    read: list[UUID] = []
    unread: list[UUID] = []
    rows = Member.objects.filter(room_id=member.room_id, left_at=None, user__status=UserStatus.ACTIVE)
    for place in rows.order_by("joined_at", "pk"):
        if place.user_id == message.sender_id:
            continue
        if place.joined_seq >= message.seq and not any(a < message.seq <= b for a, b in place.past_stays):
            continue
        (read if place.last_read_seq >= message.seq else unread).append(place.user_id)
    return {"read": read, "unread": unread}


def pins(member: Member) -> list[dict[str, Any]]:
    """The room's pins that this member may see, latest first."""
    found = list(
        Pin.objects.filter(room_id=member.room_id, message__in=in_room(member).values("pk"))
        .select_related("message", "message__reply_to")
        .order_by("-pinned_at", "-pk")
    )
    return pins_out(found)


def pins_out(found: list[Pin]) -> list[dict[str, Any]]:
    """Pins with their messages on the wire."""
    shown = rendered([pin.message for pin in found])
    return [pin_out(pin, message) for pin, message in zip(found, shown, strict=True)]


def last_messages(message_ids: list[int]) -> dict[int, WireMessage]:
    """The newest messages of several rooms the caller may see: `{messageId: Message}`."""
    behind = Member.objects.filter(
        room_id=OuterRef("room_id"), left_at=None, user__status=UserStatus.ACTIVE, last_read_seq__lt=OuterRef("seq")
    )
    count = behind.order_by().values("room_id").annotate(n=Count("pk")).values("n")
    rows = Message.objects.filter(pk__in=message_ids).select_related("reply_to").annotate(behind=Subquery(count))
    numbers = {message.pk: message.behind or 0 for message in rows}
    # The sender of a room's newest message has read it: sending moves their own position.
    return {message["messageId"]: message for message in rendered(list(rows), lambda m: numbers[m.pk])}
