"""Files of rooms (contract 6): the chat looks up the right, the files app does the work."""

from typing import Any
from uuid import UUID

from accounts.models import User
from chat import events
from chat.models import MessageAttachment
from chat.selectors import rooms
from chat.selectors.files import upload_on_its_way, visible_attachment
from chat.services.changing import announce
from chat.services.locking import locked_room
from files.models import Attachment
from files.schemas import attachment_out
from files.selectors import own_upload
from files.services import completing, downloads, uploads
from messenger.core.errors import NotFound


def begin_upload(*, actor: User, room_id: UUID, base: str, **file: Any) -> dict[str, Any]:
    """Begin an upload into a room the actor is in."""
    rooms.visible_room(actor, room_id)
    return uploads.begin(uploader_id=actor.pk, room_id=room_id, base=base, **file)


def complete_upload(*, actor: User, upload_id: UUID, **said: Any) -> dict[str, Any]:
    """Make the upload an attachment; again, the same one."""
    upload = upload_on_its_way(actor, upload_id)
    attachment = completing.complete(upload, **said)
    row = MessageAttachment.objects.filter(attachment=attachment).first()
    return attachment_out(attachment, row.message_id if row else None)


def discard_upload(*, actor: User, upload_id: UUID) -> None:
    """Give an upload up; nothing is left behind."""
    uploads.give_up(own_upload(actor, upload_id))


def open_file(
    *, actor: User, attachment_id: UUID, device_session_id: UUID, reason: str = "", inline: bool = False
) -> Attachment:
    """The attachment, if the actor may have its bytes now; recorded before the first byte leaves.

    `ScanPending`, `Infected`, `ReasonRequired` where the policy `DOWNLOAD_REASON` asks for one.
    """
    attachment, message_id = visible_attachment(actor, attachment_id)
    downloads.open_file(
        attachment,
        actor=actor,
        message_id=message_id,
        device_session_id=device_session_id,
        reason=reason,
        inline=inline,
    )
    return attachment


def lock_room_of(room_id: UUID) -> None:
    """An attachment of this room is about to change: its message will get a new `change`."""
    try:
        locked_room(room_id)
    except NotFound:
        return  # the room was deleted; its files still get their verdict


def follow_attachment(attachment: Attachment) -> None:
    """An attachment changed: its message gets a new `change`, the room or the uploader hears of it."""
    row = MessageAttachment.objects.filter(attachment=attachment).select_related("message__reply_to").first()
    try:
        room = locked_room(attachment.room_id)
    except NotFound:
        return
    wire = attachment_out(attachment, row.message_id if row else None)
    if row is None:
        events.file_updated_for(attachment.uploader_id, wire, room.pk, room.member_epoch)
        return
    if row.message.deleted_at is None:
        announce(room, row.message)
        events.file_updated(wire, room.pk, room.member_epoch, row.message.seq)
