"""Events from the processes beside the server, where there is no Redis: a datagram socket in the data directory.

Workers and commands send; the one server process listens. A notice is a hint: what does not fit into a
datagram or finds nobody there is forgotten, and nobody ever waits (contract 10.5).
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from django.conf import settings

from messenger.core.events import Hangup, Notice
from messenger.realtime.packing import pack, unpack

log = logging.getLogger(__name__)

NAME = "hub.sock"
BUFFER_BYTES = 1 << 20


@contextmanager
def _short(name: str) -> Iterator[str]:
    """A path of the socket that fits into the 108 bytes a socket's address may have, however deep the directory."""
    directory = os.open(settings.DATA_DIR, os.O_RDONLY | os.O_DIRECTORY)
    try:
        through = Path(f"/proc/self/fd/{directory}")
        yield str((through if through.exists() else settings.DATA_DIR) / name)
    finally:
        os.close(directory)


def tell(notice: Notice) -> None:
    """Send a notice to the server beside us, if there is one that takes it now."""
    text = "" if isinstance(notice, Hangup) else notice.frame()
    datagram = orjson.dumps({"notice": pack(notice), "text": text})
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, _short(NAME) as path:
        sender.setblocking(False)
        with contextlib.suppress(OSError):  # nobody there, no room left, too large
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
            sender.sendto(datagram, path)


def listen(deliver: Callable[[Notice], None]) -> "Ear | None":
    """Hear on the running event loop; None where the system does not let us, and then clients learn by asking."""
    try:
        return Ear(deliver)
    except OSError:
        log.warning("events of workers cannot be heard", exc_info=True)
        return None


class Ear:
    """Hears what is told beside the event loop's process. The newest one in a data directory has the name."""

    def __init__(self, deliver: Callable[[Notice], None]) -> None:
        self._deliver = deliver
        self._loop = asyncio.get_running_loop()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        fresh = f"{NAME}.{os.getpid()}"
        mask = os.umask(0o177)
        try:
            with _short(fresh) as path, contextlib.suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108  (left behind by a process that was killed)
            with _short(fresh) as path:
                self._socket.bind(path)
        finally:
            os.umask(mask)
        os.replace(settings.DATA_DIR / fresh, settings.DATA_DIR / NAME)  # noqa: PTH105
        self._loop.add_reader(self._socket, self._hear)

    def _hear(self) -> None:
        try:
            message = orjson.loads(self._socket.recv(BUFFER_BYTES))
            self._deliver(unpack(message["notice"], message["text"]))
        except BlockingIOError:
            return
        except Exception:
            log.exception("a notice could not be understood")

    def stop(self) -> None:
        """Hear nothing any more."""
        if not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
        self._socket.close()
