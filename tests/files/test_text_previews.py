"""Texts are read in the page without opening the file, and nothing in them deceives (contract 6)."""

import uuid
from io import BytesIO
from typing import Any

import pytest

from files import storage
from files.errors import AttachmentNotFound
from files.kinds import HEAD, kind_of
from files.models import Attachment, VirusStatus
from files.services.previews import text_of


def _stored(body: bytes, filename: str = "메모.txt") -> Attachment:
    key = f"stored/{uuid.uuid4()}"
    storage.store().put(key, BytesIO(body))
    mime = kind_of(body[:HEAD], filename)
    return Attachment(filename=filename, size=len(body), mime=mime, key=key, virus_status=VirusStatus.CLEAN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_text_is_read_however_it_was_written(encoding: str) -> None:
    found = text_of(_stored("안녕하세요, 뷁\n둘째 줄".encode(encoding)))
    assert found == {
        "text": "안녕하세요, 뷁\n둘째 줄",
        "truncated": False,
        "encoding": "utf-8" if encoding == "utf-8-sig" else encoding,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp949"])
def test_a_long_text_is_cut_between_two_letters(encoding: str) -> None:
    found = text_of(_stored(("a" + "가" * HEAD).encode(encoding)))
    assert found["truncated"] is True
    assert set(found["text"][1:]) == {"가"}
    assert len(found["text"].encode(encoding)) <= HEAD + 2


def test_what_hides_or_turns_the_letters_is_shown() -> None:
    found = text_of(_stored("a\u202eb\u2066c\x1b[31md\x0ce\u200bf\r\ng\rh\u0085i\tj".encode()))
    assert found["text"] == "a�b�c␛[31md␌e�f\ng\nh�i\tj"


def test_a_page_is_only_its_source() -> None:
    found = text_of(_stored(b"<script>alert(1)</script>", "쪽.html"))
    assert found["text"] == "<script>alert(1)</script>"


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n" + bytes(20), b"%PDF-1.7\n", bytes(range(256))])
def test_what_is_no_text_is_not_found(body: bytes) -> None:
    with pytest.raises(AttachmentNotFound):
        text_of(_stored(body))


def test_a_text_whose_bytes_are_gone_is_not_found() -> None:
    attachment = _stored(b"hello")
    storage.store().delete(attachment.key)
    with pytest.raises(AttachmentNotFound):
        text_of(attachment)


def test_an_empty_text_is_empty() -> None:
    found: Any = text_of(_stored(b""))
    assert found["text"] == ""
    assert found["truncated"] is False
