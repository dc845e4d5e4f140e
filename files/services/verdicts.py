"""What follows from a scan: the one place where an attachment becomes openable or blocked (contract 6).

Every verdict is given once: under the lock the attachment must still be in the state that was judged. The
caller's transaction carries the status, the audit entry, the announcement and the next job together.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit import actions
from audit.services import record
from files import storage
from files.errors import AttachmentNotFound
from files.models import OPENABLE, Attachment, VirusStatus
from files.scanning import Version
from files.services import changing, pictures, texting
from files.storage import StoreDown

WAITING = (VirusStatus.PENDING, VirusStatus.ERROR)  # blocked until there is a verdict


def promoted(attachment: Attachment, etag: str) -> str:
    """Copy the quarantined bytes that were judged (`etag`) to where they are served from; their new key.

    Killed before the verdict is written, it is done again. `StoreDown` if they are not the same any more.
    """
    if not attachment.key.startswith("quarantine/"):
        return attachment.key
    store, target = storage.store(), f"stored/{attachment.pk}"
    store.copy(attachment.key, target, etag)
    if store.stat(target).size != attachment.size:
        raise StoreDown
    return target


def skipped(attachment: Attachment, *, key: str) -> bool:
    """Nobody scans here, by decision (FILE_SCANNER=off): it can be opened. `key` is where it was promoted to."""
    return _opened(attachment, VirusStatus.SKIPPED, key)


def clean(attachment: Attachment, *, key: str, version: Version) -> bool:
    """It can be opened, or go on being opened. False if somebody else settled it or threw it away meanwhile."""
    return _opened(attachment, VirusStatus.CLEAN, key, signatures=version.text, scanned_at=timezone.now())


def blocked(attachment: Attachment, *, virus: str, version: Version) -> bool:
    """Nobody opens it any more. Its bytes stay where they are, for those who look into it."""
    current = _still(attachment, (*WAITING, *OPENABLE))
    if current is None:
        return False
    changing.change(
        current,
        virus_status=VirusStatus.INFECTED,
        virus_name=virus[:200],
        signatures=version.text,
        scanned_at=timezone.now(),
    )
    texting.close(current.pk)
    record(
        actions.FILE_BLOCKED,
        target_type="attachment",
        target_id=current.pk,
        roomId=str(current.room_id),
        uploaderId=str(current.uploader_id),
        signature=virus[:200],
        sha256=current.sha256,
    )
    return True


@transaction.atomic
def failed(attachment: Attachment, *, looked_at: bool = False) -> None:
    """There is no verdict: people see that it could not be scanned. `looked_at`: the reason lies in the file."""
    current = _still(attachment, WAITING)
    if current is None:
        return
    at = timezone.now() if looked_at else None
    if current.virus_status == VirusStatus.ERROR:
        Attachment.objects.filter(pk=current.pk).update(scanned_at=at)
    else:
        changing.change(current, virus_status=VirusStatus.ERROR, scanned_at=at)


@transaction.atomic
def doubted(attachment: Attachment) -> None:
    """What lies under its key is not what was judged: closed until the right bytes are scanned again."""
    current = _still(attachment, OPENABLE)
    if current is not None:
        changing.change(current, virus_status=VirusStatus.ERROR, scanned_at=None)
        texting.close(current.pk)


def seen(attachment: Attachment, *, version: Version) -> None:
    """An openable file was looked at again with nothing new to say of it. Nobody needs to be told."""
    openable = Attachment.objects.filter(pk=attachment.pk, virus_status__in=OPENABLE)
    openable.update(signatures=version.text, scanned_at=timezone.now())


def _opened(attachment: Attachment, status: VirusStatus, key: str, **fields: Any) -> bool:
    current = _still(attachment, WAITING if status == VirusStatus.SKIPPED else (*WAITING, VirusStatus.SKIPPED))
    if current is None:
        return False
    left, was_shut = current.key, current.virus_status in WAITING
    opened = changing.change(current, virus_status=status, key=key, **fields)
    if left != key:
        transaction.on_commit(lambda: _forget(left), robust=True)
    if was_shut:
        pictures.begin(opened)
        texting.begin(opened)
    return True


def _still(attachment: Attachment, states: Collection[VirusStatus]) -> Attachment | None:
    """The attachment under its locks, if it is in one of `states` yet."""
    try:
        current = changing.held(attachment)
    except AttachmentNotFound:
        return None
    return current if current.virus_status in states else None


def _forget(key: str) -> None:
    """What cannot be deleted now is an orphan, and collected as one."""
    storage.store().delete(key)
