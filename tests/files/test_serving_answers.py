"""What somebody gets who may have a file: its bytes, whole or in part, and nothing that runs (contract 6)."""

import asyncio
import io
from typing import Any
from urllib.parse import unquote

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from files import serving, storage
from files.storage import StoreDown

KEY = "stored/0f-served"
BODY = bytes(range(256)) * 4  # 1,024 bytes


@pytest.fixture(autouse=True)
def served() -> None:
    storage.store().put(KEY, io.BytesIO(BODY))


def _ask(method: str = "get", headers: dict[str, str] | None = None, **about: Any) -> HttpResponseBase:
    request = getattr(RequestFactory(), method)("/", headers=headers)
    given = {"key": KEY, "filename": "자료.bin", "mime": "application/x-thing", **about}
    return serving.answer(request, **given)


def _body(response: HttpResponseBase) -> bytes:
    async def whole() -> bytes:
        assert isinstance(response, StreamingHttpResponse)
        return b"".join([piece async for piece in response])

    try:
        return asyncio.run(whole()) if response.streaming else response.content
    finally:
        response.close()


def test_the_whole_file_with_everything_that_keeps_it_harmless() -> None:
    response = _ask()
    assert response.status_code == 200
    assert _body(response) == BODY
    said = response.headers
    assert said["Content-Length"] == "1024"
    assert said["Content-Type"] == "application/octet-stream"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "sandbox"} <= set(said["Content-Security-Policy"].split("; "))
    assert said["Cache-Control"] == "no-store"
    assert said["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "name",
    [
        "3분기 보고서 (최종).hwp",
        "plain.txt",
        'say "hi".txt',
        "a;b=c.txt",
        "100%.txt",
        "back\\slash.txt",
        "😀.png",
        "x" * 250,
    ],
)
def test_the_name_arrives_as_it_is(name: str) -> None:
    said = _ask(filename=name).headers["Content-Disposition"]
    assert said.isascii()
    kind, _, rest = said.partition("; ")
    assert kind == "attachment"
    if rest.startswith("filename*="):
        assert unquote(rest.removeprefix("filename*=utf-8''")) == name
    else:
        assert rest == 'filename="{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1", "a\x00b", "‮cod.exe", "\x7f", ""])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    said = _ask(filename=name).headers["Content-Disposition"]
    assert said.startswith("attachment")
    assert said.isascii()
    assert said.isprintable()
    assert "%E2%80%AE" not in said


SHOWN = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/avif",
    "application/pdf",
    "video/mp4",
    "audio/ogg",
]
NEVER_SHOWN = [
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "text/xml",
    "application/javascript",
    "text/css",
    "application/x-shockwave-flash",
    "message/rfc822",
    "multipart/x-mixed-replace",
    "text/plain; charset=utf-7",
    "image/png\r\nX: y",
    "",
]


@pytest.mark.parametrize("mime", SHOWN)
def test_what_does_nothing_by_itself_may_be_shown(mime: str) -> None:
    said = _ask(mime=mime, inline=True).headers
    assert said["Content-Type"] == mime
    assert said["Content-Disposition"].startswith("inline")
    assert "sandbox" in said["Content-Security-Policy"]
    said = _ask(mime=mime).headers  # to be saved
    assert said["Content-Type"] == "application/octet-stream"
    assert said["Content-Disposition"].startswith("attachment")


def test_text_is_shown_as_text_in_one_encoding() -> None:
    assert _ask(mime="text/plain", inline=True).headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("mime", NEVER_SHOWN)
