"""Finds out where a name is: once, and within a time that the system's resolver does not keep by itself."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread

from messenger.core.outbound.addresses import Address
from messenger.core.outbound.errors import Failed

# All addresses of a name, A and AAAA; in so many seconds, else `Failed`.
Resolver = Callable[[str, float], Sequence[Address]]

_AT_ONCE = BoundedSemaphore(16)  # look-ups that a dead name server keeps from ending


def system(host: str, seconds: float) -> Sequence[Address]:
    """Ask as this machine is set up to."""
    places = _AT_ONCE
    if not places.acquire(timeout=seconds):
        raise Failed("DNS")
    answer: Future[Sequence[Address]] = Future()
    answer.add_done_callback(lambda _answer: places.release())
    Thread(target=_look_up, args=(host, answer), name="look-up", daemon=True).start()
    try:
        return answer.result(seconds)
    except (OSError, UnicodeError):  # a timeout is an OSError
        raise Failed("DNS") from None


def _look_up(host: str, answer: "Future[Sequence[Address]]") -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        answer.set_result([_address(entry[4]) for entry in found])
    except BaseException as error:
        answer.set_exception(error)


def _address(sockaddr: tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]) -> Address:
    zone = f"%{sockaddr[3]}" if len(sockaddr) == 4 and sockaddr[3] and "%" not in str(sockaddr[0]) else ""
    return ipaddress.ip_address(f"{sockaddr[0]}{zone}")
