"""A client that does not take its events is closed with 4408 and costs nobody anything (contract 10)."""

import asyncio
import base64
import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets
from pytest_django.fixtures import Settings

from messenger.realtime.socket import TOO_SLOW, Socket
from tests.services.server import Server


class Wire:
    """An ASGI `send` that can stop taking."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, frame: dict[str, Any]) -> None:
        await self.open.wait()
        self.frames.append(frame)

    def texts(self) -> list[Any]:
        return [frame.get("text", frame.get("code")) for frame in self.frames]


def _socket(wire: Wire, *, begun: bool = True) -> Socket:
    socket = Socket(wire.send, uuid.uuid4(), uuid.uuid4())
    if begun:
        socket.begin("hello")
    return socket


async def _quiet() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_client_that_keeps_up_is_served_at_once() -> None:
    wire = Wire()
    socket = _socket(wire)
    for n in range(3):
        socket.push(str(n))
    assert wire.texts() == ["hello", "0", "1", "2"]  # without the event loop's having turned


async def test_nothing_comes_before_the_greeting() -> None:
    wire = Wire()
    socket = _socket(wire, begun=False)
    socket.push("early")
    assert wire.texts() == []
    socket.begin("hello")
    socket.push("late")
    assert wire.texts() == ["hello", "early", "late"]


async def test_a_client_that_stops_is_served_in_order_when_it_goes_on() -> None:
    wire = Wire()
    socket = _socket(wire)
    wire.open.clear()
    for n in range(50):
        socket.push(str(n))
    await _quiet()
    assert wire.texts() == ["hello"]
    wire.open.set()
    await _quiet()
    assert wire.texts() == ["hello", *map(str, range(50))]
    socket.push("again")
    await _quiet()
    assert wire.texts()[-1] == "again"


@pytest.mark.parametrize(("name", "value", "text"), [("EVENTS", 20, "x"), ("BYTES", 1000, "y" * 100)])
async def test_too_slow_is_the_end(settings: Settings, name: str, value: int, text: str) -> None:
    setattr(settings, f"SOCKET_BUFFER_{name}", value)
    wire = Wire()
    socket = _socket(wire)
    wire.open.clear()
    for _ in range(100):
        socket.push(text)
    assert socket.closing
    assert len(socket._queue) <= 1  # what waited is dropped
    wire.open.set()
    await _quiet()
    assert wire.frames[-1] == {"type": "websocket.close", "code": TOO_SLOW}
    assert len(wire.frames) <= 3
    socket.push("more")
    socket.hang_up(4401)
    await _quiet()
    assert wire.frames[-1]["code"] == TOO_SLOW


async def test_a_frozen_greeting_is_too_slow_as_well(settings: Settings) -> None:
    settings.SOCKET_BUFFER_EVENTS = 16
    wire = Wire()
    socket = _socket(wire, begun=False)
    for n in range(40):
        socket.push(str(n))
    await _quiet()
    assert wire.frames == [{"type": "websocket.close", "code": TOO_SLOW}]
    socket.begin("hello")
    await _quiet()
    assert wire.texts() == [TOO_SLOW]


async def test_a_connection_that_is_gone_is_left_alone() -> None:
    async def breaks(frame: dict[str, Any]) -> None:
        raise RuntimeError("gone")

    socket = Socket(breaks, uuid.uuid4(), uuid.uuid4())
    socket.begin("hello")
    socket.push("x")
    assert socket.closing
    socket.forget()


# --- A real server -----------------------------------------------------------------------------


def _memory(pid: int) -> int:
    """Resident KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


async def _stalled(server: Server, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A raw socket that has shaken hands, with a tiny window, and reads nothing."""
    import socket as sockets

    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", server.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=1024)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /ws/v1 HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Authorization: Bearer {token}",
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await writer.drain()
    assert b"101" in await reader.readline()
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    return reader, writer


async def _rest_of(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """What still comes, and whether the connection was cut instead of closed."""
    heard = b""
    async with asyncio.timeout(30):
        try:
            while block := await reader.read(1 << 20):
                heard += block
        except ConnectionResetError:
            return heard, True
    return heard, False


@pytest.mark.server
async def test_a_stalled_client_is_closed_and_the_others_go_on(new_server: Callable[..., Server]) -> None:
    server = await asyncio.to_thread(
        new_server, people=3, RATE_LIMITS_SEND="100000/1", RATE_LIMITS_FRAMES="100000/1", SOCKET_BUFFER_BYTES="65536"
    )
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1") as http:
        tokens = []
        for login in ("demo001", "demo002"):
            body = {"username": login, "password": "maru-demo-2026", "deviceName": "PC"}
            tokens.append((await http.post("/device-sessions", json=body)).json()["accessToken"])
        bearer = {"Authorization": f"Bearer {tokens[0]}"}
        rooms = (await http.get("/rooms", headers=bearer)).json()["results"]
    room_id = next(room["roomId"] for room in rooms if room["name"] == "전체")
    reader, writer = await _stalled(server, tokens[1])
    before = _memory(server.pid)
    async with websockets.connect(server.socket_url, additional_headers=bearer, max_size=None) as mine:
        text, sent = "가" * 9_000, 300  # 27 KiB each: 8 MB, many times what may wait
        for n in range(sent):
            data = {"roomId": room_id, "clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": text}
            await mine.send(json.dumps({"op": "message.send", "ref": n, "data": data}, ensure_ascii=False))
        async with asyncio.timeout(40):
            while json.loads(await mine.recv()).get("ref") != sent - 1:
                pass
    assert _memory(server.pid) - before < 40_000
    writer.transport.resume_reading()  # type: ignore[attr-defined]
    heard, cut = await _rest_of(reader)
    writer.close()
    assert len(heard) < 7_000_000
    # Who reads on in time finds the close frame with its code; who does not is cut off.
    assert cut or b"\x88\x02" + TOO_SLOW.to_bytes(2, "big") in heard[-200:]
