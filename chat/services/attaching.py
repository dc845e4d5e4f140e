"""Files of a batch of sends (contract 5): of the same room, the sender's own, sent once."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chat.models import Message, MessageAttachment
from chat.services.drafts import Draft
from files.models import Attachment, VirusStatus
from files.services import sending, texting
from messenger.core.errors import Invalid


def check(draft: Draft, known: dict[UUID, Attachment]) -> None:
    """Refuse what this sender cannot send here. What is refused looks the same whether it exists or not."""
    if len(set(draft.attachments)) != len(draft.attachments):
        raise _refusal()
    for attachment_id in draft.attachments:
        attachment = known.get(attachment_id)
        if (
            attachment is None
            or attachment.room_id != draft.room_id
            or attachment.uploader_id != draft.sender_id
            or attachment.sent_at is not None
        ):
            raise _refusal()
        if attachment.virus_status == VirusStatus.INFECTED:
            raise Invalid(attachments=[str(_("This file was blocked by the virus scan."))], reason="INFECTED")
        if draft.type == Message.Type.IMAGE and not attachment.is_image:
            raise Invalid(attachments=[str(_("This file is no picture."))])


def _refusal() -> Invalid:
    return Invalid(attachments=[str(_("This attachment cannot be sent."))])


def attach(new: Sequence[tuple[Draft, Message]], known: dict[UUID, Attachment]) -> None:
    """Hang the attachments on their messages."""
    rows = [
        MessageAttachment(message=message, attachment_id=attachment_id, position=position)
        for draft, message in new
        for position, attachment_id in enumerate(draft.attachments)
    ]
    if rows:
        MessageAttachment.objects.bulk_create(rows)
        sending.mark_sent([known[row.attachment_id] for row in rows])


def forget_texts(message: Message) -> None:
    """What is written in the files of a message that is deleted is kept no longer."""
    attached = MessageAttachment.objects.filter(message=message).values_list("attachment_id", flat=True)
    texting.forget(list(attached))
