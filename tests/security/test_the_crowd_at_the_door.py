"""Whoever is not signed in cannot make those wait who are: the door has a line of its own."""

import asyncio
from typing import Any

import pytest

from messenger.http.in_turn import HASHING, InTurn
from tests.security.policy import API, API_ROWS, PAGE_ROWS

ROOM_FOR = 4


async def _send(_message: dict[str, Any]) -> None: ...


@pytest.mark.parametrize("path", sorted(HASHING))
async def test_a_flood_of_sign_ins_delays_nobodys_messages(settings: Any, path: str) -> None:
    settings.REQUESTS_AT_ONCE = ROOM_FOR
    hashed = asyncio.Event()
    inside = most = 0

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        nonlocal inside, most
        if scope["method"] == "POST" and scope["path"] == path:
            inside += 1
            most = max(most, inside)
            await hashed.wait()
            inside -= 1

    line = InTurn(app)
    crowd = [asyncio.create_task(line({"method": "POST", "path": path}, None, _send)) for _ in range(50)]
    for method, other in [("GET", "/api/v1/me"), ("POST", "/api/v1/rooms"), ("GET", path)]:
        await asyncio.wait_for(line({"method": method, "path": other}, None, _send), 5)
    assert inside == most == ROOM_FOR // 2
    hashed.set()
    await asyncio.wait_for(asyncio.gather(*crowd), 5)
    assert (inside, most) == (0, ROOM_FOR // 2)


def test_the_addresses_are_those_of_the_table() -> None:
    posts = {f"/{API}{row.path}" for row in API_ROWS if row.method == "POST"}
    posts |= {f"/{row.path}" for row in PAGE_ROWS if row.method == "POST"}
    assert posts >= HASHING
