"""A light WebSocket client for very many sockets: one thread, epoll, frames counted and not decoded."""

import select
import socket
import struct
import time
from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from bench.machine import GaveUp

Hear = Callable[["Link", bytes], None]

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
KEY = b64encode(bytes(16)).decode()
_READ = 1 << 18


class Link:
    """One client's WebSocket. `frames` counts the text frames it got."""

    __slots__ = ("_rest", "close_code", "fd", "frames", "hear", "is_open", "name", "sock")

    def __init__(self, port: int, path: str, token: str, name: str) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.fd = self.sock.fileno()
        self.name = name
        self.hear: Hear | None = None
        self.frames = 0
        self.is_open = False
        self.close_code: int | None = None
        self._rest = b""
        self.sock.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        self.sock.setblocking(False)

    def say(self, op: str, data: Any) -> None:
        """Send one operation."""
        self.send(orjson.dumps({"op": op, "ref": 1, "data": data}))

    def send(self, payload: bytes, opcode: int = _TEXT) -> None:
        """Send a frame, masked with zeros."""
        size = len(payload)
        head = struct.pack(">BB", 0x80 | opcode, 0x80 | size) if size < 126 else b""
        self.sock.send((head or struct.pack(">BBH", 0x80 | opcode, 0xFE, size)) + b"\0\0\0\0" + payload)

    def take(self) -> int:
        """Read what came and walk its frames; how many texts there were."""
        try:
            data = self.sock.recv(_READ)
        except BlockingIOError:
            return 0
        except ConnectionError:
            data = b""
        if not data:
            self.close_code = self.close_code or 1006
            self.sock.close()
            return 0
        if self._rest:
            data = self._rest + data
        before = self.frames
        self._rest = data[self._walk(data) :]
        return self.frames - before

    def _walk(self, data: bytes) -> int:
        """Where the first unfinished frame begins."""
        at, end = 0, len(data)
        if not self.is_open:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                return 0
            if not data.startswith(b"HTTP/1.1 101"):
                raise GaveUp(f"no WebSocket: {data[:60]!r}")
            self.is_open = True
        while end - at >= 2:
            size, body = data[at + 1], at + 2
            if size == 126:
                body += 2
                size = int.from_bytes(data[at + 2 : body])
            elif size == 127:
                body += 8
                size = int.from_bytes(data[at + 2 : body])
            if body + size > end:
                break
            opcode = data[at] & 15
            if opcode == _TEXT:
                self.frames += 1
                if self.hear is not None:
                    self.hear(self, data[body : body + size])
            else:
                self._control(opcode, data[body : body + size])
            at = body + size
        return at

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == _PING:
            self.send(payload, _PONG)
        elif opcode == _CLOSE:
            self.close_code = int.from_bytes(payload[:2]) if payload else 1005


class Crowd:
    """Links that are waited for together."""

    def __init__(self, port: int, path: str = "/ws/v1") -> None:
        self._port = port
        self._path = path
        self._poll = select.epoll()
        self.links: dict[int, Link] = {}
        self.frames = 0  # texts that all of them got

    def join(self, tokens: Iterable[str], *, hello: bool = True, at_once: int = 100, path: str = "") -> list[Link]:
        """Connect, some at a time, and wait until each was greeted (or at least taken)."""
        waiting = list(tokens)
        joined: list[Link] = []
        for start in range(0, len(waiting), at_once):
            new = [Link(self._port, path or self._path, token, token) for token in waiting[start : start + at_once]]
            for link in new:
                self.links[link.fd] = link
                self._poll.register(link.fd, select.EPOLLIN)
            self.run_until(lambda new=new: all(link.is_open and link.frames >= hello for link in new), 60)  # type: ignore[misc]
            joined += new
        return joined

    def turn(self, seconds: float) -> None:
        """Take what comes within this time; returns after the first of it."""
        for fd, _event in self._poll.poll(max(0.0, seconds), 512):
            link = self.links[fd]
            self.frames += link.take()
            if link.sock.fileno() < 0:
                del self.links[fd]

    def run_for(self, seconds: float) -> None:
        """Take what comes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.turn(left)

    def run_until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Take what comes until it is so."""
        end = time.perf_counter() + seconds
        while not condition():
            if time.perf_counter() > end:
                raise GaveUp(f"clients waited {seconds:.0f} s in vain")
            self.turn(0.05)

    def settle(self, quiet: float = 0.5) -> None:
        """Take what comes until nothing comes any more."""
        while True:
            before = self.frames
            self.run_for(quiet)
            if self.frames == before:
                return

    def drop(self, link: Link) -> None:
        """Close one."""
        self._poll.unregister(link.fd)
        del self.links[link.fd]
        link.sock.close()

    def leave(self) -> None:
        """Close all."""
        for link in self.links.values():
            link.sock.close()
        self.links.clear()
        self._poll.close()
