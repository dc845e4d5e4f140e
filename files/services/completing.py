"""The end of an upload: the parts become one file, whose size and hash the server finds out itself (contract 6)."""

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from files import storage
from files.errors import UploadNotFound
from files.kinds import HEAD, kind_of
from files.models import Attachment, Upload
from files.services import scanning, uploads
from files.storage import Part
from messenger.core.errors import Invalid

# Who finishes the same upload at the same time waits, and finds it done: a file is read once however often it is asked.
_TURNS = [Lock() for _ in range(256)]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the server saw of the bytes."""

    size: int
    sha256: str
    head: bytes


def complete(upload: Upload, *, parts: list[dict[str, Any]], sha256: str) -> Attachment:
    """Join the parts, measure, and make the attachment; again, the same attachment.

    `Invalid` for parts that are missing or differ, and for a hash that differs: then the bytes are thrown
    away, because what was joined cannot be mended. No transaction is open while bytes are read.
    """
    with _TURNS[upload.pk.int % len(_TURNS)]:
        now = Upload.objects.select_related("attachment").filter(pk=upload.pk).first()
        if now is None:
            raise UploadNotFound
        return now.attachment or _joined(now, parts, sha256)


def _joined(upload: Upload, parts: list[dict[str, Any]], sha256: str) -> Attachment:
    joined = _checked(upload, parts)
    store = storage.store()
    try:
        store.finish(upload.key, upload.store_id, joined)
        measured = _measure(upload)
        wrong = _difference(upload, measured, sha256)
        attachment = _attachment_of(upload, measured)
        copy = "" if wrong else scanning.copied(attachment)
    except FileNotFoundError:
        return _by_another(upload)
    if wrong:
        uploads.give_up(upload)
        raise Invalid(**wrong)
    try:
        return _arrived(upload, attachment, copy)
    except UploadNotFound:
        store.delete(*filter(None, [copy]))
        raise


def _checked(upload: Upload, parts: list[dict[str, Any]]) -> list[Part]:
    """The parts in order, if the client names exactly those that arrived whole."""
    arrived = storage.store().parts(upload.key, upload.store_id) if upload.size else {}
    named = {part["number"]: part["etag"].strip('"') for part in parts}
    expected = range(1, upload.part_count + 1)
    if len(named) != len(parts) or set(named) != set(expected):
        raise Invalid(parts=[str(_("Every part must be named once."))])
    missing = [
        number
        for number in expected
        if number not in arrived
        or arrived[number].size != upload.size_of(number)
        or arrived[number].etag.strip('"') != named[number]
    ]
    if missing and upload.size and not _finished_already(upload):
        raise Invalid(_("Some parts have not arrived whole."), parts=missing)
    return [arrived[number] for number in expected if number in arrived]


def _finished_already(upload: Upload) -> bool:
    """Whether an earlier attempt joined the parts and was cut off before it could say so."""
    try:
        return storage.store().stat(upload.key).size == upload.size
    except FileNotFoundError:
        return False


def _measure(upload: Upload) -> _Measured:
    digest, size, head = hashlib.sha256(), 0, b""
    for piece in storage.store().open(upload.key):
        if len(head) < HEAD:
            head += piece[: HEAD - len(head)]
        digest.update(piece)
        size += len(piece)
    return _Measured(size, digest.hexdigest(), head)


def _difference(upload: Upload, measured: _Measured, sha256: str) -> dict[str, list[str]]:
    if measured.size != upload.size:
        return {"size": [str(_("The file has another size than announced."))]}
    if any(said and said != measured.sha256 for said in (sha256, upload.sha256)):
        return {"sha256": [str(_("The file differs from what was announced. Please upload it again."))]}
    return {}


def _attachment_of(upload: Upload, measured: _Measured) -> Attachment:
    """Not stored yet."""
    return Attachment(
        uploader_id=upload.uploader_id,
        room_id=upload.room_id,
        filename=upload.filename,
        size=measured.size,
        sha256=measured.sha256,
        mime=kind_of(measured.head, upload.filename, upload.mime),
        key=upload.key,
    )


@transaction.atomic
def _arrived(upload: Upload, attachment: Attachment, copy: str) -> Attachment:
    locked = Upload.objects.select_for_update().filter(pk=upload.pk).select_related(None).first()
    if locked is None:
        raise UploadNotFound  # given up meanwhile
    if locked.attachment is not None:
        return locked.attachment
    attachment.save(force_insert=True)
    locked.attachment = attachment
    locked.save(update_fields=["attachment"])
    scanning.begin(attachment, copy)
    attachment.refresh_from_db()
    return attachment


def _by_another(upload: Upload) -> Attachment:
    """The parts are gone: another request finished this upload, or gave it up."""
    found = Upload.objects.select_related("attachment").filter(pk=upload.pk).first()
    if found is None or found.attachment is None:
        raise UploadNotFound
    return found.attachment
