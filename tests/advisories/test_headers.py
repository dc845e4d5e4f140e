"""H, V36. Control characters in a handshake's headers: a server behind ours must never read another header out of one.

The rule is daphne's (CVE-2026-44546, fixed in 4.2.2), so there is no build of ours in which to take it out: what is
asked is the server that runs, and the version that is pinned.
"""

import socket
from collections.abc import Iterator
from importlib.metadata import version
from urllib.parse import urlsplit

import pytest

from tests.services.server import Server, start_server

SMUGGLED = b"X-Forwarded-For: 10.0.0.1"
CONTROLS = [b"\x0b", b"\x0c", b"\x1c", b"\x1d", b"\x1e", b"\x85", b"\x00"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = start_server(tmp_path_factory.mktemp("headers"))
    yield made
    made.remove()


def _status(server: Server, header: bytes) -> int:
    """The status that answers a handshake with this header; 0 if the connection is just closed."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as wire:
        wire.sendall(
            b"GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + header + b"\r\n\r\n"
        )
        answer = wire.recv(4096)
    return int(answer.split()[1]) if answer else 0


@pytest.mark.server
def test_a_sound_handshake_is_answered(server: Server) -> None:
    assert _status(server, b"Origin: http://127.0.0.1") == 101


@pytest.mark.server
@pytest.mark.parametrize("control", CONTROLS, ids=repr)
def test_control_characters_in_a_header_are_refused(server: Server, control: bytes) -> None:
    assert _status(server, b"X-Any: value" + control + SMUGGLED) in (0, 400)


def test_the_server_is_one_with_the_fix() -> None:
    assert tuple(map(int, version("daphne").split(".")[:3])) >= (4, 2, 2)
