"""A file is shut until the scanner has seen it, opens when it is clean, and never when it is not (contract 6)."""

from collections.abc import Callable
from typing import Any

import clamd
import pytest

from audit.models import AuditEntry
from files import storage
from files.models import Attachment
from messenger.core import jobs
from tests.files.sending import Sender
from tests.services.clamd import Clamd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["tcp", "unix"])
def scanned(request: pytest.FixtureRequest, clamav: Clamd, scanned_by: Callable[..., None]) -> None:
    """By both ways to reach it."""
    scanned_by(getattr(clamav, request.param))


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def download(who: Sender, attachment: dict[str, Any]) -> tuple[int, str]:
    """Status, and the reason of a refusal."""
    answer = who.get(f"/files/{attachment['attachmentId']}/download")
    refused = answer.status_code >= 400
    return answer.status_code, answer.json()["error"]["details"].get("reason", "") if refused else ""


def status_of(who: Sender, attachment: dict[str, Any]) -> str:
    return str(who.get(f"/files/{attachment['attachmentId']}").json()["virusStatus"])


def test_a_clean_file_opens_after_the_scan_and_not_before(
    scanned: None, alices: Sender, dana: Any, sender: Callable[..., Sender], room: Any
) -> None:
    file = alices.send_file(room.pk, b"quarterly figures")["attachments"][0]
    assert file["virusStatus"] == "PENDING"
    assert download(sender(dana), file) == (403, "SCAN_PENDING")
    jobs.run_all()
    assert status_of(alices, file) == "CLEAN"
    answer = sender(dana).get(f"/files/{file['attachmentId']}/download")
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]) == b"quarterly figures"


def test_an_infected_file_is_blocked_for_everybody_and_written_down_once(
    scanned: None, alices: Sender, dana: Any, alice: Any, sender: Callable[..., Sender], room: Any
) -> None:
    file = alices.send_file(room.pk, clamd.EICAR, "송장.exe")["attachments"][0]
    jobs.run_all()
    assert status_of(alices, file) == "INFECTED"
    assert download(alices, file) == download(sender(dana), file) == (403, "INFECTED")
    entry = AuditEntry.objects.get(action="file.blocked")
    assert (entry.target_type, entry.target_id, entry.actor_id) == ("attachment", file["attachmentId"], None)
    assert entry.detail == {
        "roomId": str(room.pk),
        "uploaderId": str(alice.pk),
        "signature": "Eicar-Test-Signature.UNOFFICIAL",
        "sha256": file["sha256"],
    }
    kept = Attachment.objects.get()
    assert b"".join(storage.store().open(kept.key)) == clamd.EICAR
    assert kept.key.startswith("quarantine/")


def test_a_file_of_no_bytes_is_clean(scanned: None, alices: Sender, room: Any) -> None:
    file = alices.send_file(room.pk, b"", "빈 파일.txt")["attachments"][0]
    jobs.run_all()
    assert status_of(alices, file) == "CLEAN"


def test_the_quarantine_is_empty_after_a_clean_verdict(scanned: None, alices: Sender, room: Any) -> None:
    alices.send_file(room.pk)
    jobs.run_all()
    assert list(storage.store().keys("quarantine/")) == []


def test_who_looks_at_the_message_sees_the_verdict_arrive(scanned: None, alices: Sender, room: Any) -> None:
    message = alices.send_file(room.pk)
    jobs.run_all()
    now = alices.get(f"/rooms/{room.pk}/changes", after=message["change"]).json()
    assert [m["attachments"][0]["virusStatus"] for m in now["messages"]] == ["CLEAN"]


def test_without_a_scanner_a_file_opens_at_once_and_says_so(alices: Sender, room: Any) -> None:
    file = alices.send_file(room.pk)["attachments"][0]
    assert file["virusStatus"] == "SKIPPED"
    assert download(alices, file)[0] in (200, 302)
