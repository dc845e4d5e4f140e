"""A file comes in: begun, its parts put, finished into an attachment (contract 6)."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from files import storage
from files.models import Attachment, Upload, Usage
from tests.files.sending import Sender
from tests.files.stores import together

pytestmark = pytest.mark.django_db(transaction=True)

MIB = 1 << 20
BYTES = b"".join(bytes([n]) * MIB for n in range(4))


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


@pytest.fixture(autouse=True)
def small_parts(settings: Any) -> None:
    settings.UPLOAD_PART_BYTES = MIB


def test_a_file_in_parts_becomes_an_attachment_with_the_servers_own_size_and_hash(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, len(BYTES), "회의록 최종.bin")
    assert begun.status_code == 201
    body = begun.json()
    assert [part["partNumber"] for part in body["parts"]] == [1, 2, 3, 4]
    assert body["partSize"] == MIB
    done = alices.complete(body, alices.put_parts(body, BYTES))
    assert done.status_code == 201
    attachment = done.json()
    assert attachment["size"] == len(BYTES)
    assert attachment["sha256"] == hashlib.sha256(BYTES).hexdigest()
    assert attachment["filename"] == "회의록 최종.bin"
    assert attachment["roomId"] == str(room.pk)
    assert attachment["uploaderId"] == str(alices.user.pk)  # type: ignore[union-attr]
    assert attachment["messageId"] is None
    assert attachment["virusStatus"] == "SKIPPED"


def test_an_upload_and_its_addresses_live_as_long_as_the_settings_say(alices: Sender, room: Any, settings: Any) -> None:
    settings.UPLOAD_SECONDS, settings.UPLOAD_URL_SECONDS = 7200, 90
    before = int(time.time())
    begun = alices.begin(room.pk, 5).json()
    after = time.time() + 1
    assert before + 7200 <= dt.datetime.fromisoformat(begun["expiresAt"]).timestamp() <= after + 7200
    [expires] = parse_qs(urlsplit(begun["parts"][0]["url"]).query)["expires"]
    assert before + 90 <= int(expires) <= after + 90


def test_an_empty_file_has_no_parts_and_arrives(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 0, "빈 파일.txt").json()
    assert begun["parts"] == []
    done = alices.complete(begun, [])
    assert done.status_code == 201
    assert done.json()["size"] == 0
    assert done.json()["sha256"] == hashlib.sha256(b"").hexdigest()


def test_after_a_crash_only_what_is_missing_is_asked_for(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, len(BYTES)).json()
    first = alices.put_parts(begun, BYTES, only=[1, 3])
    resumed = alices.get(f"/files/uploads/{begun['uploadId']}").json()
    assert [(p["partNumber"], p["arrived"], "url" in p) for p in resumed["parts"]] == [
        (1, True, False),
        (2, False, True),
        (3, True, False),
        (4, False, True),
    ]
    assert {(p["partNumber"], p["etag"]) for p in resumed["parts"] if p["arrived"]} == {
        (p["partNumber"], p["etag"]) for p in first
    }
    done = alices.complete(begun, first + alices.put_parts(resumed, BYTES))
    assert done.json()["sha256"] == hashlib.sha256(BYTES).hexdigest()


def test_finishing_again_answers_the_same_attachment(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 5).json()
    parts = alices.put_parts(begun, b"hello")
    once, again = alices.complete(begun, parts), alices.complete(begun, parts)
    assert (once.status_code, again.status_code) == (201, 201)
    assert once.json() == again.json()
    assert Attachment.objects.count() == 1
    status = alices.get(f"/files/uploads/{begun['uploadId']}").json()
    assert status["attachmentId"] == once.json()["attachmentId"]


def test_two_requests_that_finish_at_once_make_one_attachment(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, len(BYTES)).json()
    parts = alices.put_parts(begun, BYTES)
    answers = together(*[lambda: alices.complete(begun, parts)] * 4)
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["attachmentId"] for a in answers}) == 1
    assert Attachment.objects.count() == 1


def test_parts_that_are_missing_or_misnamed_finish_nothing(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 2 * MIB).json()
    parts = alices.put_parts(begun, BYTES[: 2 * MIB])
    wrong: list[Any] = [
        parts[:1],
        [*parts, parts[0]],
        [parts[0], {"partNumber": 3, "etag": parts[1]["etag"]}],
        [parts[0], {"partNumber": 2, "etag": parts[0]["etag"]}],
        [],
    ]
    for named in wrong:
        answer = alices.complete(begun, named)
        assert answer.status_code == 400, named
        assert "parts" in answer.json()["error"]["details"]
    assert alices.complete(begun, parts).status_code == 201


def test_finishing_before_the_bytes_are_there_is_refused(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 5).json()
    assert alices.complete(begun, [{"partNumber": 1, "etag": "x"}]).status_code == 400
    assert Attachment.objects.count() == 0


def test_a_hash_that_differs_throws_the_bytes_away(alices: Sender, room: Any) -> None:
    for said in ("init", "complete"):
        lie = {"sha256": "0" * 64}
        begun = alices.begin(room.pk, 5, **(lie if said == "init" else {})).json()
        done = alices.complete(begun, alices.put_parts(begun, b"hello"), **(lie if said == "complete" else {}))
        assert done.status_code == 400
        assert "sha256" in done.json()["error"]["details"]
        assert alices.get(f"/files/uploads/{begun['uploadId']}").status_code == 404
    assert _nothing_is_left()


def test_giving_up_leaves_nothing_behind(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, len(BYTES)).json()
    alices.put_parts(begun, BYTES, only=[2])
    assert alices.delete(f"/files/uploads/{begun['uploadId']}").status_code == 204
    assert alices.get(f"/files/uploads/{begun['uploadId']}").status_code == 404
    assert _nothing_is_left()


def test_giving_up_a_finished_file_takes_it_back_until_it_is_sent(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 5).json()
    attachment = alices.complete(begun, alices.put_parts(begun, b"hello")).json()
    assert alices.delete(f"/files/uploads/{begun['uploadId']}").status_code == 204
    assert alices.get(f"/files/{attachment['attachmentId']}").status_code == 404
    assert _nothing_is_left()

    begun = alices.begin(room.pk, 5).json()
    attachment = alices.complete(begun, alices.put_parts(begun, b"hello")).json()
    assert alices.send(room.pk, attachment).status_code == 201
    assert alices.delete(f"/files/uploads/{begun['uploadId']}").status_code == 409
    assert alices.get(f"/files/{attachment['attachmentId']}").status_code == 200


def test_a_file_too_large_is_refused_before_it_begins(alices: Sender, room: Any, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 100
    assert alices.begin(room.pk, 100).status_code == 201
    refused = alices.begin(room.pk, 101)
    assert refused.status_code == 413
    assert refused.json()["error"]["code"] == "PAYLOAD_TOO_LARGE"
    assert refused.json()["error"]["details"]["limit"] == 100


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", -1),
        ("size", "5"),
        ("size", 1.5),
        ("size", None),
        ("size", True),
        ("filename", ""),
        ("filename", None),
        ("filename", 7),
        ("roomId", "x"),
        ("sha256", "abc"),
        ("sha256", "A" * 64),
        ("mime", 5),
    ],
)
def test_nonsense_begins_nothing(alices: Sender, room: Any, field: str, value: Any) -> None:
    body = {"roomId": str(room.pk), "filename": "a.txt", "size": 5, field: value}
    answer = alices.post("/files/init", body)
    assert answer.status_code == 400
    assert field in answer.json()["error"]["details"]
    assert Upload.objects.count() == 0


def test_the_name_keeps_its_letters_and_loses_what_deceives(alices: Sender, room: Any) -> None:
    for raw, clean in (
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\김민지\\보고서.hwp", "보고서.hwp"),
        ("급여\u202etxt.exe", "급여txt.exe"),
        ("줄\n바꿈.txt", "줄 바꿈.txt"),
        ("결재.pdf", "결재.pdf"),
    ):
        assert alices.upload(room.pk, b"x", raw)["filename"] == clean


def test_outsiders_begin_nothing_and_touch_nobodys_upload(
    alices: Sender, bob: Any, charlie: Any, sender: Callable[..., Sender], room: Any
) -> None:
    begun = alices.begin(room.pk, 5).json()
    assert sender(charlie).begin(room.pk, 5).status_code == 404
    for other in (sender(bob), sender(charlie)):
        assert other.get(f"/files/uploads/{begun['uploadId']}").status_code == 404
        assert other.delete(f"/files/uploads/{begun['uploadId']}").status_code == 404
        assert other.complete(begun, []).status_code == 404


def test_who_left_the_room_cannot_finish(alices: Sender, room: Any) -> None:
    begun = alices.begin(room.pk, 5).json()
    parts = alices.put_parts(begun, b"hello")
    assert alices.post(f"/rooms/{room.pk}/leave").status_code == 204
    assert alices.complete(begun, parts).status_code == 404


def test_the_kind_is_what_the_bytes_say(alices: Sender, room: Any) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
    assert alices.upload(room.pk, png, "사진.txt", mime="text/html")["mime"] == "image/png"
    page = b"<!doctype html><script>alert(1)</script>"
    assert alices.upload(room.pk, page, "쪽.html", mime="text/html")["mime"] == "text/plain"


def _nothing_is_left() -> bool:
    store = storage.store()
    keys = [*store.keys("quarantine/"), *store.keys("stored/"), *store.unfinished()]
    used = sum(Usage.objects.values_list("bytes", flat=True))
    return (keys, used, Upload.objects.count(), Attachment.objects.count()) == ([], 0, 0, 0)
