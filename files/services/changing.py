"""The one way to change an attachment that people may be looking at."""

from typing import Any
from uuid import UUID

from django.db import transaction

from files.errors import AttachmentNotFound
from files.models import Attachment
from files.signals import attachment_changed, attachment_changing


@transaction.atomic
def change(attachment: Attachment, **fields: Any) -> Attachment:
    """Set `fields` and tell those above; returns the attachment as it is now. Locks the room, then the attachment."""
    locked = held(attachment)
    for name, value in fields.items():
        setattr(locked, name, value)
        setattr(attachment, name, value)
    locked.save(update_fields=[*fields])
    attachment_changed.send(Attachment, attachment=locked)
    return locked


def held(attachment: Attachment) -> Attachment:
    """The attachment as it is now, which nobody else changes until the transaction ends; to decide before `change`."""
    attachment_changing.send(Attachment, room_id=attachment.room_id)
    return locked_attachment(attachment.pk)


def locked_attachment(attachment_id: UUID) -> Attachment:
    """The attachment, locked until the transaction ends; `AttachmentNotFound` if it was thrown away."""
    try:
        return Attachment.objects.select_for_update().get(pk=attachment_id)
    except Attachment.DoesNotExist:
        raise AttachmentNotFound from None
