"""A worker is killed at any step of a scan, or does it twice: there is one verdict, written down once."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import clamd
import pytest
from django.db import transaction
from django.db.models.functions import Now

from audit.models import AuditEntry
from files import storage
from files.models import Attachment
from files.services import changing, rescanning, scanning, verdicts
from files.storage.disk import DiskStore
from messenger.core import jobs
from messenger.core.jobs import sweeping
from messenger.core.jobs.running import run_job
from messenger.core.models import Job
from tests.files.scanners import Judge
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE = dt.timedelta(minutes=1)


class Killed(BaseException):
    """Nothing of ours catches it, as nothing catches SIGKILL."""


# Where the worker dies: just before, or just after, this is called.
STEPS: dict[str, tuple[Any, str, bool]] = {
    "before it asks the scanner": (Judge, "prove", False),
    "before the verdict": (Judge, "scan", False),
    "after the verdict": (Judge, "scan", True),
    "before the copy": (DiskStore, "copy", False),
    "after the copy": (DiskStore, "copy", True),
    "before the row": (changing, "change", False),
    "after the row, before the commit": (changing, "change", True),
    "after the commit, before quarantine is tidied": (verdicts, "_forget", False),
    "after everything": (verdicts, "_forget", True),
}


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender], scanned_by: Callable[..., None]) -> Sender:
    scanned_by(Judge())
    return sender(alice)


def die(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    place, name, afterwards = STEPS[step]
    real = getattr(place, name)

    def killed(*args: Any, **options: Any) -> Any:
        if afterwards:
            real(*args, **options)
        raise Killed

    monkeypatch.setattr(place, name, killed)


def the_sweeper_comes() -> None:
    Job.objects.filter(state="RUNNING").update(lease_until=Now() - A_WHILE)
    sweeping.sweep()


def outcome(content: bytes) -> tuple[str, int]:
    """Status, and how often it was written down."""
    infected = content == clamd.EICAR
    assert AuditEntry.objects.filter(action="file.blocked").count() == int(infected)
    return Attachment.objects.get().virus_status, Job.objects.filter(kind="file.scan", state="SUCCEEDED").count()


@pytest.mark.parametrize("content", [b"harmless", bytes(clamd.EICAR)], ids=["clean", "infected"])
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_is_killed(
    step: str, content: bytes, alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = alices.send_file(room.pk, content)["attachments"][0]
    job = Job.objects.get(kind="file.scan")
    with monkeypatch.context() as dying:
        die(dying, step)
        is_killed = pytest.raises(Killed) if content == b"harmless" else suppress(Killed)  # the infected are not copied
        with is_killed:
            run_job(job.pk)
        opened = alices.get(f"/files/{file['attachmentId']}/download").status_code == 200
        assert not opened or Attachment.objects.get().virus_status == "CLEAN"
    the_sweeper_comes()
    jobs.run_all(later=True)
    assert outcome(content) == ("INFECTED" if content == clamd.EICAR else "CLEAN", 1)
    kept = Attachment.objects.get()
    assert b"".join(storage.store().open(kept.key)) == content


@pytest.mark.parametrize("content", [b"harmless", bytes(clamd.EICAR)], ids=["clean", "infected"])
def test_two_workers_scan_the_same_file(
    content: bytes, alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was silent beyond its lease; it comes to its verdict after the second, and is not heard."""
    alices.send_file(room.pk, content)
    job = Job.objects.get(kind="file.scan")
    real = scanning.judged

    def overtaken(*args: Any) -> Any:
        found = real(*args)
        monkeypatch.setattr(scanning, "judged", real)
        Job.objects.filter(pk=job.pk).update(lease_until=Now() - A_WHILE)
        sweeping.sweep()
        assert run_job(job.pk) is not None
        return found

    monkeypatch.setattr(scanning, "judged", overtaken)
    jobs.run_all(later=True)
    assert outcome(content) == ("INFECTED" if content == clamd.EICAR else "CLEAN", 1)


def test_a_rescan_and_another_find_the_same_and_say_it_once(alices: Sender, room: Any) -> None:
    alices.send_file(room.pk, b"harmless")
    jobs.run_all()
    here = scanning.scanner()
    assert isinstance(here, Judge)
    here.viruses[b"harmless"] = "Late"
    stale = Attachment.objects.get()
    version = here.version()
    with transaction.atomic():
        assert verdicts.blocked(stale, virus="Late", version=version)
        assert not verdicts.blocked(stale, virus="Late", version=version)
    rescanning.rescan_all()
    jobs.run_all()
    assert AuditEntry.objects.filter(action="file.blocked").count() == 1


def test_a_file_that_was_thrown_away_meanwhile_leaves_nothing(alices: Sender, room: Any) -> None:
    alices.upload(room.pk, b"harmless")
    Attachment.objects.all().delete()
    jobs.run_all()
    assert Job.objects.get(kind="file.scan").state == "SUCCEEDED"
    assert list(storage.store().keys("stored/")) == []


def test_the_job_of_a_file_that_nobody_asked_a_scan_for_is_made_up_for(
    alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever deletes job rows by hand loses no file."""
    alices.send_file(room.pk, b"harmless")
    Job.objects.all().delete()
    monkeypatch.setattr(rescanning, "PATIENCE", -rescanning.PATIENCE)
    assert rescanning.ask_for_waiting() == 1
    jobs.run_all()
    assert Attachment.objects.get().virus_status == "CLEAN"
