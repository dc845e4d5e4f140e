"""Reads of files. An upload is its uploader's; whether an attachment is visible is the chat's to say."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Role, User
from accounts.selectors import roles
from files.errors import UploadNotFound
from files.models import OPENABLE, Attachment, AttachmentText, Signatures, Upload, VirusStatus


def own_upload(actor: User, upload_id: UUID) -> Upload:
    """An upload of the actor's, or NotFound."""
    try:
        return Upload.objects.select_related("attachment").get(pk=upload_id, uploader_id=actor.pk)
    except Upload.DoesNotExist:
        raise UploadNotFound from None


def attachments(ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """Attachments the caller has looked up a right to."""
    return Attachment.objects.in_bulk(ids) if ids else {}


def texts(ids: Collection[UUID]) -> dict[UUID, str]:
    """What is written in these attachments, as far as they can be opened and were read."""
    if not ids:
        return {}
    found = AttachmentText.objects.filter(attachment_id__in=ids, attachment__virus_status__in=OPENABLE).exclude(text="")
    return dict(found.values_list("attachment_id", "text"))


def blocked_files(actor: User, *, before: tuple[dt.datetime, UUID] | None = None, limit: int) -> list[Attachment]:
    """What the scanner blocked, newest first, up to `limit` below `before`; for system admins, else `Forbidden`.

    They learn that it is there and whose it is. It opens nothing, and no conversation either.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    found = Attachment.objects.filter(virus_status=VirusStatus.INFECTED).select_related("uploader__profile")
    if before is not None:
        moment, attachment_id = before
        found = found.filter(Q(scanned_at__lt=moment) | Q(scanned_at=moment, pk__gt=attachment_id))
    return list(found.order_by("-scanned_at", "pk")[:limit])


def scans(actor: User) -> dict[str, int]:
    """How many files are `waiting` for a verdict, how many `failed` to get one yet; for system admins."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    return Attachment.objects.aggregate(
        waiting=Count("pk", filter=Q(virus_status=VirusStatus.PENDING)),
        failed=Count("pk", filter=Q(virus_status=VirusStatus.ERROR)),
    )


def signatures() -> Signatures:
    """What the scanner last said of itself; nothing yet: an empty row that is not stored."""
    return Signatures.objects.first() or Signatures()
