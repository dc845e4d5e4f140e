"""Whoever is not signed in cannot make those wait who are: the door has a line of its own."""

import asyncio
from typing import Any

import pytest

from messenger.http.in_turn import HASHING, PHOTO, PROVIDER, READING, TOLD, InTurn
from tests.security.policy import API, API_ROWS, PAGE_ROWS

ROOM_FOR = 4


async def _send(_message: dict[str, Any]) -> None: ...


class Crowd:
    """Fifty requests for a place that lets nobody go before it is told to."""

    def __init__(self, method: str, path: str) -> None:
        self._held = method, path
        self._let_go = asyncio.Event()
        self.inside = self.most = 0
        self._line = InTurn(self._app)
        self._all = [asyncio.create_task(self._line({"method": method, "path": path}, None, _send)) for _ in range(50)]

    async def _app(self, scope: Any, _receive: Any, _send: Any) -> None:
        if (scope["method"], scope["path"]) == self._held:
            self.inside += 1
            self.most = max(self.most, self.inside)
            await self._let_go.wait()
            self.inside -= 1

    async def lets_by(self, method: str, path: str) -> None:
        await asyncio.wait_for(self._line({"method": method, "path": path}, None, _send), 5)

    async def goes(self) -> None:
        self._let_go.set()
        await asyncio.wait_for(asyncio.gather(*self._all), 5)


@pytest.mark.parametrize("path", sorted(HASHING))
async def test_a_flood_of_sign_ins_delays_nobodys_messages(settings: Any, path: str) -> None:
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    crowd = Crowd("PUT" if path.startswith("/api/v1/me/") else "POST", path)
    for method, other in [("GET", "/api/v1/me"), ("POST", "/api/v1/rooms"), ("GET", path)]:
        await crowd.lets_by(method, other)
    assert crowd.inside == ROOM_FOR // 2
    await crowd.goes()
    assert (crowd.inside, crowd.most) == (0, ROOM_FOR // 2)


@pytest.mark.parametrize("path", ["/openid/login", "/openid/callback"])
async def test_a_provider_that_hangs_delays_neither_messages_nor_passwords(settings: Any, path: str) -> None:
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    crowd = Crowd("GET", path)
    for method, other in [("GET", "/api/v1/me"), ("POST", "/api/v1/rooms"), ("POST", "/login"), ("GET", "/login")]:
        await crowd.lets_by(method, other)
    assert crowd.most == ROOM_FOR // 4
    await crowd.goes()


@pytest.mark.parametrize(("method", "path"), [("GET", "/openid/callback"), ("POST", "/login")])
async def test_no_crowd_delays_the_providers_word_that_a_session_has_ended(
    settings: Any, method: str, path: str
) -> None:
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    crowd = Crowd(method, path)
    await crowd.lets_by("POST", TOLD)
    await crowd.goes()


async def test_a_crowd_that_plays_the_provider_takes_one_place(settings: Any) -> None:
    """Whoever calls may make us ask the provider for its keys, and wait."""
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    crowd = Crowd("POST", TOLD)
    for method, other in [("GET", "/api/v1/me"), ("POST", "/login"), ("GET", "/openid/callback")]:
        await crowd.lets_by(method, other)
    assert crowd.most == 1
    await crowd.goes()


async def test_photos_that_wait_to_be_drawn_take_one_place(settings: Any) -> None:
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    crowd = Crowd("PUT", PHOTO)
    for method, other in [("GET", "/api/v1/me"), ("GET", "/api/v1/files/x"), ("POST", "/login")]:
        await crowd.lets_by(method, other)
    assert crowd.most == 1
    await crowd.goes()


async def test_all_of_them_together_leave_a_place_to_those_who_are_signed_in(settings: Any) -> None:
    settings.REQUESTS_AT_ONCE = 8
    let_go, inside = asyncio.Event(), list[str]()

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        if scope["path"] != "/api/v1/me":
            inside.append(scope["path"])
            await let_go.wait()

    line = InTurn(app)
    wanted = [
        ("GET", "/openid/callback"),
        ("POST", "/login"),
        ("GET", "/api/v1/files/x"),
        ("POST", TOLD),
        ("PUT", PHOTO),
    ]
    crowd = [asyncio.create_task(line({"method": how, "path": path}, None, _send)) for how, path in wanted * 20]
    await asyncio.wait_for(line({"method": "GET", "path": "/api/v1/me"}, None, _send), 5)
    assert len(inside) == 7
    let_go.set()
    await asyncio.wait_for(asyncio.gather(*crowd), 5)


def test_the_addresses_are_those_of_the_table() -> None:
    writes = {f"/{API}{row.path}" for row in API_ROWS if row.method not in READING}
    writes |= {f"/{row.path}" for row in PAGE_ROWS if row.method not in READING}
    assert writes >= {*HASHING, PHOTO}
    assert {f"/{row.path}" for row in PAGE_ROWS} >= {f"{PROVIDER}login", f"{PROVIDER}callback", TOLD}
