"""Has attachments scanned: from quarantine to a verdict (contract 6, decision 0017)."""

import hashlib
from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import transaction

from files import selectors, storage
from files.models import Attachment
from files.scanning import NotScanned, Scanner, TooMuch, Verdict, Version, scanner
from files.services import verdicts
from files.storage import StoreDown
from messenger.core import jobs

SCAN = "file.scan"
_TELL_EVERY = 16 << 20  # bytes between two notes of progress


class OtherBytes(StoreDown):
    """What the store gave is not what arrived: a verdict about it would say nothing about the file."""


def copied(attachment: Attachment) -> str:
    """With FILE_SCANNER=off, copy its bytes to where they are served from; where, else "".

    Call it before the transaction that makes the attachment: a store that hangs must not hold up others there.
    """
    if scanner() is not None:
        return ""
    try:
        return verdicts.promoted(attachment, storage.store().stat(attachment.key).etag)
    except StoreDown:  # a worker does it as soon as the store answers
        return ""


def begin(attachment: Attachment, copy: str = "") -> None:
    """Have it scanned, soon; open it at once if it was `copied`. Call it in the transaction that made it."""
    if copy:
        verdicts.skipped(attachment, key=copy)
    else:
        ask_for(attachment.pk, attachment.uploader_id)


def ask_for(attachment_id: UUID, uploader_id: UUID) -> None:
    """A scan is due; asked for twice, there is one."""
    jobs.enqueue(SCAN, key=str(attachment_id), owner=uploader_id, attachmentId=str(attachment_id))


def scan(run: jobs.Run, attachment_id: UUID) -> None:
    """Judge what lies in quarantine and let the verdict take effect. Run twice, there is one verdict.

    Without a verdict the attachment is shown as ERROR, stays blocked, and the job is tried again.
    """
    attachment = selectors.attachments([attachment_id]).get(attachment_id)
    if attachment is None or attachment.virus_status not in verdicts.WAITING:
        return
    here = scanner()
    try:
        if here is None:
            _skip_checked(attachment, run.step)
        else:
            _judge(run, here, attachment)
    except TooMuch as error:
        verdicts.failed(attachment, looked_at=True)
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, str(error)) from error
    except NotScanned as error:
        verdicts.failed(attachment)
        raise jobs.Again(jobs.Job.Cause.DEPENDENCY_DOWN, str(error), waiting_for=here.name if here else "") from error
    except StoreDown:
        verdicts.failed(attachment)
        raise
    except FileNotFoundError as error:
        verdicts.failed(attachment, looked_at=True)
        raise jobs.Failed(jobs.Job.Cause.STORAGE, "the bytes are not in the store") from error


def judged(here: Scanner, attachment: Attachment, tell: Callable[[float], None]) -> tuple[Verdict, Version, str]:
    """The scanner's verdict on the stored bytes, what it scanned with, and the etag of what was judged.

    The bytes go through once, and count only if their hash is the attachment's. Raises `NotScanned`,
    `StoreDown`, `FileNotFoundError`.
    """
    here.prove()
    version = here.version()
    stat = storage.store().stat(attachment.key)
    reading = _Reading(attachment, tell)
    verdict = here.scan(reading)
    if reading.sha256 != attachment.sha256 or stat.size != attachment.size:
        raise OtherBytes
    return verdict, version, stat.etag


def _judge(run: jobs.Run, here: Scanner, attachment: Attachment) -> None:
    verdict, version, etag = judged(here, attachment, run.step)
    if verdict.is_clean:
        key = verdicts.promoted(attachment, etag)
        with run.done():
            verdicts.clean(attachment, key=key, version=version)
    else:
        run.say(f"found {verdict.virus}")
        with run.done():
            verdicts.blocked(attachment, virus=verdict.virus, version=version)


def _skip_checked(attachment: Attachment, tell: Callable[[float], None]) -> None:
    """Open it unscanned, if its bytes are those that arrived: it may be shut because they were not."""
    etag = storage.store().stat(attachment.key).etag
    reading = _Reading(attachment, tell)
    for _piece in reading:
        pass
    if reading.sha256 != attachment.sha256:
        raise OtherBytes
    _skip(attachment, etag)


def _skip(attachment: Attachment, etag: str) -> None:
    key = verdicts.promoted(attachment, etag)
    with transaction.atomic():
        verdicts.skipped(attachment, key=key)


class _Reading:
    """The stored bytes on their way to the scanner, hashed as they pass."""

    def __init__(self, attachment: Attachment, tell: Callable[[float], None]) -> None:
        self._attachment = attachment
        self._tell = tell
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of what has passed."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[bytes]:
        passed = told = 0
        for piece in storage.store().open(self._attachment.key):
            self._digest.update(piece)
            passed += len(piece)
            yield piece
            if passed - told >= _TELL_EVERY:
                told = passed
                self._tell(min(0.95, passed / max(1, self._attachment.size)))