def test_what_a_browser_might_run_is_only_saved(mime: str) -> None:
    said = _ask(mime=mime, inline=True).headers
    assert said["Content-Type"] == "application/octet-stream"
    assert said["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, 1023),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=10-19", 10, 19),
        ("bytes=1023-1023", 1023, 1023),
        ("bytes=-1", 1023, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-99999", 0, 1023),
        ("Bytes = 10 - 19", 10, 19),
    ],
)
def test_one_range_is_answered_with_that_part(asked: str, start: int, end: int) -> None:
    response = _ask(headers={"Range": asked})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/1024"
    assert response.headers["Content-Length"] == str(end - start + 1)
    assert _body(response) == BODY[start : end + 1]


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,5-6", "bytes=5-2", "items=0-5", "bytes=", "bytes=-", "bytes=a-b", "0-5", "bytes=0-5;", "bytes=٣-٤"],
)
def test_what_we_need_not_understand_gets_the_whole_file(asked: str) -> None:
    response = _ask(headers={"Range": asked})
    assert response.status_code == 200
    assert _body(response) == BODY


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=1024-2000", "bytes=9999999999999999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(asked: str) -> None:
    response = _ask(headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */1024"
    assert _body(response) == b""


def test_a_part_is_only_given_of_the_file_that_was_begun() -> None:
    etag = _ask().headers["ETag"]
    assert _ask(headers={"Range": "bytes=0-9", "If-Range": etag}).status_code == 206
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2026 07:28:00 GMT", etag.strip('"')):
        assert _ask(headers={"Range": "bytes=0-9", "If-Range": other}).status_code == 200


def test_head_says_everything_and_sends_nothing() -> None:
    response = _ask("head", headers={"Range": "bytes=0-9"})
    assert (response.status_code, response.headers["Content-Length"], _body(response)) == (200, "1024", b"")
    assert not response.streaming


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=-5"}])
def test_an_empty_file_is_a_file(headers: dict[str, str]) -> None:
    storage.store().put("stored/empty", io.BytesIO())
    response = _ask(key="stored/empty", headers=headers)
    assert (response.status_code, response.headers["Content-Length"], _body(response)) == (200, "0", b"")


def test_bytes_that_are_gone_are_a_store_that_is_down() -> None:
    with pytest.raises(StoreDown):
        _ask(key="stored/not-there")


class _Wrong:
    """A store whose file is shorter or longer than it says."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = pieces

    def stat(self, key: str) -> Any:
        return storage.Stat(10, "etag", None)  # type: ignore[arg-type]

    def download_url(self, key: str, **_options: Any) -> None:
        return None

    def open(self, key: str, start: int = 0, length: int | None = None) -> Any:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece


@pytest.mark.parametrize(
    "pieces",
    [
        [b"12345"],
        [b"12345", b"1234567"],
        [b"12345", StoreDown()],
        [b"123", b"45", StoreDown()],
        [b"12345", ValueError()],
    ],
)
def test_an_answer_that_breaks_off_is_never_ended_like_a_whole_one(
    monkeypatch: pytest.MonkeyPatch, pieces: list[Any]
) -> None:
    monkeypatch.setattr(serving, "store", lambda: _Wrong(*pieces))
    response = _ask()
    assert response.headers["Content-Length"] == "10"
    with pytest.raises((StoreDown, ValueError)):
        _body(response)


@pytest.mark.parametrize("pieces", [[], [b"12345678901"], [StoreDown()], [FileNotFoundError()]])
def test_what_is_wrong_from_the_first_byte_is_refused(monkeypatch: pytest.MonkeyPatch, pieces: list[Any]) -> None:
    monkeypatch.setattr(serving, "store", lambda: _Wrong(*pieces))
    with pytest.raises(StoreDown):
        _ask()


def test_nginx_sends_the_bytes_where_it_is_told_to(settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/protected/"
    response = _ask(headers={"Range": "bytes=0-9"})
    assert (response.status_code, _body(response)) == (200, b"")
    assert response.headers["X-Accel-Redirect"] == "/protected/objects/stored/0f/0f-served"
    assert (settings.FILES_DIR / "objects/stored/0f/0f-served").read_bytes() == BODY
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "Content-Length" not in response.headers


@pytest.mark.django_db(transaction=True)
def test_who_reads_slowly_holds_no_database_connection() -> None:
    connection.ensure_connection()
    response = _ask()
    assert isinstance(response, StreamingHttpResponse)

    async def begin() -> bytes:
        return await anext(aiter(response))

    assert async_to_sync(begin)()
    assert connection.connection is None
    response.close()
