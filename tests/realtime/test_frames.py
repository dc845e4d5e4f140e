"""Frames that are none, too many of them, too large ones (contract 10, 12)."""

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Room
from tests.chat.doors import draft
from tests.realtime.sockets import connected

pytestmark = pytest.mark.django_db(transaction=True)

GARBAGE = [
    "", "x", "null", "5", '"ping"', "[]", "[{}]", "{", '{"op":"ping"}x', '{"op":"ping","op":"ping"}', "{}",
    '{"op":null}', '{"op":5}', '{"op":["ping"]}', '{"op":"nonsense"}', '{"op":"PING"}', '{"op":"message.edit"}',
    '{"op":"socket.message.send"}', '{"op":"__class__"}', '{"op":"ping","ref":NaN}', '{"op":"ping","data":1e999}',
    '{"op":"\\ud800"}', '{"op":"ping\\u0000"}', '{"ref":' + "[" * 40 + "]" * 40 + "}", "[" * 60_000,
    '{"op":"ping","ref":123456789012345678901234567890}', "\ufeff{}", '{"op":"' + "x" * 5_000 + '"}',
]  # fmt: skip


@pytest.mark.parametrize("frame", GARBAGE, ids=lambda frame: ascii(frame[:30]))
async def test_what_is_no_frame_is_an_error_and_the_end_after_five(
    alice: User, bob: User, room: Room, frame: str
) -> None:
    async with connected(alice) as a, connected(bob) as b:
        for _ in range(4):
            await a.raw(frame)
            answer = await a.take("ERROR")
            assert answer["data"]["code"] == "INVALID_ARGUMENT"
        assert (await a.ask("ping"))["event"] == "PONG"
        await a.raw(frame)
        assert await a.closed() == 4400
        assert a.frames[-1]["event"] == "ERROR"
        assert (await b.ask("ping"))["event"] == "PONG"  # the neighbour is unharmed


async def test_a_binary_frame_is_no_frame(alice: User) -> None:
    async with connected(alice) as a:
        for _ in range(5):
            await a.raw(data=b'{"op":"ping"}')
        assert await a.closed() == 4400
        assert [f["event"] for f in a.frames if f["event"] != "PRESENCE_UPDATED"] == ["ERROR"] * 5


async def test_an_errors_ref_is_the_frames(alice: User) -> None:
    async with connected(alice) as a:
        await a.raw('{"op":"nonsense","ref":{"a":[1]}}')
        assert (await a.take("ERROR"))["ref"] == {"a": [1]}


@pytest.mark.parametrize("data", [None, 5, "x", [], {}, {"roomId": 5}, {"roomId": "x"}, {"roomId": None}])
@pytest.mark.parametrize("op", ["message.send", "room.read", "room.typing", "presence.set"])
async def test_bad_data_is_refused_and_no_strike(alice: User, op: str, data: Any) -> None:
    async with connected(alice) as a:
        for _ in range(6):
            await a.raw(json.dumps({"op": op, "ref": 1, "data": data}))
            answer = await a.take("ERROR")
            assert answer["data"]["code"] == "INVALID_ARGUMENT"
        assert (await a.ask("ping"))["event"] == "PONG"


async def test_data_may_be_left_out(alice: User) -> None:
    async with connected(alice) as a:
        assert (await a.ask("message.send"))["data"]["code"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize("letter", ["x", "가"])
async def test_a_frame_has_sixty_four_kibibytes(alice: User, room: Room, letter: str, settings: Settings) -> None:
    frame = json.dumps({"op": "ping", "ref": 1, "pad": ""}, ensure_ascii=False)
    size = len(letter.encode())
    room_left = settings.MAX_FRAME_BYTES - len(frame)
    fits = frame.replace('""', f'"{letter * (room_left // size)}"')
    async with connected(alice) as a:
        await a.raw(fits)
        await a.take("PONG")
        await a.raw(fits.replace(letter, letter * 3, 1))
        assert await a.closed() == 4413


async def test_too_many_frames_are_refused_and_then_the_end(alice: User, bob: User, settings: Settings) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "frames": (5, 600)}
    async with connected(alice) as a, connected(bob) as b:
        for _ in range(5):
            assert (await a.ask("ping"))["event"] == "PONG"
        for _ in range(10):
            await a.raw('{"op":"ping"}')
            assert (await a.take("ERROR"))["data"]["code"] == "RATE_LIMITED"
        await a.raw('{"op":"ping"}')
        assert await a.closed() == 4429
        assert (await b.ask("ping"))["event"] == "PONG"


async def test_a_pause_forgives(alice: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from messenger.realtime.frames import FrameRate

    rate = FrameRate(2, 1)
    assert [rate.allows() for _ in range(4)] == [True, True, False, False]
    rate._began -= 1
    assert rate.allows()
    rate._began -= 1
    assert rate.allows()
    assert not rate.goes_on()


async def test_sends_beyond_the_rate_are_refused_and_not_stored(alice: User, room: Room, settings: Settings) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "send": (2, 600)}
    async with connected(alice) as a:
        answers = [await a.ask("message.send", {"roomId": str(room.pk), **draft()}) for _ in range(4)]
        assert [answer["event"] for answer in answers] == ["ACK", "ACK", "ERROR", "ERROR"]
        assert answers[3]["data"]["code"] == "RATE_LIMITED"
        assert answers[3]["data"]["details"]["retryAfter"] >= 1
