"""Attacks on the way out: bytes without an entry, without a reason, or as something that a browser runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.models import AuditEntry
from chat.services import members
from files import storage
from files.models import Attachment
from tests.client import Api
from tests.files.making import stored_file
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

BYTES = ("/download", "/download?inline=1", "/preview", "/text")
RANGES = ("bytes=0-0", "bytes=1-", "bytes=-1", "bytes=0-0,2-3", "bytes=99-")


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


@pytest.fixture
def file(alice: Any, room: Any) -> Attachment:
    """A file of alice's that everybody in the room has."""
    file = stored_file(alice, room.pk, body=b"hello world")
    sent = Sender(alice).send(room.pk, {"attachmentId": str(file.pk)})
    assert sent.status_code == 201
    return file


def entries() -> int:
    return AuditEntry.objects.filter(action="file.downloaded").count()


@pytest.mark.parametrize("door", BYTES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_door_gives_bytes_without_an_entry(bob: Any, file: Attachment, door: str, method: str) -> None:
    answer = Api(bob).request(method, f"/files/{file.pk}{door}")
    assert (answer.status_code, entries()) == (200, 1)


@pytest.mark.parametrize("part", RANGES)
def test_a_part_of_it_is_an_entry_too(bob: Any, file: Attachment, part: str) -> None:
    answer = Api(bob).request("GET", f"/files/{file.pk}/download", headers={"Range": part})
    assert answer.status_code in (200, 206, 416)
    assert entries() == 1


def test_another_device_of_the_same_person_is_another_entry(bob: Any, file: Attachment) -> None:
    for device in ("PC", "phone"):
        assert Api(bob, device).get(f"/files/{file.pk}/download").status_code == 200
    assert entries() == 2


@pytest.mark.parametrize("door", BYTES)
@pytest.mark.parametrize("reason", ["", " ", "\t\n", "\0", "\x7f\u200b\u202e", "\u2028"])
def test_a_reason_that_says_nothing_is_none(bob: Any, file: Attachment, door: str, reason: str, settings: Any) -> None:
    settings.DOWNLOAD_REASON = "required"
    path, _, query = door.partition("?")
    asked = {"reason": reason, **({"inline": "1"} if query else {})}
    answer = Api(bob).get(f"/files/{file.pk}{path}", **asked)
    assert (answer.status_code, answer.json()["error"]["details"]["reason"]) == (403, "REASON_REQUIRED")
    assert entries() == 0


def test_what_goes_into_the_log_as_a_reason_is_one_line_of_text(bob: Any, file: Attachment) -> None:
    """PostgreSQL takes no NUL, so it was a server error there."""
    said = "감사\0 자료\r\n2026-01-01 \u202efile.downloaded" + "x" * 1000
    assert Api(bob).get(f"/files/{file.pk}/download", reason=said).status_code == 200
    reason = AuditEntry.objects.get(action="file.downloaded").detail["reason"]
    assert reason.startswith("감사 자료 2026-01-01 file.downloaded")
    assert len(reason) == 500


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"<html><script>alert(1)</script>", "a.html"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", "a.gif"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "a.pdf"),
        (b"%!PS\n(evil)", "a.ps"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "a.jpg"),
        (b"\xef\xbb\xbf<script>alert(1)</script>", "a.txt"),
        (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "a.txt"),
        (b"\0\0\0\x20ftypisom<script>alert(1)</script>", "a.mp4"),
        (b"MZ\x90\0", "a.exe\u202egnp.png"),
    ],
)
@pytest.mark.parametrize("inline", ["0", "1"])
def test_nothing_is_ever_served_as_what_a_browser_runs(
    alice: Any, room: Any, body: bytes, name: str, inline: str
) -> None:
    alices = Sender(alice)
    file = alices.upload(room.pk, body, name, mime="text/html")
    answer = alices.get(f"/files/{file['attachmentId']}/download", inline=inline)
    kind = answer["Content-Type"].partition(";")[0]
    assert kind in ("application/octet-stream", "text/plain", "image/gif", "image/jpeg", "application/pdf", "video/mp4")
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = [word.strip() for word in answer["Content-Security-Policy"].split(";")]
    assert "default-src 'none'" in policy and "sandbox" in policy
    if kind == "application/octet-stream":
        assert answer["Content-Disposition"].startswith("attachment")
    assert "\u202e" not in answer["Content-Disposition"] and "%E2%80%AE" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", ["INFECTED", "PENDING", "ERROR"])
def test_a_file_that_is_shut_afterwards_is_shut_everywhere_at_once(
    alice: Any, bob: Any, file: Attachment, status: str
) -> None:
    """Its uploader and who has opened it before included, and nothing says where its pictures were."""
    bobs = Api(bob)
    for door in (*BYTES, "/thumbnail"):
        assert bobs.get(f"/files/{file.pk}{door.partition('?')[0]}").status_code == 200
    Attachment.objects.filter(pk=file.pk).update(virus_status=status)
    for who in (bobs, Api(alice)):
        for door in (*BYTES, "/thumbnail"):
            for method in ("GET", "HEAD"):
                asked = who.request(method, f"/files/{file.pk}{door}", headers={"Range": "bytes=0-1"})
                assert asked.status_code == 403
        shown = who.get(f"/files/{file.pk}").json()
        assert (shown["thumbnailUrl"], shown["previewUrl"]) == (None, None)


def test_who_left_a_moment_ago_gets_nothing_of_what_they_had_open(
    bob: Any, dana: Any, room: Any, file: Attachment
) -> None:
    danas = Api(dana)
    assert danas.get(f"/files/{file.pk}/download").status_code == 200
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    for door in ("", *BYTES, "/thumbnail"):
        assert danas.request("GET", f"/files/{file.pk}{door}", headers={"Range": "bytes=0-1"}).status_code == 404
    assert entries() == 1


@pytest.mark.parametrize(
    "query",
    [
        {"to": "9999-12-31"},
        {"from": "0001-01-01"},
        {"from": "9999-12-31T23:59:59-12:00"},
        {"from": "0001-01-01T00:00:00+14:00"},
        {"from": "2026-02-30"},
        {"from": "2026-01-01T00:00:00"},
    ],
)
def test_days_at_the_ends_of_time_are_no_server_error(alice: Any, room: Any, query: dict[str, str]) -> None:
    for box in ("/files", f"/rooms/{room.pk}/files"):
        assert Api(alice).get(box, **query).status_code == 400


def test_what_was_not_sent_is_gone_for_who_left(alice: Any, bob: Any, room: Any) -> None:
    file, alices = stored_file(alice, room.pk), Api(alice)
    assert alices.get(f"/files/{file.pk}/download").status_code == 200
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)
    for door in ("", *BYTES, "/thumbnail"):
        assert alices.get(f"/files/{file.pk}{door}").status_code == 404
