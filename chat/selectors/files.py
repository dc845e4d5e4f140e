"""Files the actor may see: one's own until it is sent, then everybody's who sees its message (contract 6)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from chat.models import Member, MessageAttachment, MessageLink
from chat.schemas.files import link_place_out
from chat.selectors import messages, rooms
from files.errors import AttachmentNotFound
from files.models import Attachment, Upload
from files.schemas import attachment_out
from files.selectors import own_upload
from messenger.core.errors import NotFound

WireAttachment = dict[str, Any]


def visible_attachment(actor: User, attachment_id: UUID) -> tuple[Attachment, int | None]:
    """The attachment and the id of its message, or NotFound. Unsent it is its uploader's, who is still in the room."""
    try:
        attachment = Attachment.objects.get(pk=attachment_id)
        sent = MessageAttachment.objects.filter(attachment_id=attachment_id).first()
        if sent is None:
            rooms.visible_room(actor, attachment.room_id)
            if attachment.uploader_id != actor.pk:
                raise AttachmentNotFound
            return attachment, None
        _member, message = messages.visible_message(actor, sent.message_id)
    except (Attachment.DoesNotExist, NotFound):
        raise AttachmentNotFound from None
    if message.deleted_at is not None:
        raise AttachmentNotFound
    return attachment, message.pk


def upload_on_its_way(actor: User, upload_id: UUID) -> Upload:
    """The actor's upload into a room that they are still in, or NotFound."""
    upload = own_upload(actor, upload_id)
    rooms.visible_room(actor, upload.room_id)
    return upload


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: `kind` is image, file, link or empty; a moment is inclusive at the start, exclusive at the end."""

    kind: str = ""
    sender_id: UUID | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None

    def of_message(self) -> Q:
        """As a condition on rows that hang on a message."""
        wanted = Q(message__deleted_at=None)
        if self.sender_id is not None:
            wanted &= Q(message__sender_id=self.sender_id)
        if self.start is not None:
            wanted &= Q(message__created_at__gte=self.start)
        if self.end is not None:
            wanted &= Q(message__created_at__lt=self.end)
        return wanted


Place = tuple[int, int]  # of the last one shown: message id, position


def in_room(
    member: Member, wanted: Wanted, *, limit: int, after: Place | None
) -> tuple[list[WireAttachment], Place | None]:
    """A page of what hangs on the room's visible messages, newest first; and where the next one starts."""
    return _page(messages.in_room(member), wanted, limit, after)


def everywhere(actor: User, wanted: Wanted, *, limit: int, after: Place | None) -> tuple[list[Any], Place | None]:
    """The same over all rooms of the actor."""
    return _page(messages.visible_to(actor), wanted, limit, after)


def _page(
    visible: QuerySet[Any], wanted: Wanted, limit: int, after: Place | None
) -> tuple[list[WireAttachment], Place | None]:
    rows: QuerySet[Any] = (
        MessageLink.objects.select_related("link", "message")
        if wanted.kind == "link"
        else MessageAttachment.objects.select_related("attachment")
    )
    rows = rows.filter(wanted.of_message(), message__in=visible.order_by().values("pk"))
    if wanted.kind == "image":
        rows = rows.filter(attachment__mime__startswith="image/")
    elif wanted.kind == "file":
        rows = rows.exclude(attachment__mime__startswith="image/")
    if after is not None:
        rows = rows.filter(Q(message_id__lt=after[0]) | Q(message_id=after[0], position__gt=after[1]))
    found = list(rows.order_by("-message_id", "position")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    shown = [
        link_place_out(row) if wanted.kind == "link" else attachment_out(row.attachment, row.message_id)
        for row in found[:limit]
    ]
    return shown, (last.message_id, last.position) if last else None
