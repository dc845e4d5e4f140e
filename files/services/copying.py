"""A file passed on: a new attachment of the same bytes, in an object of its own.

Nothing is shared, so that throwing one away never touches the other; on the embedded store the copy is a hard link.
"""

from collections.abc import Collection
from contextlib import suppress
from typing import Any
from uuid import UUID

from files import storage
from files.errors import Infected, ScanPending
from files.models import Attachment, VirusStatus
from files.services import pictures, quota, texting
from files.storage import StoreDown

# What a copy takes over: what the bytes are, and the verdict with what gave it, so that newer signatures
# look at the copy as they look at the original.
_SAME = ("filename", "size", "mime", "sha256", "virus_status", "signatures", "scanned_at", "width", "height")


def check_room(attachments: Collection[Attachment], *, uploader_id: UUID, room_ids: Collection[UUID]) -> None:
    """`QuotaFull` before anything is copied for nothing; `keep` counts."""
    if attachments:
        quota.check(user_id=uploader_id, room_ids=room_ids, size=sum(file.size for file in attachments))


def check(attachment: Attachment) -> None:
    """Only what can be opened is passed on: `ScanPending`, `Infected`."""
    if attachment.virus_status == VirusStatus.INFECTED:
        raise Infected(reason="INFECTED")
    if not attachment.is_openable:
        raise ScanPending(reason="SCAN_PENDING")


def copied(attachment: Attachment, *, uploader_id: UUID, room_id: UUID) -> Attachment:
    """The copy, not stored yet, its bytes in place. Outside of a transaction: a slow store must hold up nobody.

    `StoreDown` if the bytes are not there. Copies that come to nothing are orphans, and collected as such.
    """
    same: dict[str, Any] = {name: getattr(attachment, name) for name in _SAME}
    copy = Attachment(uploader_id=uploader_id, room_id=room_id, **same)
    copy.key = _copied_object(attachment.key, f"stored/{copy.pk}")
    for column, kind in (("thumbnail_key", "thumbnails"), ("preview_key", "previews")):
        if source := getattr(attachment, column):
            with suppress(StoreDown):  # it is drawn again
                setattr(copy, column, _copied_object(source, f"{kind}/{copy.pk}"))
    return copy


def keep(copy: Attachment) -> None:
    """Store the row of a copy, in the transaction that sends it; `QuotaFull`."""
    quota.take(user_id=copy.uploader_id, room_id=copy.room_id, size=copy.size)
    copy.save(force_insert=True)
    if not (copy.thumbnail_key or copy.preview_key):
        pictures.begin(copy)
    texting.begin(copy)
    texting.begin_of_preview(copy)


def forget(copies: list[Attachment]) -> None:
    """Throw away the bytes of copies whose rows were not stored."""
    keys = [key for copy in copies for key in (copy.key, copy.thumbnail_key, copy.preview_key) if key]
    if keys:
        with suppress(StoreDown):
            storage.store().delete(*keys)


def _copied_object(source: str, target: str) -> str:
    store = storage.store()
    try:
        store.copy(source, target, store.stat(source).etag)
    except FileNotFoundError as error:
        raise StoreDown from error
    return target
