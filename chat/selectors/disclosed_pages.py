"""What somebody reads of a scope. Called by `services.disclosing_reading` alone, which writes down that it was read."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Profile
from chat.models import Disclosure, Message, Room, SearchText
from chat.schemas.disclosure import disclosed_message, room_named
from chat.selectors import disclosed
from chat.selectors.messages import rendered
from chat.selectors.search import readings
from messenger.core.wire import rfc3339


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page: before or after a `seq` or the newest, of messages that hold the words of `query`."""

    before_seq: int | None
    after_seq: int | None
    query: str
    limit: int


def rooms(disclosure: Disclosure, *, start: int, limit: int) -> list[dict[str, Any]]:
    """The rooms in which something of the scope was written, busiest first."""
    figures = disclosed.rooms_in_scope(disclosure, start=start, limit=limit)
    known = Room.objects.in_bulk([row["room_id"] for row in figures])
    names = disclosed.names_in_direct_messages(known.values())
    return [
        {
            "room": room_named(known[row["room_id"]], names.get(row["room_id"], ())),
            "count": row["count"],
            "firstSeq": row["first_seq"],
            "lastSeq": row["last_seq"],
            "firstAt": rfc3339(row["first_at"]),
            "lastAt": rfc3339(row["last_at"]),
        }
        for row in figures
    ]


def names_in(room: Room) -> list[str]:
    """The names of the people of a direct message; none of a group."""
    return disclosed.names_in_direct_messages([room]).get(room.pk, [])


def messages_of(disclosure: Disclosure, room: Room, wanted: Wanted) -> tuple[list[Message], bool]:
    """The page's messages, oldest first, and whether there are more in its direction."""
    rows = disclosed.in_scope(disclosure).filter(room_id=room.pk).select_related("reply_to")
    if wanted.query:
        rows = rows.filter(pk__in=_holding(disclosure, room, wanted.query))
    if wanted.after_seq is not None:
        found = list(rows.filter(seq__gt=wanted.after_seq).order_by("seq")[: wanted.limit + 1])
        return found[: wanted.limit], len(found) > wanted.limit
    if wanted.before_seq is not None:
        rows = rows.filter(seq__lt=wanted.before_seq)
    found = list(rows.order_by("-seq")[: wanted.limit + 1])
    return found[: wanted.limit][::-1], len(found) > wanted.limit


def _holding(disclosure: Disclosure, room: Room, query: str) -> Any:
    """The ids of the room's messages that hold all the words; in their files only if the case opens those."""
    rows = SearchText.objects.filter(room_id=room.pk)
    if not disclosure.with_files:
        rows = rows.filter(position=0)
    for term in readings(query)[0].terms:
        rows = rows.filter(folded__contains=term)
    return rows.values("message_id")


def shown(disclosure: Disclosure, found: list[Message]) -> list[dict[str, Any]]:
    """The messages on the wire."""
    answered = [message.reply_to_id for message in found if message.reply_to_id is not None]
    quotes = set(disclosed.in_scope(disclosure).filter(pk__in=answered).values_list("pk", flat=True))
    files_of = disclosure.pk if disclosure.with_files else None
    return [disclosed_message(one, quotes=quotes, files_of=files_of) for one in rendered(found, lambda _message: 0)]


def people_of(found: list[Message]) -> dict[str, str]:
    """`{userId: name}` of who wrote these."""
    senders = {message.sender_id for message in found if message.sender_id is not None}
    named = Profile.objects.filter(user_id__in=senders).values_list("user_id", "name")
    return {str(user_id): name for user_id, name in named}
