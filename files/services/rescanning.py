"""Scans again (decision 0017): what waits for a verdict, and everything once the signatures are others.

What is due is read off the attachments themselves, so work that was cut off goes on where it stopped.
"""

import datetime as dt
import logging
import time
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from files.models import OPENABLE, Attachment, Signatures, VirusStatus
from files.scanning import Blind, NotScanned, Scanner, ScannerDown, Version, scanner
from files.services import scanning, verdicts
from messenger.core import jobs

log = logging.getLogger(__name__)

RESCAN = "file.rescan"
PATIENCE = dt.timedelta(minutes=2)  # a scan that nobody asked for or that was given up is asked for after this
ANOTHER_LOOK = dt.timedelta(hours=1)  # where the reason lay in the file
PORTION_SECONDS = 60  # of one job of a rescan: others get their turn, and progress is kept
_BATCH = 500


def ask_for_waiting() -> int:
    """Ask for the scans of files that have no verdict and nobody at work on them; how many.

    While the scanner does not scan nothing is asked for: each file would fail again and its job be given up.
    """
    if not _scans():
        return 0
    now = timezone.now()
    due = Attachment.objects.filter(
        Q(virus_status=VirusStatus.PENDING, created_at__lt=now - PATIENCE)
        | Q(virus_status=VirusStatus.ERROR, scanned_at=None)
        | Q(virus_status=VirusStatus.ERROR, scanned_at__lt=now - ANOTHER_LOOK)
    )
    waiting = list(due.order_by("created_at").values_list("pk", "uploader_id")[:_BATCH])
    for attachment_id, uploader_id in waiting:
        scanning.ask_for(attachment_id, uploader_id)
    return len(waiting)


def _scans() -> bool:
    here = scanner()
    if here is None:
        return True  # then they are opened
    try:
        here.prove()
    except NotScanned as error:
        log.error("files cannot be scanned: %s", error)  # once a minute, for whoever watches the log
        return False
    return True


def note_signatures() -> None:
    """Note what the scanner scans with; if files were judged by something else, have them scanned again."""
    here = scanner()
    if here is None:
        return
    try:
        version = here.version()
    except NotScanned as error:
        raise _later(here, error) from error
    with transaction.atomic():
        Signatures.objects.update_or_create(
            pk=1,
            defaults={"version": version.text, "published_at": version.published_at, "answered_at": timezone.now()},
        )
        if _stale(version).exists():
            _ask()


def rescan_all() -> int:
    """Have every openable file scanned again whatever scanned it before; how many those are."""
    with transaction.atomic():
        count = Attachment.objects.filter(virus_status__in=OPENABLE).update(signatures="")
        _ask()
    return count


def rescan(run: jobs.Run) -> None:
    """A portion of a rescan, and the job for the next one. Files stay openable until something is found."""
    here = scanner()
    if here is None:
        return
    try:
        here.prove()
        version = here.version()
        done, total = _portion(run, here, version)
    except (ScannerDown, Blind) as error:
        raise _later(here, error) from error
    with run.done():
        if _stale(version).exists():
            _ask(done=done, total=total)


def _portion(run: jobs.Run, here: Scanner, version: Version) -> tuple[int, int]:
    """Scan for a while; how many files this rescan has done, and of how many."""
    done = int(run.args.get("done", 0))
    total = max(int(run.args.get("total", 0)), done + _stale(version).count())
    end = time.monotonic() + PORTION_SECONDS
    for attachment in _stale(version)[:_BATCH]:
        run.step(done / max(1, total))
        _look_again(run, here, attachment, version)
        done += 1
        if time.monotonic() > end:
            break
    return done, total


def _look_again(run: jobs.Run, here: Scanner, attachment: Attachment, version: Version) -> None:
    """Judge one file anew. What cannot be judged stays as it is, but for bytes that are not the file's."""
    try:
        verdict, _version, _etag = scanning.judged(here, attachment, lambda progress: run.step())
    except (ScannerDown, Blind):
        raise
    except scanning.OtherBytes:
        run.say(f"{attachment.pk}: the bytes are not those that arrived")
        verdicts.doubted(attachment)
    except NotScanned as error:
        run.say(f"{attachment.pk}: {error}")
        verdicts.seen(attachment, version=version)
    except FileNotFoundError:
        run.say(f"{attachment.pk}: the bytes are not in the store")
        verdicts.seen(attachment, version=version)
    else:
        with transaction.atomic():
            if not verdict.is_clean:
                run.say(f"{attachment.pk}: found {verdict.virus}")
                verdicts.blocked(attachment, virus=verdict.virus, version=version)
            elif attachment.virus_status == VirusStatus.SKIPPED:
                verdicts.clean(attachment, key=attachment.key, version=version)
            else:
                verdicts.seen(attachment, version=version)


def _stale(version: Version) -> QuerySet[Attachment]:
    """Openable files that something else than `version` has judged, or nothing."""
    judged_otherwise = Attachment.objects.filter(virus_status__in=OPENABLE).exclude(signatures=version.text)
    return judged_otherwise.order_by("-created_at")  # what people open most is the newest


def _ask(**so_far: Any) -> None:
    jobs.enqueue(RESCAN, key="all", **so_far)


def _later(here: Scanner, error: NotScanned) -> jobs.Again:
    return jobs.Again(jobs.Job.Cause.DEPENDENCY_DOWN, str(error), waiting_for=here.name)
