"""A sheet or a photo is larger than anything else that is taken, so not from everybody, and few at a time."""

import asyncio
import io
import uuid
from typing import Any

import httpx
import pytest

from accounts import tokens
from messenger.http.body_limit import BodyLimit
from messenger.http.sheets import most_bytes
from messenger.http.spooled import Spooled
from tests.security.devices import Device, once
from tests.services.server import Server

PHOTO = ("PUT", "/api/v1/me/photo")
DOORS = [PHOTO, ("POST", "/api/v1/admin/people/import"), ("POST", "/manage/people/import")]
Headers = list[tuple[bytes, bytes]]


def bearer(token: str) -> Headers:
    return [(b"Authorization", f"Bearer {token}".encode())]


def cookie(settings: Any, token: str) -> Headers:
    return [(b"cookie", f"other=1; {settings.SESSION_COOKIE}={token}".encode())]


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_only_of_somebody_whose_token_was_signed_here(settings: Any, method: str, path: str) -> None:
    one, small = uuid.uuid4(), settings.MAX_JSON_BYTES
    mine = tokens.mint_access(one).token
    settings.ACCESS_TOKEN_SECONDS = -60
    ended = tokens.mint_access(one).token
    assert tokens.session_of_access(ended) is None
    browser, ticket = tokens.mint("browser", one), tokens.mint("ticket", one)
    for headers in (bearer(mine), bearer(ended), cookie(settings, browser)):  # the ended one is told so, with 401
        assert most_bytes(method, path, headers) > 5_000_000
        assert most_bytes("GET", path, headers) == small
        assert most_bytes(method, "/api/v1/rooms", headers) == small
    strangers: list[Headers] = [
        [],
        bearer(""),
        bearer("x.y.z"),
        bearer(mine[:-1]),
        bearer(browser),
        cookie(settings, ticket),
        cookie(settings, "\u00ff\u0100"),
        [*cookie(settings, browser), *bearer("x")],  # who says who they are is believed nothing else
        [(b"authorization", b"Bearer \xff\xfe")],
    ]
    assert {most_bytes(method, path, headers) for headers in strangers} == {small}


async def test_few_are_in_memory_and_the_others_wait_outside(settings: Any) -> None:
    settings.LARGE_BODIES_AT_ONCE = 2
    asked_for, let_go = 0, asyncio.Event()

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        if (scope["method"], scope["path"]) == PHOTO and scope["headers"]:
            await let_go.wait()

    async def receive() -> Any:
        nonlocal asked_for
        asked_for += 1
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def send(_message: Any) -> None: ...

    def ask(method: str, path: str, headers: Headers) -> Any:
        return door({"method": method, "path": path, "headers": headers}, receive, send)

    door, mine = BodyLimit(app), bearer(tokens.mint_access(uuid.uuid4()).token)
    crowd = [asyncio.create_task(ask(*PHOTO, mine)) for _ in range(10)]
    await asyncio.sleep(0)
    assert asked_for == 2
    for other in (("PUT", "/api/v1/rooms", mine), ("GET", "/api/v1/me/photo", mine), (*PHOTO, [])):
        await asyncio.wait_for(ask(*other), 5)
    let_go.set()
    await asyncio.wait_for(asyncio.gather(*crowd), 5)
    assert asked_for == 10 + 3


async def test_what_waits_on_the_disk_is_read_when_it_is_asked_for_and_only_once() -> None:
    kept = io.BytesIO(b"a sheet")
    kept.read()  # daphne's reading, which leads nowhere
    spooled = Spooled(kept)
    spooled.put_nowait({"type": "http.request", "body": b"a sheet", "more_body": False})
    assert await spooled.get() == {"type": "http.request", "body": b"a sheet", "more_body": False}
    waiting = asyncio.ensure_future(spooled.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    spooled.put_nowait({"type": "http.disconnect"})
    assert await waiting == {"type": "http.disconnect"}


async def test_who_left_before_is_not_read() -> None:
    kept = io.BytesIO(b"a sheet")
    spooled = Spooled(kept)
    kept.close()
    assert await spooled.get() == {"type": "http.disconnect"}


@pytest.mark.server
@pytest.mark.timeout(120)
@once
def test_through_the_real_server(server: Server, offender: Device) -> None:
    """A stranger's is not taken; of somebody who is signed in it arrives whole, announced or in pieces."""
    picture = b"\x89PNG\r\n\x1a\n" + bytes(900_000)

    def put(body: Any, **headers: str) -> int:
        answer = httpx.put(f"{server.url}{PHOTO[1]}", content=body, headers=headers, trust_env=False, timeout=30)
        return answer.status_code

    assert put(picture) == 413
    assert put(picture, Authorization="Bearer x") == 413
    assert put(picture, **offender.headers) == 400, "whole, and no picture"
    assert put(iter([picture[:100_000], picture[100_000:]]), **offender.headers) == 400
    assert put(bytes(5 * 2**20 + 1), **offender.headers) == 413
