"""daphne with back-pressure, and without detours for the frames that go to very many sockets.

daphne hands frames to Twisted, whose write buffer has no end, and answers at once; so a client
that stops reading would grow the server's memory. Twisted tells a registered producer when more
than 64 KiB wait; `send()` waits for that to pass, as it does under other ASGI servers, and
`messenger.realtime.socket` draws its conclusions (close code 4408).

A text frame is made once however many sockets get it, and what one turn of the event loop has for
a socket leaves in one write, at once: several times cheaper than a frame, a log line and a round
through the reactor for each (docs/performance.md).
"""

import asyncio
import struct
from functools import partial
from typing import Any

from daphne import server as daphne_server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

from messenger.http.gate import Gate
from messenger.http.http_limit import LimitedFactory, LimitedRequest

# Long enough for a slow client to read up to the close frame; then the connection is cut.
CLOSE_HANDSHAKE_SECONDS = 10
SERVICE_RESTART = 1012
# What may gather for one socket before it is written ahead of the turn's end; Twisted's own limit.
MOST_GATHERED = 65536


class SteadyProtocol(WebSocketProtocol):
    """A WebSocket connection with a gate, whose frames gather until the end of the loop's turn."""

    gate: Gate | None = None

    def onOpen(self) -> None:  # noqa: N802
        super().onOpen()
        self.gate = Gate()
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0
        self.transport.unregisterProducer()  # the HTTP channel's
        self.transport.registerProducer(self.gate, True)

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:  # noqa: N802, N803
        if self.gate is not None:
            self.gate.resumeProducing()
            self.gate = None
        if hasattr(self, "server"):  # else the handshake never came to an application
            super().onClose(wasClean, code, reason)

    def serverClose(self, code: int | None = None) -> None:  # noqa: N802
        """Close with `code`; 1012 too, which autobahn keeps from applications (contract 10)."""
        if code == SERVICE_RESTART:
            self.sendCloseFrame(code=code, isReply=False)
        else:
            super().serverClose(code=code)

    @property
    def takes_frames(self) -> bool:
        """Whether `gather` may be used: open, and nothing said of closing."""
        return self.gate is not None and self.state == self.STATE_OPEN

    def gather(self, frame: bytes) -> bool:
        """Keep a whole frame for `let_go`, which the caller owes if this is the first one."""
        self._gathered.append(frame)
        self._gathered_bytes += len(frame)
        if self._gathered_bytes > MOST_GATHERED:
            self.let_go()
        return len(self._gathered) == 1

    def let_go(self) -> None:
        """Write what was gathered."""
        data = b"".join(self._gathered)
        self._gathered.clear()
        self._gathered_bytes = 0
        if self.gate is not None and data:
            _write(self.transport, data)

    def sendData(self, *args: Any, **options: Any) -> None:  # noqa: N802
        """What autobahn itself says (a pong, the close frame) stands behind what was gathered."""
        if self.gate is not None and self._gathered:
            self.let_go()
        super().sendData(*args, **options)


class SteadyFactory(WebSocketFactory):
    """Makes such connections."""

    protocol = SteadyProtocol

    def setProtocolOptions(self, **options: Any) -> None:  # noqa: N802
        super().setProtocolOptions(**options, closeHandshakeTimeout=CLOSE_HANDSHAKE_SECONDS)


class Server(daphne_server.Server):
    """The server that `manage.py serve` runs."""

    def run(self) -> None:
        daphne_server.WebSocketFactory = SteadyFactory
        daphne_server.HTTPFactory = LimitedFactory
        self._framed = ("", b"")
        self._due: list[SteadyProtocol] = []
        super().run()

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """As daphne does it; a body that is still arriving, or lies on the disk, takes the queue's place."""
        inflow = getattr(protocol, "inflow", None) or getattr(protocol, "spooled", None)
        if inflow is None:
            return super().create_application(protocol, scope)
        scope.setdefault("asgi", {"version": "3.0"})
        work = self.application(scope=scope, receive=inflow.get, send=partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(work)
        return inflow

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        text = message.get("text")
        if text and isinstance(protocol, SteadyProtocol) and protocol.takes_frames:
            self._gather(protocol, text)
        else:
            await super().handle_reply(protocol, message)
        if isinstance(protocol, LimitedRequest):
            await protocol.taken()
            return
        gate = getattr(protocol, "gate", None)
        if gate is not None and not gate.is_open:
            await gate.wait()

    def _gather(self, protocol: SteadyProtocol, text: str) -> None:
        if text is not self._framed[0]:
            self._framed = (text, text_frame(text))
        if protocol.gather(self._framed[1]):
            if not self._due:
                asyncio.get_running_loop().call_soon(self._let_go)
            self._due.append(protocol)

    def _let_go(self) -> None:
        due, self._due = self._due, []
        for protocol in due:
            protocol.let_go()


def text_frame(text: str) -> bytes:
    """A whole, final, unmasked text frame (RFC 6455, section 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    if size < 65536:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload


def _write(transport: Any, data: bytes) -> None:
    """Hand bytes to the kernel now if nothing waits before them; Twisted takes what is left over."""
    idle = not transport.TLS and transport.connected and not (transport._tempDataBuffer or transport.dataBuffer)
    sent = transport.writeSomeData(data) if idle else 0
    if not isinstance(sent, int):  # lost: Twisted finds out for itself
        sent = 0
    if sent < len(data):
        transport.write(data[sent:])
