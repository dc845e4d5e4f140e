"""Bad frames over the socket: an answer or a close for who sent them, and nothing at all for the neighbours."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.security.counting import COUNTED
from tests.security.devices import Device, closed, message, once, until
from tests.security.vectors import BAD_JSON, WRONG_VALUES, frame

pytestmark = [pytest.mark.server, pytest.mark.timeout(120), once]

FUZZ_FRAMES = 600


@pytest.mark.parametrize("what", [w for w in BAD_JSON if b"\xff" not in BAD_JSON[w]])
def test_what_is_no_frame_is_an_error(offender: Device, neighbour: Callable[[], None], what: str) -> None:
    try:
        text = BAD_JSON[what].decode()
    except UnicodeDecodeError:
        return  # not a text frame at all: see below
    wire = offender.connect()
    for _strike in range(5):
        wire.send(text)
        assert until(wire, "ERROR")["data"]["code"] == "INVALID_ARGUMENT"
    assert closed(wire) == 4400
    neighbour()
    COUNTED["bad frames"] += 1


NO_FRAMES = [
    b"{}", b'{"op": null}', b'{"op": 1}', b'{"op": []}', b'{"op": {}}', frame("nope"), frame(""), frame("x" * 60000),
    frame("message.send\0"[:-1] + "\n"), frame("Message.Send"), frame("room.delete"), frame("socket.message.send"),
    frame("__class__"), frame("message.send ", {}), frame("room.read/../message.send"), frame("HELLO"), frame("ACK"),
]  # fmt: skip


def test_unknown_ops_are_errors(offender: Device, neighbour: Callable[[], None]) -> None:
    for raw in NO_FRAMES:
        wire = offender.connect()
        wire.send(raw.decode())
        assert until(wire, "ERROR")["data"]["code"] == "INVALID_ARGUMENT"
        wire.send('{"op": "ping", "ref": "still"}')
        assert until(wire, "PONG")["ref"] == "still"
        wire.close()
        COUNTED["bad frames"] += 1
    neighbour()


@pytest.mark.parametrize("op", ["message.send", "room.read", "room.typing", "presence.set", "ping"])
def test_odd_data_is_refused_and_the_socket_stays(offender: Device, neighbour: Callable[[], None], op: str) -> None:
    wire = offender.connect()
    fields = ["roomId", "clientMsgId", "text", "type", "mentions", "attachments", "replyTo", "messageId", "status"]
    datas = [*WRONG_VALUES, *({**message(offender.room), field: value} for field in fields for value in WRONG_VALUES)]
    for index, data in enumerate(datas):
        wire.send(frame(op, data, ref=index).decode())
        COUNTED["bad frames"] += 1
        if op in ("room.typing", "presence.set"):
            continue
        found = until(wire, "ACK", "ERROR", "PONG")
        while found.get("ref") != index:
            found = until(wire, "ACK", "ERROR", "PONG")
        assert found["event"] != "ERROR" or found["data"]["code"] in ("INVALID_ARGUMENT", "NOT_FOUND", "CONFLICT")
    wire.send('{"op": "ping", "ref": "end"}')
    while until(wire, "PONG").get("ref") != "end":
        pass
    wire.close()
    neighbour()


@pytest.mark.parametrize("ref", [None, 0, -1, 2**63 - 1, 1e300, "", "x" * 60000, [], {}, {"a": [[[]]]}, "\u202e", True])
def test_any_ref_comes_back(offender: Device, ref: Any) -> None:
    wire = offender.connect()
    wire.send(json.dumps({"op": "ping", "ref": ref}))
    assert until(wire, "PONG")["ref"] == ref
    wire.send(json.dumps({"op": "message.send", "ref": ref, "data": {}}))
    assert until(wire, "ERROR")["ref"] == ref
    wire.close()


def test_random_frames(offender: Device, neighbour: Callable[[], None]) -> None:
    """Good frames with a piece cut out, doubled or turned: never a silence, never the neighbours' business."""
    rng = random.Random(7)
    wire = offender.connect()
    for number in range(FUZZ_FRAMES):
        raw = bytearray(frame("message.send", message(offender.room), ref=number))
        for _ in range(rng.randint(1, 4)):
            at, length = rng.randrange(len(raw)), rng.randint(1, 8)
            piece = raw[at : at + length]
            raw[at : at + length] = rng.choice([b"", piece * 2, piece[::-1], bytes(rng.randbytes(length))])
        try:
            wire.send(raw.decode("utf-8", "replace"))
            until(wire, "ACK", "ERROR")
        except ConnectionClosed as end:
            assert end.rcvd is not None and end.rcvd.code == 4400
            wire = offender.connect()
        COUNTED["bad frames"] += 1
    wire.close()
    neighbour()


def test_a_frame_over_the_limit_is_4413(offender: Device, neighbour: Callable[[], None]) -> None:
    for size, code in ((65537, 4413), (1 << 19, 4413)):
        wire = offender.connect()
        wire.send('{"op": "ping", "ref": "' + "a" * (size - 25) + '"}' + " " * 10)
        assert closed(wire) == code
    neighbour()


def test_binary_frames_are_no_frames(offender: Device, neighbour: Callable[[], None]) -> None:
    wire = offender.connect()
    for _strike in range(5):
        wire.send(b'{"op": "ping"}')
        assert until(wire, "ERROR")["data"]["code"] == "INVALID_ARGUMENT"
    assert closed(wire) == 4400
    neighbour()


def test_the_vectors_are_what_they_claim() -> None:
    """The premise: JSON that is refused, or none at all."""
    for raw in BAD_JSON.values():
        try:
            found = json.loads(raw.decode())
        except (ValueError, RecursionError):
            continue
        assert not isinstance(found, dict) or raw.startswith(b"{")
