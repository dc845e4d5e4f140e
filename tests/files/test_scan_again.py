"""New signatures look at everything anew: what was clean stays open until something is found in it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from audit.models import AuditEntry
from files import scanning, storage
from files.models import Attachment, Signatures
from files.services import rescanning
from messenger.core import jobs
from messenger.core.models import Job
from tests.files.scanners import BEYOND, Judge
from tests.files.sending import Sender
from tests.services.clamd import Clamd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judge(scanned_by: Callable[..., None]) -> Judge:
    judge = Judge()
    scanned_by(judge)
    return judge


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def openable(who: Sender, file: dict[str, Any]) -> bool:
    return bool(who.get(f"/files/{file['attachmentId']}/download").status_code in (200, 302))


def statuses() -> list[str]:
    return sorted(Attachment.objects.values_list("virus_status", flat=True))


def new_signatures(judge: Judge, *viruses: bytes) -> None:
    judge.viruses.update(dict.fromkeys(viruses, "New"))
    judge.signatures += "+"
    rescanning.note_signatures()


def test_a_virus_that_becomes_known_is_found_in_what_was_clean(judge: Judge, alices: Sender, room: Any) -> None:
    bad = alices.send_file(room.pk, b"unheard of")["attachments"][0]
    good = alices.send_file(room.pk, b"figures")["attachments"][0]
    jobs.run_all()
    assert openable(alices, bad) and openable(alices, good)
    new_signatures(judge, b"unheard of")
    assert openable(alices, bad)  # until it is found
    jobs.run_all()
    assert (openable(alices, bad), openable(alices, good)) == (False, True)
    assert AuditEntry.objects.get(action="file.blocked").target_id == bad["attachmentId"]
    changed = alices.get(f"/rooms/{room.pk}/messages").json()["results"]
    assert [m["attachments"][0]["virusStatus"] for m in changed if m["attachments"]] == ["INFECTED", "CLEAN"]


def test_the_same_signatures_scan_nothing_again(judge: Judge, alices: Sender, room: Any) -> None:
    alices.send_file(room.pk)
    jobs.run_all()
    for _ in range(2):
        rescanning.note_signatures()
        jobs.run_all()
    assert judge.seen == 1
    noted = Signatures.objects.get()
    assert (noted.version, noted.answered_at is not None) == ("Judge/1", True)


def test_it_goes_on_in_portions_where_it_stopped(
    judge: Judge, alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        alices.send_file(room.pk, f"file {number}".encode())
    jobs.run_all()
    monkeypatch.setattr(rescanning, "_BATCH", 3)
    new_signatures(judge)
    jobs.run_all()
    portions = Job.objects.filter(kind="file.rescan").order_by("created_at")
    assert [(job.args.get("done", 0), job.args.get("total", 7)) for job in portions] == [(0, 7), (3, 7), (6, 7)]
    assert judge.seen == 14


def test_a_rescan_that_is_cut_off_does_not_begin_again(judge: Judge, alices: Sender, room: Any) -> None:
    for number in range(4):
        alices.send_file(room.pk, f"file {number}".encode())
    jobs.run_all()
    new_signatures(judge)
    real, calls = judge.prove, iter(range(100))

    def away_in_the_middle() -> None:
        if next(calls) == 3:
            raise scanning.ScannerDown("away")
        real()

    judge.prove = away_in_the_middle  # type: ignore[method-assign]
    jobs.run_all(later=True)
    assert judge.seen == 4 + 4
    assert set(Attachment.objects.values_list("signatures", flat=True)) == {"Judge/1+"}
    assert statuses() == ["CLEAN"] * 4


def test_what_came_while_nobody_scanned_is_scanned_once_somebody_does(
    alices: Sender, room: Any, scanned_by: Callable[..., None]
) -> None:
    good = alices.send_file(room.pk)["attachments"][0]
    bad = alices.send_file(room.pk, b"unheard of")["attachments"][0]
    assert statuses() == ["SKIPPED", "SKIPPED"]
    judge = Judge()
    judge.viruses[b"unheard of"] = "Old"
    scanned_by(judge)
    rescanning.note_signatures()
    jobs.run_all()
    assert statuses() == ["CLEAN", "INFECTED"]
    assert (openable(alices, good), openable(alices, bad)) == (True, False)


def test_what_cannot_be_judged_anew_stays_as_it_is_and_is_not_tried_for_ever(
    judge: Judge, alices: Sender, room: Any
) -> None:
    file = alices.send_file(room.pk)["attachments"][0]
    jobs.run_all()
    new_signatures(judge)
    judge.scan = lambda pieces: _raise(pieces)  # type: ignore[assignment, method-assign]
    jobs.run_all()
    rescanning.note_signatures()
    assert openable(alices, file)
    assert Job.objects.filter(kind="file.rescan").count() == 1


def _raise(pieces: Any) -> Any:
    list(pieces)
    raise BEYOND


def test_bytes_that_turned_into_others_are_shut_until_they_are_right_again(
    judge: Judge, alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = alices.send_file(room.pk)["attachments"][0]
    jobs.run_all()
    new_signatures(judge)
    with monkeypatch.context() as garbled:
        garbled.setattr(type(storage.store()), "open", lambda *_args, **_more: iter([b"others"]))
        jobs.run_all()
    assert statuses() == ["ERROR"] and not openable(alices, file)
    rescanning.ask_for_waiting()
    jobs.run_all()
    assert statuses() == ["CLEAN"] and openable(alices, file)


def test_an_administrator_has_everything_scanned_again(
    alices: Sender, room: Any, scanned_by: Callable[..., None]
) -> None:
    """Signatures of one's own change no version; so somebody says so. With a clamd that learns one."""
    with Clamd() as clamav:
        scanned_by(clamav.tcp)
        file = alices.send_file(room.pk, b"the worm of this office")["attachments"][0]
        jobs.run_all()
        clamav.learn("Office-Worm", b"the worm of this office")
        said = StringIO()
        call_command("rescan_files", stdout=said)
        jobs.run_all()
    assert "1 file" in said.getvalue()
    assert not openable(alices, file)
    assert AuditEntry.objects.get(action="file.blocked").detail["signature"] == "Office-Worm.UNOFFICIAL"


def test_who_scans_no_more_does_not_open_bytes_that_are_not_the_file_s(
    judge: Judge, alices: Sender, room: Any, scanned_by: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    alices.send_file(room.pk)
    jobs.run_all()
    new_signatures(judge)
    with monkeypatch.context() as store:
        store.setattr(type(storage.store()), "open", lambda *_args, **_more: iter([b"others"]))
        jobs.run_all()
        scanned_by(None)
        rescanning.ask_for_waiting()
        jobs.run_all()
        assert statuses() == ["ERROR"]
    jobs.run_all(later=True)
    assert statuses() == ["SKIPPED"]
