"""Broken bytes below HTTP and WebSocket: the connection ends, the server and the neighbours go on."""

import contextlib
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.security.counting import COUNTED
from tests.security.devices import Device, once
from tests.security.vectors import frame
from tests.services.server import Server

pytestmark = [pytest.mark.server, pytest.mark.timeout(120), once]


def raw_socket(device: Device) -> socket.socket:
    """A connection after its handshake, past any library."""
    wire = socket.create_connection(("127.0.0.1", device.server.port), timeout=10)
    wire.sendall(handshake(device))
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += wire.recv(4096)
    assert answer.startswith(b"HTTP/1.1 101"), answer
    return wire


def handshake(device: Device, *lines: bytes, path: bytes = b"/ws/v1") -> bytes:
    head = [
        b"GET " + path + b" HTTP/1.1", b"Host: 127.0.0.1:%d" % device.server.port, b"Upgrade: websocket",
        b"Connection: Upgrade", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        b"Authorization: Bearer " + device.token.encode(), *lines,
    ]  # fmt: skip
    return b"\r\n".join([*head, b"", b""])


def masked(first: int, payload: bytes, *, mask: bool = True) -> bytes:
    """One WebSocket frame with `first` as its first byte."""
    size = len(payload)
    flag = 0x80 if mask else 0
    if size < 126:
        length = bytes([flag | size])
    elif size < 65536:
        length = bytes([flag | 126]) + size.to_bytes(2, "big")
    else:
        length = bytes([flag | 127]) + size.to_bytes(8, "big")
    return bytes([first]) + length + (bytes(4) if mask else b"") + payload


def read_to_the_end(wire: socket.socket, most: int = 5 << 20) -> bytes:
    got = b""
    try:
        while len(got) < most and (piece := wire.recv(65536)):
            got += piece
    except ConnectionResetError:
        pass
    return got


TEXT, BINARY, PING = 0x81, 0x82, 0x89
WIRE_VECTORS: dict[str, bytes] = {
    "invalid UTF-8": masked(TEXT, b"\xff\xfe\xfd"),
    "surrogate in UTF-8": masked(TEXT, b'"\xed\xa0\x80"'),
    "reserved opcode": masked(0x83, b"x"),
    "reserved bits": masked(0xF1, b"x"),
    "compressed without agreement": masked(0xC1, b"x"),
    "not masked": masked(TEXT, b"{}", mask=False),
    "a ping too long": masked(PING, b"x" * 126),
    "a ping in pieces": masked(0x09, b"x"),
    "a continuation of nothing": masked(0x80, b"x"),
    "a text inside a text": masked(0x01, b"x") + masked(TEXT, b"y"),
    "a close of one byte": masked(0x88, b"x"),
    "a close with a reserved code": masked(0x88, (1005).to_bytes(2, "big")),
    "larger than 1 MiB": masked(TEXT, b"a" * ((1 << 20) + 1)),
    "announced as 8 EiB": bytes([TEXT, 0xFF]) + (2**63 - 1).to_bytes(8, "big") + bytes(4),
    "2 MiB in pieces": masked(0x01, b"a" * 65536) + masked(0x00, b"a" * 65536) * 32,
}


@pytest.mark.parametrize("what", WIRE_VECTORS)
def test_broken_websocket_frames_end_their_connection(
    offender: Device, neighbour: Callable[[], None], what: str
) -> None:
    wire = raw_socket(offender)
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):  # cut already
        wire.sendall(WIRE_VECTORS[what])
    read_to_the_end(wire)
    wire.close()
    neighbour()
    COUNTED["bad frames"] += 1


def test_floods_of_pings_and_pieces(offender: Device, neighbour: Callable[[], None]) -> None:
    wire = raw_socket(offender)
    wire.sendall(masked(PING, b"x") * 2000)
    body = frame("ping", ref="whole")
    wire.sendall(masked(0x01, body[:1]) + b"".join(masked(0x00, body[i : i + 1]) for i in range(1, len(body))))
    wire.sendall(masked(0x80, b""))
    got = b""
    while b"whole" not in got:
        got += wire.recv(65536)
    wire.close()
    neighbour()


