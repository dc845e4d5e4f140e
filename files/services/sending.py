"""An attachment is sent once (contract 5): locked, judged by the chat, marked."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from files.models import Attachment


def locked(ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """These attachments, locked after their room (`files.signals.attachment_changing`); those that there are."""
    if not ids:
        return {}
    return {a.pk: a for a in Attachment.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def take(attachments: Collection[Attachment]) -> None:
    """They belong to a message now, which is about to be stored."""
    for attachment in attachments:
        attachment.sent_at = timezone.now()


def mark_sent(attachments: Collection[Attachment]) -> None:
    """Store what `take` said."""
    Attachment.objects.bulk_update(attachments, ["sent_at"])
