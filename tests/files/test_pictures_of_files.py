"""A file that was sent gets its small picture, and what cannot have one goes without (contract 6)."""

from collections.abc import Callable
from typing import Any

import pytest

from files import storage
from files.models import Attachment, VirusStatus
from files.rendering import process
from files.rendering.confine import UNFENCED
from files.services import pictures
from messenger.core import jobs
from messenger.core.models import Job
from tests.files import bombs, made
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(sender: Callable[..., Sender], alice: Any) -> Sender:
    return sender(alice)


def _job(attachment_id: str) -> Job:
    return Job.objects.get(key=attachment_id, kind__in=(pictures.PICTURE, pictures.DOCUMENT))


def test_a_photo_gets_a_small_picture_that_its_viewers_can_fetch(
    alices: Sender, sender: Callable[..., Sender], dana: Any, charlie: Any, room: Any
) -> None:
    message = alices.send_file(room.pk, made.picture("jpg", 1600, 1000, exif=made.exif()), "회의실 사진.jpg")
    (sent,) = message["attachments"]
    assert sent["thumbnailUrl"] is None
    jobs.run_all()
    after = alices.get(f"/rooms/{room.pk}/messages").json()["results"][-1]
    (shown,) = after["attachments"]
    assert after["change"] > message["change"]
    assert (shown["width"], shown["height"]) == (1600, 1000)
    fetched = sender(dana).get(f"/files/{sent['attachmentId']}/thumbnail")
    body = b"".join(fetched.streaming_content) if fetched.streaming else fetched.content
    image = made.opened(body)
    assert image.size == (720, 450)
    assert made.corners(image) == ["red", "green", "blue", "blue"]
    assert b"MARU-CAMERA" not in body
    assert sender(charlie).get(f"/files/{sent['attachmentId']}/thumbnail").status_code == 404


def test_the_longer_side_is_a_setting(alices: Sender, room: Any, settings: Any) -> None:
    settings.THUMBNAIL_PIXELS = 64
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    jobs.run_all()
    key = Attachment.objects.get(pk=sent["attachmentId"]).thumbnail_key
    assert made.opened(b"".join(storage.store().open(key))).size == (64, 40)


def test_a_text_asks_for_no_picture(alices: Sender, room: Any) -> None:
    alices.upload(room.pk, b"hello", "메모.txt")
    alices.upload(room.pk, b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "그림.svg")
    assert not Job.objects.filter(kind__in=(pictures.PICTURE, pictures.DOCUMENT)).exists()


@pytest.mark.parametrize(
    "body", [made.picture("png")[:200], bombs.pdf_that_unpacks()], ids=["half of it", "one that kills its child"]
)
def test_a_poisonous_file_fails_once_and_the_next_one_is_drawn(alices: Sender, room: Any, body: bytes) -> None:
    broken = alices.upload(room.pk, body, "깨진 파일")
    whole = alices.upload(room.pk, made.picture("png"), "사진.png")
    jobs.run_all(later=True)
    job = _job(broken["attachmentId"])
    assert (job.state, job.cause, job.attempts) == (Job.State.FAILED, Job.Cause.VALIDATION, 1)
    assert Attachment.objects.get(pk=broken["attachmentId"]).thumbnail_key == ""
    assert Attachment.objects.get(pk=whole["attachmentId"]).thumbnail_key
    assert Attachment.objects.get(pk=broken["attachmentId"]).is_openable


def test_a_picture_blocked_meanwhile_gets_none(alices: Sender, room: Any) -> None:
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    Attachment.objects.filter(pk=sent["attachmentId"]).update(virus_status=VirusStatus.INFECTED)
    jobs.run_all()
    assert _job(sent["attachmentId"]).state == Job.State.SUCCEEDED
    assert Attachment.objects.get(pk=sent["attachmentId"]).thumbnail_key == ""


def test_a_picture_thrown_away_meanwhile_leaves_nothing_to_do(
    alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    attachment = Attachment.objects.get(pk=sent["attachmentId"])
    drawn = pictures.rendering.draw

    def slowly(*args: Any) -> Any:
        picture = drawn(*args)
        Attachment.objects.filter(pk=attachment.pk).delete()
        return picture

    monkeypatch.setattr(pictures.rendering, "draw", slowly)
    jobs.run_all()
    assert _job(sent["attachmentId"]).state == Job.State.SUCCEEDED


def test_bytes_that_are_gone_are_said_to_be(alices: Sender, room: Any) -> None:
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    storage.store().delete(Attachment.objects.get(pk=sent["attachmentId"]).key)
    jobs.run_all()
    job = _job(sent["attachmentId"])
    assert (job.state, job.cause) == (Job.State.FAILED, Job.Cause.STORAGE)


def test_a_store_that_is_down_is_asked_again(alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    with monkeypatch.context() as patch:

        def down(*_args: Any, **_more: Any) -> None:
            raise storage.StoreDown

        patch.setattr(type(storage.store()), "put", down)
        jobs.run_all()
        job = _job(sent["attachmentId"])
        assert (job.state, job.waiting_for) == (Job.State.QUEUED, "storage")
    jobs.run_all(later=True)
    assert Attachment.objects.get(pk=sent["attachmentId"]).thumbnail_key


def test_a_picture_too_large_to_try_is_not_fetched(alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    monkeypatch.setattr(type(storage.store()), "open", None)
    jobs.run_all()
    assert _job(sent["attachmentId"]).cause == Job.Cause.VALIDATION


@pytest.mark.parametrize(
    ("code", "state", "cause"),
    [
        (UNFENCED, Job.State.FAILED, Job.Cause.PERMISSION),  # the machine's fault: an admin has to see to it
        (1, Job.State.DEAD, Job.Cause.BUG),  # ours: tried again, in case it passes
        (-9, Job.State.FAILED, Job.Cause.VALIDATION),  # the file's
    ],
)
def test_whose_fault_it_is_shows_in_the_job(
    alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch, code: int, state: str, cause: str
) -> None:
    monkeypatch.setattr(process, "run", lambda *_args, **_more: process.Ended(code, False, 0.1, 1, 0.1))
    sent = alices.upload(room.pk, made.picture("png"), "사진.png")
    jobs.run_all(later=True, strict=False)
    job = _job(sent["attachmentId"])
    assert (job.state, job.cause) == (state, cause)
