"""One open socket as the hub sees it: takes frames, never waits, never grows without bound.

`send()` of an ASGI server returns at once while the client keeps up and waits when it does not
(under daphne by `messenger.server`). The hub must not wait for anybody, so a frame is pushed by
driving `send()` by hand: almost always it ends in the same step. If it does not, a task finishes
it and later frames queue behind; a queue beyond its limits means a client too slow (4408).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any
from uuid import UUID

from django.conf import settings

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

TOO_SLOW = 4408


class Socket:
    """A signed-in client's socket. All methods are called on the event loop."""

    __slots__ = (
        "_asgi_send",
        "_bytes",
        "_closing",
        "_held",
        "_queue",
        "_sending",
        "device_session_id",
        "status",
        "user_id",
    )

    def __init__(self, send: Send, user_id: UUID, device_session_id: UUID) -> None:
        self.user_id = user_id
        self.device_session_id = device_session_id
        self.status = "online"
        self._asgi_send = send
        self._queue: deque[dict[str, Any]] = deque()
        self._bytes = 0
        self._sending: asyncio.Task[None] | None = None
        self._closing = False
        self._held = True  # until HELLO is said

    @property
    def closing(self) -> bool:
        """Whether a close was sent or is on its way."""
        return self._closing

    def push(self, text: str) -> None:
        """Send a text frame, after those that wait."""
        if self._closing:
            return
        frame = {"type": "websocket.send", "text": text}
        if self._sending is None and not self._held:
            self._send_now(frame)
            return
        self._queue.append(frame)
        self._bytes += _size(frame)
        if len(self._queue) > settings.SOCKET_BUFFER_EVENTS or self._bytes > settings.SOCKET_BUFFER_BYTES:
            self.hang_up(TOO_SLOW)

    def begin(self, text: str) -> None:
        """Send the first frame, `HELLO`; what was pushed since the socket was added comes after it."""
        if self._closing:  # hung up before it was greeted
            return
        hello = {"type": "websocket.send", "text": text}
        self._queue.appendleft(hello)
        self._bytes += _size(hello)
        self._held = False
        while self._queue and self._sending is None:
            frame = self._queue.popleft()
            self._bytes -= _size(frame)
            self._send_now(frame)

    def hang_up(self, code: int) -> None:
        """Close; what waits is dropped, the client catches up when it comes back."""
        if self._closing:
            return
        self._closing = True
        self._queue.clear()
        self._bytes = 0
        self._held = False
        self._queue.append({"type": "websocket.close", "code": code})
        if self._sending is None:  # in a task of its own: other servers wait here for the client's close
            self._sending = asyncio.get_running_loop().create_task(self._finish(None))

    def forget(self) -> None:
        """The connection is gone: nothing can be sent any more."""
        self._closing = True
        self._queue.clear()
        if self._sending is not None:
            self._sending.cancel()

    def _send_now(self, frame: dict[str, Any]) -> None:
        sending = self._asgi_send(frame)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except Exception:  # the server says the connection is gone
            self._closing = True
            return
        self._sending = asyncio.get_running_loop().create_task(self._finish(_Rest(sending, waits_for)))

    async def _finish(self, begun: Awaitable[None] | None) -> None:
        try:
            if begun is not None:
                await begun
            while self._queue:
                frame = self._queue.popleft()
                self._bytes -= _size(frame)
                await self._asgi_send(frame)
        except Exception:
            self._closing = True
            self._queue.clear()
        finally:
            self._sending = None


def _size(frame: dict[str, Any]) -> int:
    """What a frame weighs on the wire: a Hangul syllable is one character and three bytes."""
    return len(frame.get("text", "").encode())


class _Rest(Awaitable[None]):
    """What is left of a coroutine that was driven up to its first wait."""

    def __init__(self, begun: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self._begun = begun
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self._waits_for
        while True:
            try:
                value, error = (yield waits_for), None
            except BaseException as raised:  # cancellation travels inwards
                value, error = None, raised
            try:
                waits_for = self._begun.send(value) if error is None else self._begun.throw(error)
            except StopIteration:
                return
