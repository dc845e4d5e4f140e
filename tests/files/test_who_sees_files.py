"""Who may have a file: its uploader until it is sent, then everybody who sees its message (contract 6)."""

from collections.abc import Callable
from typing import Any

import pytest

from audit.models import AuditEntry
from files.models import Attachment
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db(transaction=True)

DOORS = ("", "/download", "/text")


@pytest.fixture
def alices(alice: Any, sender: Callable[..., Sender]) -> Sender:
    return sender(alice)


def statuses(who: Sender, attachment_id: str) -> set[int]:
    return {who.get(f"/files/{attachment_id}{door}").status_code for door in DOORS}


def test_an_unsent_file_is_its_uploaders_alone(
    alices: Sender, bob: Any, charlie: Any, sysadmin: Any, auditor: Any, sender: Callable[..., Sender], room: Any
) -> None:
    file = alices.upload(room.pk, b"hello")["attachmentId"]
    assert statuses(alices, file) == {200}
    for other in (bob, charlie, sysadmin, auditor):
        assert statuses(sender(other), file) == {404}


def test_a_sent_file_is_every_members_and_nobody_elses(
    alices: Sender, bob: Any, charlie: Any, sysadmin: Any, auditor: Any, sender: Callable[..., Sender], room: Any
) -> None:
    file = alices.send_file(room.pk)["attachments"][0]["attachmentId"]
    for member in (alices, sender(bob)):
        assert statuses(member, file) == {200}
    for other in (charlie, sysadmin, auditor):
        assert statuses(sender(other), file) == {404}


def test_who_leaves_or_comes_later_does_not_have_it(
    alices: Sender, bob: Any, dana: Any, charlie: Any, sender: Callable[..., Sender], room: Any
) -> None:
    file = alices.send_file(room.pk)["attachments"][0]["attachmentId"]
    bobs, danas, charlies = sender(bob), sender(dana), sender(charlie)
    assert bobs.delete(f"/rooms/{room.pk}/members/{dana.pk}").status_code == 204
    assert statuses(danas, file) == {404}
    assert bobs.post(f"/rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]}).status_code == 200
    assert statuses(charlies, file) == {404}
    assert charlies.get(f"/rooms/{room.pk}/files").json()["results"] == []
    assert charlies.get("/files").json()["results"] == []
    assert bobs.patch(f"/rooms/{room.pk}", {"historyVisibility": "ALL"}).status_code == 200
    assert statuses(charlies, file) == {200}
    assert len(charlies.get("/files").json()["results"]) == 1


def test_who_comes_back_has_what_they_had_and_not_what_lay_between(
    alices: Sender, bob: Any, dana: Any, sender: Callable[..., Sender], room: Any
) -> None:
    bobs, danas = sender(bob), sender(dana)
    before = alices.send_file(room.pk, b"before")["attachments"][0]["attachmentId"]
    bobs.delete(f"/rooms/{room.pk}/members/{dana.pk}")
    between = alices.send_file(room.pk, b"between")["attachments"][0]["attachmentId"]
    bobs.post(f"/rooms/{room.pk}/members", {"userIds": [str(dana.pk)]})
    after = alices.send_file(room.pk, b"after")["attachments"][0]["attachmentId"]
    assert [statuses(danas, file) for file in (before, between, after)] == [{200}, {404}, {200}]
    for path in (f"/rooms/{room.pk}/files", "/files"):
        assert [f["attachmentId"] for f in danas.get(path).json()["results"]] == [after, before]


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [("PENDING", 403, "SCAN_PENDING"), ("ERROR", 403, "SCAN_PENDING"), ("INFECTED", 403, "INFECTED")],
)
def test_without_a_clean_verdict_nobody_gets_a_byte(
    alices: Sender, room: Any, status: str, answer: int, reason: str
) -> None:
    file = alices.send_file(room.pk)["attachments"][0]["attachmentId"]
    Attachment.objects.update(virus_status=status, thumbnail_key="thumbnails/x", preview_key="previews/x")
    for door in ("/download", "/download?inline=1", "/thumbnail", "/preview", "/text"):
        refused = alices.get(f"/files/{file}{door}")
        assert refused.status_code == answer, door
        assert refused.json()["error"]["details"]["reason"] == reason
    shown = alices.get(f"/files/{file}").json()
    assert (shown["thumbnailUrl"], shown["previewUrl"]) == (None, None)
    assert not AuditEntry.objects.filter(action="file.downloaded").exists()


