"""The one socket of the messenger, `/ws/v1` (contract 10).

A plain ASGI callable: it takes frames one after the other, runs commands by name and answers.
What others do comes from the hub. It knows no rule and no payload.
"""

import logging
from typing import Any

import structlog
from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone, translation

from accounts import services
from accounts.authentication import authenticate_socket
from accounts.guard import UNREACHABLE
from chat.selectors.notifications import counts
from chat.selectors.rooms import heads
from messenger.core import commands, context, history, wire
from messenger.core.api import refusal_of
from messenger.core.errors import RateLimited, Refusal
from messenger.core.middleware import origin_of
from messenger.realtime import frames
from messenger.realtime.handshake import Handshake
from messenger.realtime.hub import UNCHECKED
from messenger.realtime.process import live
from messenger.realtime.socket import Socket

log = logging.getLogger(__name__)

NOT_THE_PROTOCOL, SIGNED_OUT, ORIGIN_REFUSED, FRAME_TOO_LARGE, TOO_MANY = 4400, 4401, 4403, 4413, 4429
STRIKES = 5
OPS = {
    "message.send": "socket.message.send",
    "room.read": "socket.room.read",
    "room.typing": "socket.room.typing",
}
SILENT_OPS = {"room.typing", "presence.set"}


class SocketConsumer:
    """One connection, from handshake to close."""

    def __init__(self, scope: Any, receive: Any, send: Any) -> None:
        self._handshake = Handshake(scope)
        self._receive = receive
        self._send = send
        self._strikes = 0
        self._frames = frames.FrameRate(*settings.RATE_LIMITS["frames"])

    @classmethod
    def as_asgi(cls) -> Any:
        """The ASGI application."""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            await cls(scope, receive, send).run()

        return application

    async def run(self) -> None:
        """Take the connection, serve it until it ends."""
        await self._receive()  # websocket.connect
        origin = origin_of(self._handshake.peer, self._handshake.header)
        context.enter(origin)
        structlog.contextvars.bind_contextvars(request_id=origin.request_id)
        translation.activate(self._handshake.language)
        await self._send({"type": "websocket.accept", "subprotocol": self._handshake.subprotocol})
        socket = await self._sign_in()
        if socket is None:
            return
        here = live()
        here.hub.add(socket)
        try:
            here.presence.changed(socket.user_id)
            await self._hello(socket)
            await self._serve(socket)
        finally:
            here.hub.remove(socket)
            here.presence.changed(socket.user_id)
            socket.forget()

    async def _sign_in(self) -> Socket | None:
        if not self._handshake.origin_is_ours:
            await self._refuse(ORIGIN_REFUSED)
            return None
        try:
            found = await _in_thread(authenticate_socket)(self._handshake.headers, self._handshake.offered)
        except UNREACHABLE:
            log.warning("who opens a socket could not be looked up", exc_info=True)
            await self._refuse(UNCHECKED)
            return None
        if found is None:
            await self._refuse(SIGNED_OUT)
            return None
        self._user, self._device_session = found
        if len(live().hub.by_user.get(self._user.pk, ())) >= settings.SOCKETS_PER_USER:
            await self._refuse(TOO_MANY)
            return None
        return Socket(self._send, self._user.pk, self._device_session.pk)

    async def _refuse(self, code: int) -> None:
        await self._send({"type": "websocket.close", "code": code})

    async def _hello(self, socket: Socket) -> None:
        """The first frame. What happens meanwhile waits behind it, so that nothing falls between."""
        data = {
            "connectionId": context.current().request_id,
            "serverTime": wire.rfc3339(timezone.now()),
            "userId": self._user.pk,
            "historyEpoch": await _in_thread(history.epoch)(),
            "cursors": await _in_thread(heads)(self._user),
            **await _in_thread(counts)(self._user),
        }
        socket.begin(wire.encode({"event": "HELLO", "data": data}))

    async def _serve(self, socket: Socket) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            if not socket.closing:
                await self._take(socket, message.get("text"))

    async def _take(self, socket: Socket, text: str | None) -> None:
        if text is not None and len(text.encode("utf-8", "surrogatepass")) > settings.MAX_FRAME_BYTES:
            socket.hang_up(FRAME_TOO_LARGE)
            return
        if not self._frames.allows():
            if self._frames.goes_on():
                socket.hang_up(TOO_MANY)
            else:
                socket.push(frames.error(None, RateLimited(1)))
            return
        frame: dict[str, Any] = {}
        try:
            frame = frames.parsed(text)
            op, data = frames.request_of(frame)
        except Refusal as refusal:
            self._strike(socket, frame.get("ref"), refusal)
            return
        ref = frame.get("ref")
        try:
            answer = await self._run(socket, op, data)
        except frames.UnknownOp as refusal:
            self._strike(socket, ref, refusal)
        except Exception as error:
            known = refusal_of(error)
            if known is None:
                log.exception("op %s failed", op)
            socket.push(frames.error(ref, known or Refusal()))
        else:
            if op not in SILENT_OPS:
                socket.push(wire.encode({"event": "PONG" if op == "ping" else "ACK", "ref": ref, "data": answer}))

    async def _run(self, socket: Socket, op: str, data: Any) -> Any:
        if op == "ping":
            return {}
        if services.use_is_due(self._device_session):
            await _in_thread(services.note_use)(self._device_session)
        if op == "presence.set":
            socket.status = frames.status_of(data)
            live().presence.changed(socket.user_id)
            return None
        if op not in OPS:
            raise frames.UnknownOp(op=[op[:64]])
        result = await commands.arun(OPS[op], actor=self._user, data=data)
        return result.receipt() if hasattr(result, "receipt") else result

    def _strike(self, socket: Socket, ref: Any, refusal: Refusal) -> None:
        self._strikes += 1
        socket.push(frames.error(ref, refusal))
        if self._strikes >= STRIKES:
            socket.hang_up(NOT_THE_PROTOCOL)


def no_such_socket() -> Any:
    """The ASGI application of every other address: the handshake is refused."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.close"})

    return application


def _in_thread(function: Any) -> Any:
    return database_sync_to_async(function, thread_sensitive=False)
