"""Passes messages on to other rooms (contract 5): new messages of the actor's, sent the way every message is."""

from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from audit import actions
from audit.services import record
from chat.errors import ClientMsgIdReused, MessageDeleted
from chat.models import Forward, Message
from chat.selectors import messages, rooms
from chat.services.locking import locked_room
from chat.services.sending import send_message
from files.models import Attachment
from files.services import copying
from messenger.core import limits
from messenger.core.errors import Forbidden
from messenger.core.wire import rfc3339

# What is passed on as which type: a notice is one of the room it was written in, elsewhere its text is a message.
PASSED_ON = {
    Message.Type.TEXT: Message.Type.TEXT,
    Message.Type.NOTICE: Message.Type.TEXT,
    Message.Type.FILE: Message.Type.FILE,
    Message.Type.IMAGE: Message.Type.IMAGE,
}

Forwarded = tuple[list[dict[str, Any]], bool]


def forward_message(
    *, actor: User, message_id: int, client_msg_id: UUID, room_ids: list[UUID], comment: str = ""
) -> Forwarded:
    """Send a visible message to each of the rooms, after the comment if there is one: all of it or nothing.

    Returns the new messages in the order of `room_ids`, and whether they are new: the same `client_msg_id`
    again changes nothing. Of the source goes along who wrote it and when, never where.
    `Forbidden` for what cannot be passed on, `ScanPending`, `Infected`, `QuotaFull`, `StoreDown`.
    """
    _member, source = messages.visible_message(actor, message_id)
    wanted = list(dict.fromkeys(room_ids))
    for room_id in wanted:
        rooms.visible_room(actor, room_id)
    earlier = _earlier(actor, client_msg_id, source, wanted)
    if earlier is not None:
        return earlier, False
    _check(source)
    _spend(actor, len(wanted))
    files = [row.attachment for row in source.attachment_rows.select_related("attachment").order_by("position")]
    copies = _copies(files, actor, wanted)
    try:
        return _send(actor, source, client_msg_id, wanted, comment, copies)
    except Exception:
        copying.forget([copy for of_room in copies.values() for copy in of_room])
        raise


def _check(source: Message) -> None:
    if source.deleted_at is not None:
        raise MessageDeleted
    if source.type not in PASSED_ON:
        raise Forbidden


def _spend(actor: User, count: int) -> None:
    """To ten rooms is ten sends; the command's own rate has counted the first."""
    for _room in range(count - 1):
        limits.spend("send", str(actor.pk))


def _copies(files: list[Attachment], actor: User, room_ids: list[UUID]) -> dict[UUID, list[Attachment]]:
    for file in files:
        copying.check(file)
    copying.check_room(files, uploader_id=actor.pk, room_ids=room_ids)
    made: dict[UUID, list[Attachment]] = {room_id: [] for room_id in room_ids}
    try:
        for room_id, copies in made.items():
            copies += (copying.copied(file, uploader_id=actor.pk, room_id=room_id) for file in files)
    except Exception:
        copying.forget([copy for copies in made.values() for copy in copies])
        raise
    return made


@transaction.atomic
def _send(
    actor: User,
    source: Message,
    client_msg_id: UUID,
    room_ids: list[UUID],
    comment: str,
    copies: dict[UUID, list[Attachment]],
) -> Forwarded:
    for room_id in sorted(room_ids):  # locks are taken in ascending order, all of them before anything is written
        locked_room(room_id)
    earlier = _earlier(actor, client_msg_id, source, room_ids)
    if earlier is not None:  # the same request was ahead of us by a moment
        copying.forget([copy for of_room in copies.values() for copy in of_room])
        return earlier, False
    sent = {
        room_id: _send_to(room_id, actor, source, client_msg_id, comment, copies[room_id])
        for room_id in sorted(room_ids)
    }
    return [sent[room_id] for room_id in room_ids], True


def _send_to(
    room_id: UUID, actor: User, source: Message, request: UUID, comment: str, copies: list[Attachment]
) -> dict[str, Any]:
    if comment:
        send_message(actor=actor, room_id=room_id, client_msg_id=uuid5(request, f"{room_id} comment"), text=comment)
    for copy in copies:
        copying.keep(copy)
    sent = send_message(
        actor=actor,
        room_id=room_id,
        client_msg_id=uuid5(request, str(room_id)),
        type=PASSED_ON[Message.Type(source.type)],
        text=source.text,
        attachments=tuple(copy.pk for copy in copies),
        details={"forwarded": _origin(source)},
    )
    for copy in copies:  # who may open it is somebody else now
        record(
            actions.FILE_FORWARDED,
            actor=actor,
            target_type="attachment",
            target_id=str(copy.pk),
            roomId=str(room_id),
            fromMessageId=str(source.pk),
        )
    Forward.objects.create(message_id=sent.message["messageId"], source=source, sender=actor, request=request)
    return sent.message


def _origin(source: Message) -> dict[str, Any]:
    """Who wrote it first and when; that of a message that was passed on itself is kept."""
    known: dict[str, Any] | None = (source.details or {}).get("forwarded")
    return known or {"senderId": str(source.sender_id), "createdAt": rfc3339(source.created_at)}


def _earlier(actor: User, client_msg_id: UUID, source: Message, room_ids: list[UUID]) -> list[dict[str, Any]] | None:
    """What this request has sent already; `ClientMsgIdReused` if that was another message or to other rooms."""
    rows = Forward.objects.filter(sender=actor, request=client_msg_id).select_related("message__reply_to")
    found = {row.message.room_id: row for row in rows}
    if not found:
        return None
    if set(found) != set(room_ids) or any(row.source_id not in (None, source.pk) for row in found.values()):
        raise ClientMsgIdReused
    return messages.rendered([found[room_id].message for room_id in room_ids])
