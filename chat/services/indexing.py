"""Feeds the search index: what is written, changed and deleted, as it happens (decision 0021)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Min, Sum
from django.utils import timezone

from chat.models import FollowedRoom, Message, MessageAttachment, Room, SearchText
from chat.services import following
from files import selectors as files
from messenger.core import grams, jobs

NAME = f"search.{grams.VERSION}"  # another folding is another follower, which begins at the beginning
REBUILD = "search.rebuild"
_KINDS: dict[str, SearchText.Kind] = {
    Message.Type.NOTICE: SearchText.Kind.NOTICE,
    Message.Type.POLL: SearchText.Kind.POLL,
}

Place = tuple[int, int]  # message id, position


@following.follow(NAME)
def take_in(_room: Room, messages: list[Message]) -> None:
    """Have the index say of these messages what is true of them now; what it says already is left alone."""
    wanted = _wanted(messages)
    outdated = []
    rows = SearchText.objects.filter(message__in=messages)
    for pk, message_id, position, text in rows.values_list("pk", "message_id", "position", "folded"):
        row = wanted.get((message_id, position))
        if row is not None and row.folded == text:
            del wanted[message_id, position]
        else:
            outdated.append(pk)
    if outdated:
        SearchText.objects.filter(pk__in=outdated).delete()
    for row in wanted.values():
        row.pieces = grams.pieces(row.folded)
    SearchText.objects.bulk_create(wanted.values())


@transaction.atomic
def take_in_file(attachment_id: UUID) -> None:
    """What can be read in a file has changed. Beside the follower of its room, never across it."""
    sent = MessageAttachment.objects.filter(attachment_id=attachment_id).select_related("message__room").first()
    if sent is None:
        return  # whoever sends it brings it here
    note = FollowedRoom.objects.select_for_update().filter(follower=NAME, room_id=sent.message.room_id).first()
    if note is not None and note.change >= sent.message.change:
        take_in(sent.message.room, [sent.message])


@transaction.atomic
def start_over() -> None:
    """Have everything taken in once more, by the workers; people go on searching in what is there."""
    FollowedRoom.objects.filter(follower__startswith="search.").delete()
    jobs.enqueue(REBUILD, key="all")


def rebuild(run: jobs.Run) -> None:
    """Take in what is missing, and say how far that is."""
    for done, total in catch_up():
        run.step(done / total)
    with run.done():
        run.say(f"{SearchText.objects.count()} texts can be found")


def catch_up() -> Iterator[tuple[int, int]]:
    """Take in what is missing: how many messages of how many, after each step."""
    total, done = lag().messages, 0
    for step in following.steps(NAME):
        done += step
        yield done, max(done, total)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # the planner has to know which pieces are frequent
            cursor.execute("ANALYZE chat_searchtext")


@dataclass(frozen=True, slots=True)
class Lag:
    """`messages` at most that cannot be found yet as they are; `seconds` since the first of their rooms moved."""

    messages: int
    seconds: int


def lag() -> Lag:
    """How far the index is behind."""
    told = following.behind(NAME).aggregate(messages=Sum(F("last_change") - F("seen")), since=Min("moved_at"))
    seconds = (timezone.now() - told["since"]).total_seconds() if told["since"] else 0.0
    return Lag(told["messages"] or 0, max(0, int(seconds)))


def _wanted(messages: Iterable[Message]) -> dict[Place, SearchText]:
    """The rows that these messages should have, without their pieces."""
    living = [m for m in messages if m.deleted_at is None and m.type != Message.Type.SYSTEM]
    rows = {(m.pk, 0): _row(m, m.text, _KINDS.get(m.type, SearchText.Kind.TEXT)) for m in living if m.text}
    by_id = {m.pk: m for m in living if m.type in Message.WITH_FILES}
    sent = list(MessageAttachment.objects.filter(message_id__in=by_id).select_related("attachment"))
    inside = files.texts([one.attachment_id for one in sent])
    for one in sent:
        kind = SearchText.Kind.IMAGE if one.attachment.is_image else SearchText.Kind.FILE
        text = f"{one.attachment.filename}\n{inside.get(one.attachment_id, '')}"
        row = _row(by_id[one.message_id], text, kind, one.position + 1)
        row.attachment_id = one.attachment_id
        rows[one.message_id, one.position + 1] = row
    return {place: row for place, row in rows.items() if row.folded}


def _row(message: Message, text: str, kind: SearchText.Kind, position: int = 0) -> SearchText:
    return SearchText(
        message_id=message.pk,
        position=position,
        room_id=message.room_id,
        seq=message.seq,
        sender_id=message.sender_id,
        created_at=message.created_at,
        kind=kind,
        folded=grams.folded(text),
    )
