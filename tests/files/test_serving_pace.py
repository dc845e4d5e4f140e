"""Bytes go at the pace of who takes them, in both directions, and nobody else waits for that (decision 0011)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from messenger.http import http_limit, in_turn
from messenger.http.gate import Gate
from messenger.http.http_limit import LimitedRequest
from messenger.http.in_turn import InTurn
from messenger.http.inflow import MOST_WAITING, Inflow

LONG = in_turn.MOST_KEPT + 1


# --- On the way in


async def test_a_client_faster_than_the_disk_is_stopped_and_goes_on() -> None:
    holds: list[bool] = []
    inflow = Inflow(holds.append)
    pieces = 0
    while not holds:
        inflow.feed(bytes(1 << 16))
        pieces += 1
    assert pieces << 16 <= MOST_WAITING
    assert holds == [True]
    taken = await inflow.get()
    assert (len(taken["body"]), taken["more_body"]) == (pieces << 16, True)
    assert holds == [True, False]


async def test_the_body_ends_once_and_then_only_the_client_can_leave() -> None:
    inflow = Inflow(lambda still: None)
    inflow.put_nowait({"type": "http.request", "body": b"", "more_body": False})  # daphne's, of nothing
    waiting = asyncio.ensure_future(inflow.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    inflow.feed(b"all")
    inflow.end()
    assert await waiting == {"type": "http.request", "body": b"all", "more_body": False}
    waiting = asyncio.ensure_future(inflow.get())
    await asyncio.sleep(0)
    assert not waiting.done()
    inflow.put_nowait({"type": "http.disconnect"})
    assert await waiting == {"type": "http.disconnect"}


async def test_an_empty_body_ends_too() -> None:
    inflow = Inflow(lambda still: None)
    inflow.end()
    assert await inflow.get() == {"type": "http.request", "body": b"", "more_body": False}


# --- On the way out


def _request(gate: Gate | None) -> tuple[LimitedRequest, list[str]]:
    """A request whose connection notes that it was cut."""
    cut: list[str] = []

    class Channel:
        def forceAbortClient(self) -> None:
            cut.append("cut")
            request.gate.resumeProducing()  # type: ignore[union-attr]

    request = LimitedRequest.__new__(LimitedRequest)
    request.gate, request.channel = gate, Channel()
    return request, cut


async def test_who_takes_nothing_for_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_limit, "STALLED_SECONDS", 0.01)
    gate = Gate()
    request, cut = _request(gate)
    await request.taken()
    assert cut == []
    gate.pauseProducing()
    await request.taken()
    assert cut == ["cut"]


async def test_who_goes_on_in_time_is_not() -> None:
    gate = Gate()
    request, cut = _request(gate)
    gate.pauseProducing()
    asyncio.get_running_loop().call_soon(gate.resumeProducing)
    await request.taken()
    assert cut == []


# --- In turn

Send = Callable[[dict[str, Any]], Awaitable[None]]


class _Line:
    """Requests that come to `InTurn`, and which of them are with the application."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.go_on = asyncio.Event()
        self._line = InTurn(self._app)
        self._tasks: list[asyncio.Task[None]] = []

    async def _app(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        self.inside.append(scope["path"])
        await send({"type": "http.response.body", "body": bytes(scope["size"]), "more_body": True})
        await self.go_on.wait()

    async def come(self, path: str, size: int = 1, method: str = "GET") -> None:
        async def send(message: dict[str, Any]) -> None:
            pass

        scope = {"path": path, "method": method, "size": size}
        self._tasks.append(asyncio.create_task(self._line(scope, None, send)))
        for _ in range(5):
            await asyncio.sleep(0)

    async def end(self) -> None:
        self.go_on.set()
        await asyncio.gather(*self._tasks)


async def test_a_long_answer_ends_its_turn_when_it_begins_to_leave(settings: Any) -> None:
    settings.REQUESTS_AT_ONCE = 2
    line = _Line()
    for n in range(6):
        await line.come(f"/long/{n}", LONG)
    assert len(line.inside) == 6
    await line.come("/short/1")
    await line.come("/short/2")
    await line.come("/short/3")
    assert line.inside[6:] == ["/short/1", "/short/2"]
    await line.end()
    assert len(line.inside) == 9


async def test_files_and_sign_ins_together_leave_a_place_for_others(settings: Any) -> None:
    settings.REQUESTS_AT_ONCE = 8
    line = _Line()
    for n in range(5):
        await line.come(f"/api/v1/files/{n}")
        await line.come("/login", method="POST")
    assert len([path for path in line.inside if "files" in path]) == 3
    assert len(line.inside) == 7
    await line.come("/api/v1/rooms")
    assert line.inside[7:] == ["/api/v1/rooms"]
    await line.end()
    assert len(line.inside) == 11
