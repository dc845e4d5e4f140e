"""Reads of files. An upload is its uploader's; whether an attachment is visible is the chat's to say."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User
from files.errors import UploadNotFound
from files.models import Attachment, Upload


def own_upload(actor: User, upload_id: UUID) -> Upload:
    """An upload of the actor's, or NotFound."""
    try:
        return Upload.objects.select_related("attachment").get(pk=upload_id, uploader_id=actor.pk)
    except Upload.DoesNotExist:
        raise UploadNotFound from None


def attachments(ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """Attachments the caller has looked up a right to."""
    return Attachment.objects.in_bulk(ids) if ids else {}