def test_every_download_is_recorded_once(alices: Sender, bob: Any, sender: Callable[..., Sender], room: Any) -> None:
    file = alices.send_file(room.pk, b"hello", "급여.txt")["attachments"][0]
    bobs = sender(bob)
    for _time in range(3):
        assert bobs.get(f"/files/{file['attachmentId']}/download").status_code == 200
    [entry] = AuditEntry.objects.filter(action="file.downloaded")
    assert (entry.actor_id, entry.target_id) == (bob.pk, file["attachmentId"])
    assert entry.detail["filename"] == "급여.txt"
    assert sender(bob).get(f"/files/{file['attachmentId']}/download").status_code == 200  # another device of his
    assert AuditEntry.objects.filter(action="file.downloaded").count() == 2


def test_where_the_policy_asks_why_nothing_leaves_without_a_reason(alices: Sender, room: Any, settings: Any) -> None:
    settings.DOWNLOAD_REASON = "required"
    file = alices.send_file(room.pk)["attachments"][0]["attachmentId"]
    refused = alices.get(f"/files/{file}/download", reason="  ")
    assert refused.status_code == 403
    assert refused.json()["error"]["details"]["reason"] == "REASON_REQUIRED"
    assert alices.get(f"/files/{file}/download", reason="감사 대응").status_code == 200
    [entry] = AuditEntry.objects.filter(action="file.downloaded")
    assert entry.detail["reason"] == "감사 대응"
    assert alices.get(f"/files/{file}/download").status_code == 200  # the ranges that follow


def test_the_box_lists_what_was_sent_by_kind_person_and_date(
    alices: Sender, bob: Any, sender: Callable[..., Sender], room: Any
) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
    text = alices.send_file(room.pk, b"hello", "보고서.txt")["attachments"][0]["attachmentId"]
    picture = sender(bob).upload(room.pk, png, "사진.png")
    sender(bob).upload(room.pk, png, "안 보낸 사진.png")
    own = sender(bob)
    own_picture = own.upload(room.pk, png, "둘째.png")
    assert own.send(room.pk, own_picture, type="IMAGE").status_code == 201
    del picture

    def found(**query: Any) -> list[str]:
        answer = alices.get(f"/rooms/{room.pk}/files", **query)
        assert answer.status_code == 200, answer.content
        return [f["attachmentId"] for f in answer.json()["results"]]

    assert found() == [own_picture["attachmentId"], text]
    assert found(kind="image") == [own_picture["attachmentId"]]
    assert found(kind="file") == [text]
    assert found(kind="link") == []
    assert found(senderId=str(bob.pk)) == [own_picture["attachmentId"]]
    assert found(**{"from": "2999-01-01"}) == []
    assert found(to="2000-01-01T00:00:00Z") == []
    assert found(**{"from": "2000-01-01", "to": "2999-01-01"}) == [own_picture["attachmentId"], text]
    first = alices.get(f"/rooms/{room.pk}/files", limit=1).json()
    assert [f["attachmentId"] for f in first["results"]] == [own_picture["attachmentId"]]
    second = alices.get(f"/rooms/{room.pk}/files", limit=1, cursor=first["next"]).json()
    assert ([f["attachmentId"] for f in second["results"]], second["next"]) == ([text], None)


@pytest.mark.parametrize("query", [{"kind": "exe"}, {"from": "gestern"}, {"to": "2026-13-01"}, {"cursor": "x"}])
def test_nonsense_lists_nothing(alices: Sender, room: Any, query: dict[str, str]) -> None:
    assert alices.get(f"/rooms/{room.pk}/files", **query).status_code == 400


def test_the_list_asks_the_same_for_three_and_for_thirty(
    alices: Sender, room: Any, django_assert_max_num_queries: Any
) -> None:
    for _n in range(12):
        alices.send_file(room.pk)
    with django_assert_max_num_queries(6):
        assert len(alices.get("/files").json()["results"]) == 12
