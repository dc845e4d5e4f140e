"""Connects to the very address that was checked, and holds a connection to its time and size."""

import ipaddress
import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from messenger.core.outbound.addresses import Address
from messenger.core.outbound.errors import Blocked, Failed

CONNECT_SECONDS = 2.0
FIRST_BYTE_SECONDS = 2.0
MAX_HEAD = 16 << 10


class Deadline:
    """A moment by which everything is over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds until then, at most `most`; `Failed` when there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise Failed("TIMEOUT")
        return seconds if most is None else min(seconds, most)


class Pinned(httpcore.NetworkBackend):
    """The network for one request: whatever host it is asked for, it goes to these addresses, in turn."""

    def __init__(self, addresses: Sequence[Address], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._inner: httpcore.NetworkBackend = httpcore.SyncBackend()
        self.stream: Guarded | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first of the addresses that answers; all of them within the time to connect."""
        each = CONNECT_SECONDS / len(self._addresses)
        for address in self._addresses:
            try:
                stream = self._inner.connect_tcp(str(address), port, self._deadline.left(each), socket_options=())
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            self.stream = Guarded(stream, address, self._deadline)
            return self.stream
        raise Failed("UNREACHABLE")

    def connect_unix_socket(self, *_args: Any, **_kwargs: Any) -> httpcore.NetworkStream:
        """Nothing on this machine is ever asked."""
        raise Blocked("ADDRESS")


class Guarded(httpcore.NetworkStream):
    """A connection whose other end is the one that was checked. It ends with its deadline; until `head_ended`
    is called it reads no more than the head of an answer may have."""

    def __init__(self, inner: httpcore.NetworkStream, address: Address, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline
        self._head_left: int | None = MAX_HEAD
        peer = inner.get_extra_info("server_addr")
        if peer is None or ipaddress.ip_address(peer[0]) != address:
            inner.close()
            raise Blocked("ADDRESS")

    def head_ended(self) -> None:
        """From here on it is the body, which is counted by who reads it."""
        self._head_left = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._head_left is None:
            return self._inner.read(max_bytes, self._deadline.left())
        if not self._head_left:
            raise Failed("TOO_LARGE")
        first = self._head_left == MAX_HEAD
        wait = self._deadline.left(FIRST_BYTE_SECONDS if first else None)
        piece = self._inner.read(min(max_bytes, self._head_left), wait)
        self._head_left -= len(piece)
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The certificate is checked against the name, whatever the address."""
        try:
            self._inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(CONNECT_SECONDS))
        except httpcore.ConnectError:
            raise Failed("TLS") from None
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
