"""What keeps a busy process fair: one wake-up for many calls, requests in turn, frames in one write."""

import asyncio
import threading
from concurrent.futures import Future
from typing import Any

from django.conf import settings

from messenger.core.bridge import Bridge, landed, together
from messenger.http.in_turn import InTurn
from messenger.server import text_frame


class CountingLoop:
    """Takes down what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def call_soon_threadsafe(self, function: Any) -> None:
        self.asked.append(function)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.asked.append(context["message"])


def test_calls_made_together_wake_once_and_keep_their_order() -> None:
    loop, done = CountingLoop(), []
    bridge = Bridge(loop)  # type: ignore[arg-type]
    with together():
        for number in range(5):
            bridge.call(done.append, number)
        assert loop.asked == []
    assert len(loop.asked) == 1
    loop.asked[0]()
    assert done == [0, 1, 2, 3, 4]
    bridge.call(done.append, 5)  # and afterwards each wakes again
    assert len(loop.asked) == 2


def test_a_call_that_fails_does_not_stop_the_next() -> None:
    loop, done = CountingLoop(), []
    bridge = Bridge(loop)  # type: ignore[arg-type]
    bridge.call(lambda: print(1 / 0))
    bridge.call(done.append, 1)
    loop.asked[0]()
    assert done == [1]
    assert "failed" in loop.asked[1]


async def test_answers_and_refusals_of_a_thread_land() -> None:
    good: Future[int] = Future()
    bad: Future[int] = Future()
    gone: Future[int] = Future()

    def answer() -> None:
        with together():
            good.set_result(1)
            bad.set_exception(ValueError("no"))
            gone.set_result(2)

    left = asyncio.create_task(landed(gone))
    await asyncio.sleep(0)
    left.cancel()  # somebody who went away disturbs nobody
    thread = threading.Thread(target=answer)
    thread.start()
    results = await asyncio.gather(landed(good), landed(bad), return_exceptions=True)
    thread.join()
    assert results[0] == 1
    assert isinstance(results[1], ValueError)


async def test_requests_wait_for_their_turn_and_slow_readers_hold_nobody_up(settings: Any) -> None:
    settings.REQUESTS_AT_ONCE = 2
    inside, most, may_read = 0, 0, asyncio.Event()

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"x"})
        inside -= 1

    sent: list[dict[str, Any]] = []

    async def slow(message: dict[str, Any]) -> None:
        await may_read.wait()
        sent.append(message)

    async def quick(message: dict[str, Any]) -> None:
        sent.append(message)

    line = InTurn(app)
    readers = [asyncio.create_task(line({}, None, slow)) for _ in range(5)]
    await asyncio.wait_for(line({}, None, quick), 5)
    assert len(sent) == 2
    may_read.set()
    await asyncio.gather(*readers)
    assert most == 2
    assert len(sent) == 12


async def test_a_long_answer_leaves_while_it_is_made() -> None:
    sent: list[bytes] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        for _ in range(3):
            await send({"type": "http.response.body", "body": b"x" * (1 << 20), "more_body": True})
        assert len(sent) >= 2

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["body"])

    await InTurn(app)({}, None, send)
    assert len(sent) == 3


def test_text_frames_have_the_lengths_of_the_rfc() -> None:
    assert text_frame("a" * 125) == b"\x81\x7d" + b"a" * 125
    assert text_frame("가" * 42) == b"\x81\x7e\x00\x7e" + "가".encode() * 42
    assert text_frame("a" * 65536) == b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00" + b"a" * 65536


def test_the_line_is_shorter_than_the_pool() -> None:
    assert settings.REQUESTS_AT_ONCE < 20
