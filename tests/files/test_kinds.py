"""What a file is, by its bytes, and what it may be called (contract 6, 12)."""

import io
import zipfile

import pytest

from files.kinds import HEAD, PICTURES, kind_of
from files.names import clean_filename


def _zip(*names: str, mime: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mime:
            archive.writestr(zipfile.ZipInfo("mimetype"), mime)
        for name in names:
            archive.writestr(name, "내용 " * 50)
    return out.getvalue()


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(20), "사진.jpg", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "사진.jpg", "image/png"),
        (b"GIF89a" + bytes(20), "움짤.gif", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "사진.webp", "image/webp"),
        (bytes(3) + b"\x18ftypheic" + bytes(9), "아이폰.heic", "image/heic"),
        (bytes(3) + b"\x18ftypavif" + bytes(9), "사진.avif", "image/avif"),
        (bytes(3) + b"\x1cftypmif1" + bytes(4) + b"mif1avif", "사진.avif", "image/avif"),
        (bytes(3) + b"\x1cftypmif1" + bytes(4) + b"mif1heic", "사진.heic", "image/heic"),
        (bytes(3) + b"\x18ftypisom" + bytes(9), "영상.mp4", "video/mp4"),
        (b"leftyp is no film", "메모.txt", "text/plain"),
        (bytes(3) + b"\x18ftypqt  " + bytes(9), "영상.mov", "video/quicktime"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "화면 녹화.webm", "video/webm"),
        (b"\xff\xfb\x90\x64" + bytes(60), "노래.mp3", "audio/mpeg"),
        (b"ID3\x04" + bytes(60), "노래.mp3", "audio/mpeg"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "녹음.wav", "audio/wav"),
        (b"%PDF-1.7\n%\xe2\xe3", "계약서.pdf", "application/pdf"),
        (_zip("[Content_Types].xml", "word/document.xml"), "보고서.docx", f"{_OFFICE}wordprocessingml.document"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "예산", f"{_OFFICE}spreadsheetml.sheet"),
        (_zip("_rels/.rels", "ppt/presentation.xml"), "발표.pptx", f"{_OFFICE}presentationml.presentation"),
        (_zip("a.xml", mime="application/hwp+zip"), "공문.hwpx", "application/hwp+zip"),
        (
            _zip("a", mime="application/vnd.oasis.opendocument.text"),
            "글.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        (_zip("word/document.xml", "회의록.txt"), "묶음.docx", "application/zip"),
        (_OLE, "공문.HWP", "application/x-hwp"),
        (_OLE, "예산.xls", "application/vnd.ms-excel"),
        (_OLE, "무엇", "application/x-ole-storage"),
        (b"ALZ\x01" + bytes(20), "자료.alz", "application/x-alz"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "자료.7z", "application/x-7z-compressed"),
        ("안녕하세요".encode(), "메모.txt", "text/plain"),
        ("안녕하세요".encode("cp949"), "메모.txt", "text/plain"),
        ("안녕하세요".encode("utf-16"), "메모.txt", "text/plain"),
        (b"BMW is a car", "차.txt", "text/plain"),
        ("이름,나이\n".encode("cp949"), "명단.csv", "text/plain"),
        (b"print(1)\n", "계산.py", "text/plain"),
        (b"", "빈 파일.txt", "text/plain"),
        (b"MZ\x90\0\x03" + bytes(60), "설치.exe", "application/octet-stream"),
        (bytes(range(256)), "모름", "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_it_is(head: bytes, name: str, mime: str) -> None:
    assert kind_of(head, name, "image/png") == mime


@pytest.mark.parametrize(
    ("head", "name", "claimed"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "그림.svg", "image/svg+xml"),
        (b"<!doctype html><script>alert(1)</script>", "쪽.html", "text/html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "쪽.xhtml", "application/xhtml+xml"),
        (b"alert(document.cookie)", "코드.js", "text/javascript"),
        (b"\xef\xbb\xbf  <html>%PDF-1.7", "문서.pdf", "application/pdf"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "그림.eps", "application/postscript"),
    ],
)
def test_what_would_run_in_a_browser_is_a_text(head: bytes, name: str, claimed: str) -> None:
    mime = kind_of(head, name, claimed)
    assert mime == "text/plain"
    assert mime not in PICTURES


def test_a_recording_is_heard_and_not_watched() -> None:
    head = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm"
    assert kind_of(head, "음성.webm", "audio/webm;codecs=opus") == "audio/webm"
    assert kind_of(b"<html>", "음성.webm", "audio/webm") == "text/plain"


def test_a_letter_cut_at_the_end_of_the_head_is_no_reason_to_doubt_a_text() -> None:
    for encoding in ("utf-8", "cp949", "utf-16"):
        written = ("a" + "가" * HEAD).encode(encoding)
        assert kind_of(written[:HEAD], "긴 글.txt") == "text/plain"
        assert kind_of(written[: HEAD - 1], "긴 글.txt") in ("text/plain", "application/octet-stream")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("2026년 예산(최종).xlsx", "2026년 예산(최종).xlsx"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af.txt", "한글.txt"),  # as a Mac writes it
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\김\\보고서.docx", "보고서.docx"),
        ("C:보고서.docx", "보고서.docx"),
        ("..%2f..%2fetc", "..%2f..%2fetc"),  # letters, and no path to anybody
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("사진.jpg" + " " * 90 + ".exe", "사진.jpg .exe"),
        ("사진.jpg" + "\u3164" * 90 + ".exe", "사진.jpg.exe"),
        ("a\x00b\x1b\u200b\ufeff.txt", "ab.txt"),
        ("두\n줄.txt", "두 줄.txt"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        ("console.txt", "console.txt"),
        ("이름. . .", "이름"),
        (".env", ".env"),
        ("가족 👨\u200d👩\u200d👧.png", "가족 👨\u200d👩\u200d👧.png"),
        ("..", "file"),
        ("\u202e\u200b", "file"),
        ("", "file"),
        ("가" * 300 + ".hwp", "가" * 251 + ".hwp"),
        ("가" * 4096, "가" * 255),
        ("a." + "b" * 300, ("a." + "b" * 300)[:255]),
    ],
)
def test_names_keep_their_letters_and_lose_what_deceives(raw: str, clean: str) -> None:
    assert clean_filename(raw) == clean
    assert clean_filename(clean) == clean
