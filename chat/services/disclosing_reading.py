"""Reading under a case. What is shown is written down in the transaction that reads it: no record, no content.

It is no membership: nothing of a room moves, nothing is told, and no other door opens (contract 9, decision 0030).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from accounts.selectors import roles
from audit import actions
from audit.services import record
from chat.errors import DisclosureNotOpen, NoFilesInCase, NotTheCasesReader, ReaderInDoubt
from chat.models import Disclosure, DisclosureLook, Message, MessageAttachment, Room
from chat.schemas.disclosure import room_named
from chat.selectors import disclosed, disclosed_pages
from chat.selectors.disclosure_rights import rights
from chat.services.disclosing import locked_case
from files.models import Attachment
from files.services import downloads
from messenger.core.asked import words_of
from messenger.core.errors import Forbidden, NotFound

Kind = DisclosureLook.Kind


def look_at_rooms(*, actor: User, disclosure_id: UUID, start: int = 0, limit: int) -> list[dict[str, Any]]:
    """The rooms in which something of the scope was written: `{room, count, firstSeq, lastSeq, firstAt, lastAt}`.

    Raises like `look_at_messages`.
    """
    with _opened(actor, disclosure_id) as disclosure:
        found = disclosed_pages.rooms(disclosure, start=start, limit=limit)
        _write_down(actor, disclosure, what="rooms", count=len(found))
        return found


def look_for_rooms(*, actor: User, query: str, limit: int) -> list[Room]:
    """Groups that an auditor may name in a case, by a part of their name. Recorded.

    `Forbidden` unless an auditor asks, `Invalid` for less than two letters.
    """
    found = disclosed.nameable_rooms(actor, query, limit=limit)
    sought = words_of(query)
    record(actions.DISCLOSURE_ROOMS_SOUGHT, actor=actor, target_type="disclosure", query=sought, count=len(found))
    return found


def look_at_messages(
    *,
    actor: User,
    disclosure_id: UUID,
    room_id: UUID,
    before_seq: int | None = None,
    after_seq: int | None = None,
    query: str = "",
    limit: int,
) -> dict[str, Any]:
    """A page of a room under a case: `{room, people, results, hasMore}`, oldest first; the newest without a place.

    `query` keeps to messages that hold these words. `NotTheCasesReader` for everybody but the AUDITOR who asked,
    `DisclosureNotOpen` before the approval and from its end on, `NotFound` outside the scope.
    """
    with _opened(actor, disclosure_id) as disclosure:
        room = disclosed.room_in_scope(disclosure, room_id)
        wanted = disclosed_pages.Wanted(before_seq, after_seq, query, limit)
        found, more = disclosed_pages.messages_of(disclosure, room, wanted)
        _note_messages(actor, disclosure, room, found, query)
        return {
            "room": room_named(room, disclosed_pages.names_in(room)),
            "people": disclosed_pages.people_of(found),
            "results": disclosed_pages.shown(disclosure, found),
            "hasMore": more,
        }


def open_file(
    *, actor: User, disclosure_id: UUID, attachment_id: UUID, device_session_id: UUID, inline: bool = False
) -> Attachment:
    """A file that hangs on a message of the scope, for its bytes; if the case was approved with files.

    `NoFilesInCase`, `NotFound`, and what `files.services.downloads.open_file` refuses.
    """
    with _opened(actor, disclosure_id) as disclosure:
        if not disclosure.with_files:
            raise NoFilesInCase
        readable = disclosed.in_scope(disclosure).filter(deleted_at=None)
        hung = MessageAttachment.objects.filter(attachment_id=attachment_id, message__in=readable)
        row = hung.select_related("attachment", "message__room").first()
        if row is None:
            raise NotFound
        _note(disclosure, Kind.FILE, row.message.room, [row.message])
        _write_down(actor, disclosure, what="file", roomId=str(row.message.room_id), attachmentId=str(attachment_id))
        downloads.open_file(
            row.attachment,
            actor=actor,
            message_id=row.message_id,
            device_session_id=device_session_id,
            reason=f"disclosure {disclosure.pk}",
            inline=inline,
        )
        return row.attachment


@contextmanager
def _opened(actor: User, disclosure_id: UUID) -> Iterator[Disclosure]:
    """The case, open for its reader at this moment and until the block ends. Refusals are written down too."""
    try:
        with transaction.atomic():
            disclosure = locked_case(actor, disclosure_id)
            _ensure_open(actor, disclosure)
            yield disclosure
    except (NotTheCasesReader, DisclosureNotOpen, NoFilesInCase) as refusal:
        record(
            actions.DISCLOSURE_VIEWED,
            actor=actor,
            target_type="disclosure",
            target_id=disclosure_id,
            outcome="failure",
            refusal=type(refusal).__name__,
        )
        raise


def _ensure_open(actor: User, disclosure: Disclosure) -> None:
    if disclosure.asked_by_id != actor.pk:
        raise NotTheCasesReader
    try:
        roles.require(actor, Role.AUDITOR)
    except Forbidden as error:  # a system admin who was an auditor when they asked
        raise NotTheCasesReader from error
    state = disclosure.state_at(timezone.now())
    if state != Disclosure.State.APPROVED:
        raise DisclosureNotOpen(state=state)
    if not rights(actor, [disclosure])[disclosure.pk].may_read:
        raise ReaderInDoubt


def _note_messages(actor: User, disclosure: Disclosure, room: Room, found: list[Message], query: str) -> None:
    """A page is one look; of hits each is one, because what lies between them was not shown."""
    if query:
        for message in found:
            _note(disclosure, Kind.SEARCH, room, [message])
    else:
        _note(disclosure, Kind.PAGE, room, found)
    span = {"fromSeq": found[0].seq, "toSeq": found[-1].seq} if found else {}
    words = {"query": query} if query else {}
    _write_down(actor, disclosure, what="messages", roomId=str(room.pk), count=len(found), **span, **words)


def _note(disclosure: Disclosure, kind: Kind, room: Room, found: list[Message]) -> None:
    DisclosureLook.objects.create(
        disclosure=disclosure,
        kind=kind,
        room=room,
        from_seq=found[0].seq if found else 0,
        to_seq=found[-1].seq if found else 0,
        count=len(found),
    )


def _write_down(actor: User, disclosure: Disclosure, **detail: Any) -> None:
    record(actions.DISCLOSURE_VIEWED, actor=actor, target_type="disclosure", target_id=disclosure.pk, **detail)
