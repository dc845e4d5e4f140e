"""A file on its way in (contract 6): begin, ask what has arrived, give up. `completing` is the end of it."""

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files import storage
from files.errors import FileTooLarge, QuotaFull
from files.models import Attachment, Upload
from files.names import clean_filename
from files.schemas import upload_out
from files.services import quota
from files.services.changing import locked_attachment
from files.storage import Url
from messenger.core.errors import Conflict

# S3 takes 10,000 parts; so many fit on one page of an answer, too.
MOST_PARTS = 1000
# Of one person on their way at a time: what is begun and left lies there for `UPLOAD_SECONDS`.
MOST_OPEN = 1000


def begin(
    *, uploader_id: UUID, room_id: UUID, filename: str, size: int, mime: str, sha256: str, base: str
) -> dict[str, Any]:
    """Make room for a file and say where its parts go. `base` is our origin as the client reached it.

    `FileTooLarge` above `MAX_FILE_BYTES`, `QuotaFull`, `StoreDown`.
    """
    if size > settings.MAX_FILE_BYTES:
        raise FileTooLarge(limit=settings.MAX_FILE_BYTES)
    if Upload.objects.filter(uploader_id=uploader_id, attachment=None).count() >= MOST_OPEN:
        raise QuotaFull(reason="QUOTA", scope="uploads", limit=MOST_OPEN)
    key = f"quarantine/{uuid.uuid4()}"
    quota.take(user_id=uploader_id, room_id=room_id, size=size)
    try:
        store_id = storage.store().begin(key) if size else ""
    except Exception:
        quota.give_back(user_id=uploader_id, room_id=room_id, size=size)
        raise
    upload = Upload.objects.create(
        uploader_id=uploader_id,
        room_id=room_id,
        filename=clean_filename(filename),
        size=size,
        mime=mime,
        sha256=sha256,
        key=key,
        store_id=store_id,
        part_size=_part_size(size),
        expires_at=timezone.now() + timedelta(seconds=settings.UPLOAD_SECONDS),
    )
    return upload_out(upload, _urls(upload, base))


def _part_size(size: int) -> int:
    """The usual size, or in whole MiB what keeps the number of parts within `MOST_PARTS`."""
    least = -(-size // MOST_PARTS)
    return max(settings.UPLOAD_PART_BYTES, -(-least // (1 << 20)) << 20)


def progress(upload: Upload, base: str) -> dict[str, Any]:
    """Which parts have arrived, and fresh addresses for the others. Finished: all of them."""
    if upload.attachment_id is not None:
        return upload_out(upload, {}, finished=True)
    arrived = storage.store().parts(upload.key, upload.store_id) if upload.size else {}
    whole = {number: part for number, part in arrived.items() if part.size == upload.size_of(number)}
    return upload_out(upload, _urls(upload, base, without=set(whole)), whole)


def _urls(upload: Upload, base: str, without: set[int] = frozenset()) -> dict[int, Url]:  # type: ignore[assignment]
    store = storage.store()
    return {
        number: store.part_url(
            upload.key, upload.store_id, number, upload.size_of(number), settings.UPLOAD_URL_SECONDS, base
        )
        for number in range(1, upload.part_count + 1)
        if number not in without
    }


def give_up(upload: Upload) -> None:
    """Throw an upload away, or the attachment it became if that was not sent: `Conflict` if it was."""
    with transaction.atomic():
        if upload.attachment_id is not None:
            attachment = locked_attachment(upload.attachment_id)
            if attachment.sent_at is not None:
                raise Conflict(_("This file was sent already."))
            forget(attachment)
        else:
            _forget_upload(upload)


def _forget_upload(upload: Upload) -> None:
    deleted, _rows = Upload.objects.filter(pk=upload.pk, attachment=None).delete()
    if not deleted:
        return  # completed or given up meanwhile
    quota.give_back(user_id=upload.uploader_id, room_id=upload.room_id, size=upload.size)
    transaction.on_commit(lambda: _clear(upload), robust=True)


def _clear(upload: Upload) -> None:
    if upload.store_id:
        storage.store().abort(upload.key, upload.store_id)
    storage.store().delete(upload.key)


def forget(attachment: Attachment) -> None:
    """Delete an attachment nobody sent, its bytes after the commit. The caller holds its lock."""
    keys = [key for key in (attachment.key, attachment.thumbnail_key, attachment.preview_key) if key]
    quota.give_back(user_id=attachment.uploader_id, room_id=attachment.room_id, size=attachment.size)
    attachment.delete()
    transaction.on_commit(lambda: storage.store().delete(*keys), robust=True)
