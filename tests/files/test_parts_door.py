"""The door for parts on the embedded store: a signed address opens it, and nothing else (contract 6)."""

import asyncio
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from files import storage
from files.storage.disk import DiskStore
from files.storage.tickets import PartTicket, signature
from messenger.http.part_door import PartDoor
from tests.files.stores import BASE, aput, files_below, put, read, upload

KEY = "quarantine/d0000000-part"


@pytest.fixture
def disk() -> DiskStore:
    found = storage.store()
    assert isinstance(found, DiskStore)
    return found


@pytest.fixture
def url(disk: DiskStore) -> str:
    """Where to put part 3, of 5 bytes."""
    return disk.part_url(KEY, disk.begin(KEY), 3, 5, 60, BASE).url


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    error = answer.json()["error"]
    assert error["requestId"]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.status_code, error["code"]


def test_the_answer_names_the_part_also_to_another_origin(disk: DiskStore, url: str) -> None:
    answer = put(url, b"bytes", Origin="https://elsewhere.example")
    assert answer.status_code == 200
    store_id = httpx.URL(url).path.split("/")[5]
    assert answer.headers["ETag"] == f'"{disk.parts(KEY, store_id)[3].etag}"'
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_browser_of_another_origin_may_ask_first(url: str) -> None:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(PartDoor(None))) as client:
            return await client.options(url, headers={"Access-Control-Request-Method": "PUT"})

    answer = asyncio.run(ask())
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "PUT"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/parts/3?", "/parts/4?"),
        ("size=5", "size=6"),
        ("size=5", "size=05"),
        ("size=5", "size=5.0"),
        ("size=5", "size=-5"),
        ("size=5&", ""),
        ("expires=", "expires=9"),
        ("expires=", "expire="),
        ("signature=", "signature=0"),
        ("signature=", "signatur="),
        ("signature=", "signature=%00"),
        ("/uploads/", "/uploads/0"),
    ],
)
def test_nothing_about_an_address_can_be_changed(url: str, old: str, new: str) -> None:
    answer = put(url.replace(old, new), b"bytes!" if new == "size=6" else b"bytes")
    assert _refusal(answer) in {(403, "FORBIDDEN"), (404, "NOT_FOUND")}
    assert put(url, b"bytes").status_code == 200


def test_the_signature_of_one_upload_opens_no_other(disk: DiskStore, url: str) -> None:
    other = disk.begin("quarantine/other")
    mine = httpx.URL(url).path.split("/")[5]
    assert _refusal(put(url.replace(mine, other), b"bytes")) == (403, "FORBIDDEN")
    assert disk.parts("quarantine/other", other) == {}


def test_an_address_comes_to_its_end(disk: DiskStore) -> None:
    ticket = PartTicket(disk.begin(KEY), 1, 5, int(time.time()) - 1)
    assert _refusal(put(ticket.url(BASE), b"bytes")) == (403, "FORBIDDEN")


def test_a_signature_for_something_else_is_none_for_a_part(disk: DiskStore) -> None:
    store_id, expires = disk.begin(KEY), int(time.time()) + 60
    wrong = signature("raw", store_id, 1, 5, expires)
    url = f"{BASE}/api/v1/files/uploads/{store_id}/parts/1?size=5&expires={expires}&signature={wrong}"
    assert _refusal(put(url, b"bytes")) == (403, "FORBIDDEN")


@pytest.mark.parametrize("body", [b"", b"byte", b"bytes and more"])
def test_a_part_of_another_length_is_refused_and_leaves_nothing(settings: Any, url: str, body: bytes) -> None:
    answer = put(url, body)
    assert _refusal(answer) == (400, "INVALID_ARGUMENT")
    assert answer.json()["error"]["details"] == {"size": 5}
    assert [name for name in files_below(settings.FILES_DIR) if not name.endswith("/key")] == []


@pytest.mark.parametrize("pieces", [[b"by"], [b"bytes", b" and", b" more"], []])
async def test_so_is_one_that_does_not_say_how_long_it_is(settings: Any, url: str, pieces: list[bytes]) -> None:
    async def body() -> Any:
        for piece in pieces:
            yield piece

    assert _refusal(await aput(url, body())) == (400, "INVALID_ARGUMENT")  # type: ignore[arg-type]
    assert [name for name in files_below(settings.FILES_DIR) if not name.endswith("/key")] == []


async def test_a_client_that_leaves_in_the_middle_leaves_nothing(settings: Any, url: str) -> None:
    parts = httpx.URL(url)
    scope = {
        "type": "http",
        "method": "PUT",
        "path": parts.path,
        "query_string": parts.query,
        "headers": [],
        "client": None,
    }
    told = [{"type": "http.request", "body": b"by", "more_body": True}, {"type": "http.disconnect"}]
    said: list[Any] = []

    async def receive() -> Any:
        return told.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    await PartDoor(None)(scope, receive, send)
    assert said == []
    assert [name for name in files_below(settings.FILES_DIR) if not name.endswith("/key")] == []


def test_an_upload_that_is_not_there_is_not_found(disk: DiskStore, url: str) -> None:
    disk.abort(KEY, httpx.URL(url).path.split("/")[5])
    assert _refusal(put(url, b"bytes")) == (404, "NOT_FOUND")
    never = PartTicket(uuid.uuid4().hex, 1, 5, int(time.time()) + 60)
    assert _refusal(put(never.url(BASE), b"bytes")) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/files/uploads/x/parts/1"), ("PUT", "/api/v1/rooms/1"), ("PUT", "/api/v1/files/uploads/x")],
)
async def test_everything_else_passes_by(method: str, path: str) -> None:
    passed: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope["path"])

    await PartDoor(app)({"type": "http", "method": method, "path": path, "headers": []}, None, None)
    assert passed == [path]


def test_files_are_for_their_owner_only(settings: Any, disk: DiskStore) -> None:
    store_id, parts = upload(disk, KEY, [b"bytes"])
    disk.finish(KEY, store_id, parts)
    assert read(disk, KEY) == b"bytes"
    below: Path = settings.FILES_DIR
    assert {path.stat().st_mode & 0o777 for path in [below, *below.rglob("*")] if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in below.rglob("*") if path.is_file()} == {0o600}
