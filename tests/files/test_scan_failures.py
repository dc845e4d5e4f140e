"""Whatever goes wrong with the scanner, no file opens for it, people see it, and it is tried again."""

import io
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import clamd
import pytest

from files import scanning, storage
from files.models import Attachment
from files.scanning import clamav
from files.services import rescanning
from messenger.core import jobs
from messenger.core.models import Job
from tests.files.scanners import Answering, Judge, listen, proving, saying, stub
from tests.files.sending import Sender
from tests.services.clamd import NO_SIGNATURES, Clamd
from tests.services.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)

Trouble = Callable[[], AbstractContextManager[str]]


def stubbed(answer: Answering) -> Trouble:
    return lambda: stub(answer)


def away() -> Trouble:
    @contextmanager
    def nobody() -> Iterator[str]:
        yield f"tcp://127.0.0.1:{free_port()}"

    return nobody


def no_socket() -> Trouble:
    @contextmanager
    def nothing() -> Iterator[str]:
        yield "unix:/nowhere/clamd.sock"

    return nothing


def real(**how: Any) -> Trouble:
    @contextmanager
    def running() -> Iterator[str]:
        with Clamd(**how) as scanner:
            yield scanner.tcp

    return running


@contextmanager
def stopped() -> Iterator[str]:
    """It takes connections, as the kernel does for it, and never says a word."""
    with Clamd() as scanner:
        scanner.signal(signal.SIGSTOP)
        yield scanner.tcp


@contextmanager
def disk_full() -> Iterator[str]:
    with Clamd() as scanner:
        scanner.fill_disk(64 << 10)
        yield scanner.tcp


def silent(line: socket.socket, _command: bytes) -> None:
    line.recv(1)  # until the other side hangs up


def cut_off(line: socket.socket, stream: bytes) -> None:
    line.close()