BAD_HANDSHAKES: dict[str, Any] = {
    "no key": lambda d: handshake(d).replace(b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", b""),
    "bad key": lambda d: handshake(d).replace(b"dGhlIHNhbXBsZSBub25jZQ==", b"x"),
    "old version": lambda d: handshake(d).replace(b"Version: 13", b"Version: 7"),
    "other path": lambda d: handshake(d, path=b"/ws/v2"),
    "path with an escape": lambda d: handshake(d, path=b"/ws/v1%00"),
    "no path at all": lambda d: handshake(d, path=b"*"),
    "a header of 100 KB": lambda d: handshake(d, b"X-Long: " + b"x" * 100_000),
    "2,000 headers": lambda d: handshake(d, *[b"X-H%d: 1" % n for n in range(2000)]),
    "odd origin": lambda d: handshake(d, b"Origin: http://[::1").replace(b"Authorization: Bearer ", b"Cookie: maru="),
    "origin twice": lambda d: handshake(d, b"Origin: null", b"Origin: http://127.0.0.1"),
    "bytes in a header": lambda d: handshake(d, b"X-Odd: \xff\xfe"),
    "bytes in the protocol": lambda d: handshake(d, b"Sec-WebSocket-Protocol: bearer, \xff\xfe"),
    "protocol without a token": lambda d: handshake(d, b"Sec-WebSocket-Protocol: bearer"),
    "cut": lambda d: handshake(d)[:-30],
    **{
        f"byte {byte:#04x} in Origin": lambda d, byte=byte: handshake(d, b"Origin: http://x" + bytes([byte]) + b"y: z")
        for byte in (0x00, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85)
    },
}


@pytest.mark.parametrize("what", BAD_HANDSHAKES)
def test_odd_handshakes_harm_nobody(offender: Device, neighbour: Callable[[], None], what: str) -> None:
    wire = socket.create_connection(("127.0.0.1", offender.server.port), timeout=10)
    wire.settimeout(2)
    wire.sendall(BAD_HANDSHAKES[what](offender))
    try:
        answer = wire.recv(65536)
    except (TimeoutError, ConnectionResetError):
        answer = b""
    wire.close()
    assert not answer or re.match(rb"HTTP/1.[01] (101|4\d\d|5\d\d)", answer), answer
    assert b"Traceback" not in answer
    neighbour()
    COUNTED["bad frames"] += 1


HTTP_VECTORS: dict[str, bytes] = {
    "a body of 1 GB announced": b"POST /api/v1/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\n",
    "a length of 5,000 digits": b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: "
    + b"9" * 5000
    + b"\r\n\r\n",
    "a negative length": b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunks": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/0.9": b"GET /\r\n",
    "HTTP/9": b"GET / HTTP/9.9\r\n\r\n",
    "a path of 100 KB": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes in the path": b"GET /api/v1/\xff\xfe%ff%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "another method": b"BREW /api/v1/rooms HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a whole URL": b"GET http://evil.example/api/v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
}


@pytest.mark.parametrize("what", HTTP_VECTORS)
def test_odd_http_harms_nobody(offender: Device, neighbour: Callable[[], None], what: str) -> None:
    with socket.create_connection(("127.0.0.1", offender.server.port), timeout=10) as wire:
        wire.settimeout(2)
        wire.sendall(HTTP_VECTORS[what])
        try:
            answer = wire.recv(65536)
        except (TimeoutError, ConnectionResetError):
            answer = b""
    assert not re.match(rb"HTTP/1.[01] (2|5)\d\d", answer), answer
    assert b"Server:" not in answer and b"Traceback" not in answer
    neighbour()


def memory_of(pid: int) -> int:
    """Resident memory in MiB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


def test_a_body_without_end_is_413_and_takes_no_memory(server: Server, neighbour: Callable[[], None]) -> None:
    """Up to 100 MB in chunks to a door and to a page; the answer comes while it is still being sent."""
    before = memory_of(server.pid)
    for path in ("/api/v1/rooms", "/login"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
            wire.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n")
            try:
                for _ in range(1600):
                    wire.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
                wire.sendall(b"0\r\n\r\n")
            except OSError:
                pass  # the server has had enough
            wire.settimeout(10)
            try:
                answer = wire.recv(4096)
            except ConnectionResetError:
                answer = b""
            assert not answer or answer.startswith(b"HTTP/1.1 413"), answer
    assert memory_of(server.pid) < before + 40
    neighbour()


def test_the_413_carries_the_envelope(server: Server) -> None:
    answer = httpx.post(f"{server.url}/api/v1/rooms", content=b"a" * 70_000, trust_env=False)
    assert answer.status_code == 413
    error = answer.json()["error"]
    assert error["code"] == "PAYLOAD_TOO_LARGE"
    assert error["requestId"] and error["requestId"] == answer.headers["X-Request-ID"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
