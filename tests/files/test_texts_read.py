"""What is written in a file is read, whatever wrote it, and what attacks the reader gets nothing (decision 0018)."""

import unicodedata
from collections.abc import Callable

import pytest

from files.kinds import HEAD, kind_of
from files.rendering import process, texts
from files.rendering.texts import NoText, Text
from tests.files import bombs, made, worded

MEGABYTE = 1 << 20


def written_in(body: bytes, filename: str = "파일.hwp", most: int = 1000) -> Text:
    """What a worker finds."""
    with process.scratch() as source:
        source.write(body)
        source.flush()
        return texts.written_in(source, kind_of(body[:HEAD], filename), most)


DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "pdf": (lambda: worded.pdf("분기 보고", "매출 3억"), "분기 보고\n매출 3억"),
    "docx": (lambda: made.docx("회의록", "<w:p><w:t>주간 </w:t><w:t>업무</w:t></w:p>"), "회의록\n주간 업무"),
    "docx, a line broken": (lambda: made.docx("첫째<w:br/>둘째<w:tab/>셋째"), "첫째\n둘째 셋째"),
    "xlsx": (lambda: worded.xlsx([["부서", "금액"], ["영업1팀", 1250000]]), "예산\n부서 금액\n영업1팀 1250000"),
    "pptx": (lambda: worded.pptx(*"갑을병정무기경신임계"), "갑\n을\n병\n정\n무\n기\n경\n신\n임\n계"),
    "odt": (lambda: worded.opened("text", "기안문", "시행"), "기안문\n시행"),
    "ods": (lambda: worded.opened("spreadsheet", "합계"), "합계"),
    "odp": (lambda: worded.opened("presentation", "발표"), "발표"),
    "hwpx": (lambda: worded.hwpx("공문", "붙임 1부"), "공문\n붙임 1부"),
    "hwp": (lambda: worded.hwp("대외비 계약서", "갑\t을"), "대외비 계약서\n갑 을"),
    "hwp, not packed": (lambda: worded.hwp("초안", flags=0), "초안"),
    "hwp, its preview only": (lambda: worded.hwp(preview="미리 보기\r\n둘째"), "미리 보기\n둘째"),
    "decomposed": (lambda: made.docx(unicodedata.normalize("NFD", "한글")), "한글"),
    "invisible": (lambda: made.docx("보\u200b고\u202e서\u00ad"), "보고서"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_in_its_order(name: str) -> None:
    make, text = DOCUMENTS[name]
    assert written_in(make()) == Text(text, truncated=False)


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "hwp"])
def test_of_a_long_one_the_beginning_is_kept(name: str) -> None:
    long = "가나다라마바사" * 3
    body = {
        "pdf": lambda: worded.pdf(long, long),
        "docx": lambda: made.docx(long),
        "xlsx": lambda: worded.xlsx([[long]], sheet="가"),
        "hwp": lambda: worded.hwp(long),
    }[name]()
    found = written_in(body, most=10)
    assert found.truncated and 8 <= len(found.text) <= 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_plain_text_is_read_however_it_was_written(encoding: str) -> None:
    body = "번호,이름\r\n1,김하늘\t\0".replace("\0", "").encode(encoding)
    assert texts.decoded(body, 1000, whole=True) == Text("번호,이름\n1,김하늘", truncated=False)


def test_a_plain_text_cut_in_the_middle_of_a_letter_loses_that_letter() -> None:
    found = texts.decoded(("가" * HEAD).encode()[:-1], 3 * HEAD, whole=False)
    assert found == Text("가" * (HEAD - 1), truncated=True)
    with pytest.raises(NoText):
        texts.decoded(b"\0\1\2", 1000, whole=True)


ATTACKS: dict[str, Callable[[], bytes]] = {
    "a document of 4 GB in 4 MB": bombs.zip_of_zeros,
    "entities of entities": worded.docx_of_laughs,
    "an entity that is a file": worded.docx_that_fetches,
    "an encrypted part": worded.locked_zip,
    "an archive of 30,000 entries": lambda: worded.archive({"_rels/": ""} | {f"word/{at}": "" for at in range(30_000)}),
    "broken XML": lambda: worded.docx_of("<w><p><t>반만"),
    "half an archive": lambda: made.docx()[:-100],
    "a PDF whose page unpacks to 1 GB": bombs.pdf_that_unpacks,
    "a PDF that is none": lambda: b"%PDF-1.7\nhello",
    "an HWP with a password": lambda: worded.hwp("비밀", flags=3),
    "an HWP for distribution": lambda: worded.hwp("비밀", flags=5),
    "an HWP whose sectors are a ring": lambda: made.hwp(bytes(9000), size=10**7, ring=True),
    "an HWP without a word": lambda: made.hwp(made.picture("png")),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_that_attacks_has_no_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[process.Ended] = []
    run = process.run
    monkeypatch.setattr(process, "run", lambda *args, **more: ends.append(run(*args, **more)) or ends[-1])
    with pytest.raises(NoText):
        written_in(ATTACKS[name](), "계약서.hwp")
    assert ends[0].seconds < 15


@pytest.mark.parametrize("make", [worded.hwp_that_unpacks, worded.docx_of_tags])
def test_a_great_deal_of_nothing_says_nothing(make: Callable[[], bytes]) -> None:
    assert written_in(make(), most=200_000).text == ""


def test_ten_thousand_pages_are_read_until_there_is_enough() -> None:
    found = written_in(worded.pdf(*["쪽"] * 10_000), most=500)
    assert found.truncated and found.text.startswith("쪽\n쪽") and len(found.text) <= 500


def test_who_takes_too_long_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from files.rendering import words

    read = words.Words(100)
    read.add("처음")
    monkeypatch.setattr(words.time, "process_time", lambda: 1000.0)
    with pytest.raises(words.Enough):
        read.go_on()
    assert (str(read), read.truncated) == ("처음", True)


def test_a_child_that_talks_nonsense_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nonsense(*_args: object, out: int, **_more: object) -> process.Ended:
        import os

        os.write(out, b'{"text": "?"}\n')
        return process.Ended(0, False, 0.1, 1, 0.1)

    monkeypatch.setattr(process, "run", nonsense)
    with pytest.raises(NoText):
        written_in(made.docx())
