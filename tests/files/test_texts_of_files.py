"""A file can be found by what is written in it from its verdict on, and never while it is closed (contract 8)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from files import selectors, storage
from files.models import Attachment, AttachmentText, VirusStatus
from files.rendering import process
from files.rendering.confine import UNFENCED
from files.scanning import Version
from files.services import copying, texting, verdicts
from files.signals import attachment_text_ready
from messenger.core import jobs
from messenger.core.models import Job
from tests.files import made, worded
from tests.files.sending import Sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(sender: Callable[..., Sender], alice: Any) -> Sender:
    return sender(alice)


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """Whose texts were announced."""
    ids: list[Any] = []

    def hear(attachment_id: Any, **_more: Any) -> None:
        ids.append(attachment_id)

    attachment_text_ready.connect(hear)
    yield ids
    attachment_text_ready.disconnect(hear)


def _uploaded(sender: Sender, room: Any, body: bytes, filename: str = "계약서.docx") -> Attachment:
    return Attachment.objects.get(pk=sender.upload(room.pk, body, filename)["attachmentId"])


def _text(attachment: Attachment) -> str | None:
    return AttachmentText.objects.filter(attachment=attachment).values_list("text", flat=True).first()


def _job(attachment: Attachment) -> Job:
    return Job.objects.get(key=str(attachment.pk), kind=texting.READ)


@pytest.mark.parametrize(
    ("body", "filename"),
    [
        (made.docx("하반기 워크숍"), "계획.docx"),
        ("하반기 워크숍".encode("cp949"), "메모.txt"),
        (worded.hwp("하반기 워크숍"), "공문.hwp"),
        (worded.pdf("하반기 워크숍"), "공문.pdf"),
    ],
    ids=["docx", "txt", "hwp", "pdf"],
)
def test_what_is_written_in_a_file_is_there_once_it_can_be_opened(
    alices: Sender, room: Any, heard: list[Any], body: bytes, filename: str
) -> None:
    file = _uploaded(alices, room, body, filename)
    assert _text(file) is None
    jobs.run_all()
    assert selectors.texts([file.pk]) == {file.pk: "하반기 워크숍"}
    assert heard == [file.pk]


def test_how_much_is_kept_is_a_setting(alices: Sender, room: Any, settings: Any) -> None:
    settings.FILE_TEXT_CHARACTERS = 5
    long = _uploaded(alices, room, ("가나다라마바사" * 20_000).encode())
    jobs.run_all()
    assert AttachmentText.objects.values_list("text", "truncated").get(attachment=long) == ("가나다라마", True)
    settings.FILE_TEXT_CHARACTERS = 0
    other = _uploaded(alices, room, b"hello")
    assert texting.fill() == 0
    jobs.run_all()
    assert _text(other) is None


@pytest.mark.parametrize(
    ("body", "filename"),
    [(worded.docx_of_laughs(), "웃음.docx"), (worded.hwp("비밀", flags=3), "비밀.hwp"), (made.docx()[:-9], "반.docx")],
    ids=["bomb", "locked", "broken"],
)
def test_a_file_that_cannot_be_read_has_no_text_and_is_not_tried_again(
    alices: Sender, room: Any, body: bytes, filename: str
) -> None:
    file = _uploaded(alices, room, body, filename)
    jobs.run_all()
    assert (_text(file), _job(file).state) == ("", Job.State.SUCCEEDED)
    assert selectors.texts([file.pk]) == {}
    assert texting.fill() == 0


def test_a_picture_and_an_empty_file_are_not_read(alices: Sender, room: Any) -> None:
    _uploaded(alices, room, made.picture("png"), "사진.png")
    _uploaded(alices, room, b"", "빈 파일.txt")
    assert not Job.objects.filter(kind=texting.READ).exists()
    assert texting.fill() == 0


def test_a_file_that_waits_for_its_verdict_is_not_read(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, b"hello")
    Attachment.objects.filter(pk=file.pk).update(virus_status=VirusStatus.PENDING)
    jobs.run_all()
    assert _text(file) is None
    assert texting.fill() == 0


def test_a_file_that_is_blocked_later_loses_its_text(alices: Sender, room: Any, heard: list[Any]) -> None:
    file = _uploaded(alices, room, b"hello")
    jobs.run_all()
    version = Version("27000", timezone.now())
    verdicts.blocked(Attachment.objects.get(pk=file.pk), virus="EICAR", version=version)
    assert _text(file) is None
    assert heard == [file.pk, file.pk]


def test_a_file_in_doubt_loses_its_text_until_it_is_scanned_again(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, b"hello")
    jobs.run_all()
    verdicts.doubted(Attachment.objects.get(pk=file.pk))
    assert _text(file) is None
    jobs.run_all(later=True)
    verdicts.skipped(Attachment.objects.get(pk=file.pk), key=Attachment.objects.get(pk=file.pk).key)
    jobs.run_all(later=True)
    assert _text(file) == "hello"


def test_a_file_blocked_while_it_is_read_gets_no_text(
    alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _uploaded(alices, room, b"hello")
    decoded = texting.texts.decoded

    def slowly(*args: Any, **more: Any) -> Any:
        Attachment.objects.filter(pk=file.pk).update(virus_status=VirusStatus.INFECTED)
        return decoded(*args, **more)

    monkeypatch.setattr(texting.texts, "decoded", slowly)
    jobs.run_all()
    assert (_text(file), _job(file).state) == (None, Job.State.SUCCEEDED)


def test_a_file_thrown_away_takes_its_text_along(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, b"hello")
    jobs.run_all()
    file.delete()
    assert not AttachmentText.objects.exists()


def test_the_text_of_a_deleted_message_is_forgotten_and_not_read_again(alices: Sender, room: Any) -> None:
    message = alices.send_file(room.pk, b"hello", "메모.txt")
    late = alices.send_file(room.pk, b"hello again", "메모 2.txt")
    file, other = (Attachment.objects.get(pk=one["attachments"][0]["attachmentId"]) for one in (message, late))
    assert alices.delete(f"/messages/{late['messageId']}").status_code == 204
    jobs.run_all()
    assert (_text(file), _text(other)) == ("hello", "")
    assert alices.delete(f"/messages/{message['messageId']}").status_code == 204
    assert _text(file) == ""
    assert texting.fill() == 0


def test_a_file_passed_on_is_read_as_well(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, worded.hwpx("공문"), "공문.hwpx")
    jobs.run_all()
    copy = copying.copied(Attachment.objects.get(pk=file.pk), uploader_id=file.uploader_id, room_id=room.pk)
    with transaction.atomic():
        copying.keep(copy)
    jobs.run_all()
    assert _text(copy) == "공문"


def test_files_from_before_the_search_get_their_text(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, b"hello")
    jobs.run_all()
    AttachmentText.objects.all().delete()
    assert texting.fill() == 1
    jobs.run_all()
    assert _text(file) == "hello"


def test_an_older_document_is_read_from_its_preview(alices: Sender, room: Any) -> None:
    file = _uploaded(alices, room, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "옛 문서.doc")
    assert not Job.objects.filter(kind=texting.READ).exists()
    storage.store().put(f"previews/{file.pk}", made.io.BytesIO(worded.pdf("옛날 이야기")), "application/pdf")
    Attachment.objects.filter(pk=file.pk).update(preview_key=f"previews/{file.pk}")
    texting.begin_of_preview(Attachment.objects.get(pk=file.pk))
    jobs.run_all()
    assert _text(file) == "옛날 이야기"


@pytest.mark.parametrize(
    ("code", "state", "cause"),
    [(UNFENCED, Job.State.FAILED, Job.Cause.PERMISSION), (1, Job.State.DEAD, Job.Cause.BUG)],
)
def test_whose_fault_it_is_shows_in_the_job(
    alices: Sender, room: Any, monkeypatch: pytest.MonkeyPatch, code: int, state: str, cause: str
) -> None:
    monkeypatch.setattr(process, "run", lambda *_args, **_more: process.Ended(code, False, 0.1, 1, 0.1))
    file = _uploaded(alices, room, worded.hwpx("공문"), "공문.hwpx")
    jobs.run_all(later=True, strict=False)
    assert (_job(file).state, _job(file).cause) == (state, cause)


def test_bytes_that_are_gone_are_said_to_be(alices: Sender, room: Any) -> None:
    text = _uploaded(alices, room, b"hello")
    document = _uploaded(alices, room, made.docx(), "문서.docx")
    storage.store().delete(text.key, document.key)
    jobs.run_all()
    assert {_job(text).cause, _job(document).cause} == {Job.Cause.STORAGE}