def cut_in_the_middle(line: socket.socket, command: bytes) -> None:
    """As a clamd that dies while it takes a file."""
    if command == b"VERSION":
        line.sendall(b"ClamAV 1.4.6\n")
        return
    head = listen(line, most=1)
    if head == clamd.EICAR:
        line.sendall(b"stream: Eicar FOUND\n")
    elif head.startswith(b"PK"):
        line.sendall(b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\n")
    line.close()


def yes_man(line: socket.socket, command: bytes) -> None:
    """Says OK to everything, the test virus too."""
    if command == b"INSTREAM":
        listen(line)
    line.sendall(b"ClamAV 1.4.6\n" if command == b"VERSION" else b"stream: OK\n")
    line.close()


def somebody_else(line: socket.socket, _command: bytes) -> None:
    line.sendall(b"220 mail.company.example ESMTP\n")
    line.close()


# What is wrong, and what the operator reads of it in the job's log.
MODES: dict[str, tuple[Trouble, str]] = {
    "nobody listens": (away(), "does not answer at tcp://127.0.0.1"),
    "there is no socket": (no_socket(), "does not answer at unix:/nowhere/clamd.sock"),
    "it hangs": (lambda: stopped(), "clamd does not answer: timed out"),
    "its disk is full": (lambda: disk_full(), "Error writing to temporary file"),
    "it says nothing": (stubbed(silent), "clamd does not answer: timed out"),
    "it hangs up after the file": (stubbed(proving(cut_off)), "cut off"),
    "it hangs up in the middle": (stubbed(cut_in_the_middle), "clamd"),
    "an error": (stubbed(saying(b"INSTREAM: Can't allocate memory ERROR\n")), "Can't allocate memory"),
    "too large for it": (stubbed(saying(b"INSTREAM size limit exceeded. ERROR\n")), "StreamMaxLength in clamd.conf"),
    "limits exceeded": (stubbed(saying(b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\n")), "MaxFileSize"),
    "half an answer": (stubbed(saying(b"stream: OK")), "b'stream: OK'"),
    "two answers": (stubbed(saying(b"stream: OK\nstream: Eicar FOUND\n")), "more than one line"),
    "an OK that is none": (stubbed(saying(b"stream: not OK\n")), "could not scan: stream: not OK"),
    "an OK about something else": (stubbed(saying(b"/etc/passwd: OK\n")), "could not scan: /etc/passwd: OK"),
    "nonsense": (stubbed(saying(b"\xff\x00\xfe\n")), "could not scan"),
    "an answer without end": (stubbed(saying(b"x" * 100_000)), "xxx"),
    "somebody else listens": (stubbed(somebody_else), "what answers is not clamd"),
    "it agrees to everything": (stubbed(yes_man), "it has no signatures"),
    "it has no signatures": (real(signatures=NO_SIGNATURES), "it has no signatures"),
    "it keeps quiet about its limits": (real(alerts=False), "set AlertExceedsMax yes in clamd.conf"),
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamav, "QUICK_SECONDS", 0.5)


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def _status(who: Sender, file: dict[str, Any]) -> str:
    return str(who.get(f"/files/{file['attachmentId']}").json()["virusStatus"])


@pytest.mark.parametrize("mode", MODES)
def test_nothing_opens_and_the_operator_reads_why_when(
    mode: str, impatient: None, alices: Sender, room: Any, scanned_by: Callable[..., None]
) -> None:
    trouble, reason = MODES[mode]
    with trouble() as address:
        scanned_by(address, seconds=2)
        file = alices.send_file(room.pk, b"figures" * 20_000)["attachments"][0]
        jobs.run_all()
    assert _status(alices, file) == "ERROR"
    refused = alices.get(f"/files/{file['attachmentId']}/download")
    assert (refused.status_code, refused.json()["error"]["details"]["reason"]) == (403, "SCAN_PENDING")
    assert list(storage.store().keys("stored/")) == []
    job = Job.objects.get(kind="file.scan")
    assert job.cause in ("DEPENDENCY_DOWN", "VALIDATION"), job.cause
    assert (job.state, job.waiting_for) in (("QUEUED", "clamd"), ("FAILED", ""))
    assert reason in job.lines.latest("id").text


def test_the_scanner_comes_back_and_the_file_opens(
    alices: Sender, room: Any, clamav: Clamd, scanned_by: Callable[..., None]
) -> None:
    scanned_by(f"tcp://127.0.0.1:{free_port()}")
    file = alices.send_file(room.pk)["attachments"][0]
    jobs.run_all()
    assert _status(alices, file) == "ERROR"
    scanned_by(clamav.tcp)
    jobs.run_all(later=True)
    assert _status(alices, file) == "CLEAN"


def test_a_scan_that_was_given_up_is_asked_for_when_the_scanner_is_back(
    alices: Sender, room: Any, scanned_by: Callable[..., None]
) -> None:
    judge = Judge()
    scanned_by(judge)
    judge.trouble = scanning.ScannerDown("away")
    file = alices.send_file(room.pk)["attachments"][0]
    jobs.run_all(later=True)
    assert Job.objects.get(kind="file.scan").state == "DEAD"
    assert rescanning.ask_for_waiting() == 0  # it would fail again
    judge.trouble = None
    assert rescanning.ask_for_waiting() == 1
    jobs.run_all()
    assert _status(alices, file) == "CLEAN"


def test_what_the_store_garbles_on_the_way_gets_no_verdict(
    alices: Sender, room: Any, scanned_by: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clean verdict about other bytes than those that arrived would open these."""
    scanned_by(Judge())
    file = alices.send_file(room.pk, b"what arrived")["attachments"][0]
    store = storage.store()
    monkeypatch.setattr(type(store), "open", lambda *_args, **_more: iter([b"something else"]))
    jobs.run_all()
    assert _status(alices, file) == "ERROR"
    monkeypatch.undo()


def test_bytes_that_are_replaced_after_the_scan_are_not_promoted(
    alices: Sender, room: Any, scanned_by: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PUT again while the scanner looks: the copy is made of what was judged, or of nothing."""
    judge = Judge()
    scanned_by(judge)
    file = alices.send_file(room.pk, b"harmless")["attachments"][0]
    key = Attachment.objects.get().key
    real_scan = judge.scan

    def scan_and_replace(pieces: Any) -> Any:
        verdict = real_scan(pieces)
        _replace(key, bytes(clamd.EICAR))
        return verdict

    monkeypatch.setattr(judge, "scan", scan_and_replace)
    jobs.run_all()
    assert _status(alices, file) == "ERROR"
    assert list(storage.store().keys("stored/")) == []


def _replace(key: str, content: bytes) -> None:
    storage.store().delete(key)
    storage.store().put(key, io.BytesIO(content))
