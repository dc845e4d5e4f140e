"""Files by a short-lived address: on the S3 store, or on a host of their own (contract 6)."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from django.core import signing
from django.http import HttpResponseBase
from django.test import RequestFactory

from files import serving, storage
from messenger.http.raw_door import RawDoor
from tests.files.stores import use_s3
from tests.services.s3 import S3

KEY = "stored/0f-addressed"
BODY = b"0123456789" * 100_000
HOST = "https://files.maru.test"


def _answer(method: str = "get", **about: Any) -> HttpResponseBase:
    given = {"key": KEY, "filename": "회의록 3월.pdf", "mime": "application/pdf", **about}
    return serving.answer(getattr(RequestFactory(), method)("/"), **given)


# --- On the S3 store


@pytest.fixture
def on_s3(s3: S3, settings: Any) -> None:
    use_s3(settings, s3.env).put(KEY, io.BytesIO(BODY), "text/html")


@pytest.mark.parametrize(("inline", "kind", "mime"), [(True, "inline", "application/pdf"), (False, "attachment", "")])
def test_the_s3_store_gives_the_file_as_we_say(on_s3: None, inline: bool, kind: str, mime: str) -> None:
    response = _answer(inline=inline)
    assert response.status_code == 302
    assert response.headers["Cache-Control"] == "no-store"
    there = response.headers["Location"]
    assert int(parse_qs(urlsplit(there).query)["X-Amz-Expires"][0]) <= 60
    given = httpx.get(there)
    assert given.content == BODY
    assert given.headers["Content-Type"] == (mime or "application/octet-stream")
    said = given.headers["Content-Disposition"]
    assert said.split(";")[0] == kind
    assert unquote(said.partition("utf-8''")[2]) == "회의록 3월.pdf"
    part = httpx.get(there, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, b"56789")


def test_nothing_about_an_s3_address_can_be_changed(on_s3: None) -> None:
    there = _answer(mime="text/plain", inline=True).headers["Location"]
    for old, new in (("text%2Fplain", "text%2Fhtml"), ("inline", "attachment"), ("0f-addressed", "0f-addresses")):
        assert old in there
        assert httpx.get(there.replace(old, new)).status_code == 403
    assert httpx.put(there, content=b"other").status_code == 403


def test_head_needs_no_address(on_s3: None) -> None:
    response = _answer("head")
    assert (response.status_code, response.headers["Content-Length"]) == (200, str(len(BODY)))


def test_the_bytes_can_come_through_us_from_s3_as_well(on_s3: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("files.storage.s3.S3Store.download_url", lambda *_args, **_options: None)
    response = _answer()

    async def whole() -> bytes:
        return b"".join([piece async for piece in response])  # type: ignore[attr-defined]

    assert asyncio.run(whole()) == BODY
    assert response.headers["Content-Length"] == str(len(BODY))


# --- On a host of their own


@pytest.fixture
def on_own_host(settings: Any) -> Iterator[None]:
    settings.FILE_ORIGIN = HOST
    storage.store().put(KEY, io.BytesIO(BODY))
    yield


async def _next(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"the messenger"})


def _get(url: str, method: str = "GET", **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(RawDoor(_next))) as client:
            return await client.request(method, url, headers=headers)

    return asyncio.run(ask())


def test_a_file_comes_from_its_own_host_without_any_cookie(on_own_host: None) -> None:
    response = _answer(inline=True)
    assert response.status_code == 302
    there = response.headers["Location"]
    assert there.startswith(f"{HOST}/raw/")
    given = _get(there)
    assert (given.status_code, given.content) == (200, BODY)
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert given.headers["Access-Control-Allow-Origin"] == "*"
    part = _get(there, Range="bytes=-5")
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (
        206,
        b"56789",
        "bytes 999995-999999/1000000",
    )
    assert _get(there, Range="bytes=1000000-").status_code == 416
    head = _get(there, "HEAD")
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", "1000000")


def test_that_host_answers_nothing_else_and_no_other_host_answers_that(on_own_host: None) -> None:
    there = _answer().headers["Location"]
    for url in (f"{HOST}/", f"{HOST}/login", f"{HOST}/api/v1/me", f"{HOST}/raw/", f"{HOST}/static/app/boot.js"):
        assert _get(url).status_code in (403, 404)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert _get(there, method).status_code == 404
    for other in ("https://maru.test", "https://files.maru.test:8443", "https://files.maru.test.evil.example"):
        assert _get(there.replace(HOST, other)).status_code == 299
    assert _get(there.replace(HOST, "https://FILES.maru.test")).status_code == 200


def test_an_address_there_cannot_be_made_or_changed(on_own_host: None) -> None:
    there = _answer().headers["Location"]
    wrong = ["", "x", there[-5:], signing.dumps({"key": KEY}), signing.dumps({"key": KEY}, salt="files.other")]
    for token in (*wrong, there.rpartition("/")[2][:-1], there.rpartition("/")[2] + "A"):
        answer = _get(f"{HOST}/raw/{token}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")


def test_an_address_there_comes_to_its_end(on_own_host: None, settings: Any) -> None:
    there = _answer().headers["Location"]
    settings.DOWNLOAD_URL_SECONDS = -1
    assert _get(there).status_code == 403


def test_nginx_may_send_the_bytes_there_too(on_own_host: None, settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/protected"
    given = _get(_answer().headers["Location"])
    assert given.headers["X-Accel-Redirect"] == "/protected/objects/stored/0f/0f-addressed"
    assert given.content == b""


def test_bytes_that_are_gone_are_told_in_the_usual_words(on_own_host: None) -> None:
    there = _answer().headers["Location"]
    storage.store().delete(KEY)
    answer = _get(there)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
    assert answer.headers["Retry-After"]


async def test_when_the_client_leaves_nothing_more_is_read(on_own_host: None, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def slowly(self: Any, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        for at in range(0, len(BODY), 1000):
            read.append(at)
            yield BODY[at : at + 1000]

    monkeypatch.setattr("files.storage.disk.DiskStore.open", slowly)
    url = urlsplit(_answer().headers["Location"])
    scope = {"type": "http", "method": "GET", "path": url.path, "headers": [(b"host", url.netloc.encode())]}
    left = asyncio.Event()

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if len(read) > 3:
            left.set()
        await asyncio.sleep(0)

    await RawDoor(_next)(scope, receive, send)
    assert len(read) < 20
