"""daphne with back-pressure: `send()` waits while a WebSocket client does not take its bytes.

daphne hands frames to Twisted, whose write buffer has no end, and answers at once; so a client
that stops reading would grow the server's memory. Twisted tells a registered producer when more
than 64 KiB wait; `send()` waits for that to pass, as it does under other ASGI servers, and
`messenger.realtime.socket` draws its conclusions (close code 4408).
"""

import asyncio
from typing import Any

from daphne import server as daphne_server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

# Long enough for a slow client to read up to the close frame; then the connection is cut.
CLOSE_HANDSHAKE_SECONDS = 10


@implementer(IPushProducer)
class Gate:
    """Open while the client takes what is written."""

    def __init__(self) -> None:
        self.is_open = True
        self._waiting: asyncio.Future[None] | None = None

    def pauseProducing(self) -> None:  # noqa: N802  (Twisted's name)
        self.is_open = False

    def resumeProducing(self) -> None:  # noqa: N802
        self.is_open = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        self._waiting = None

    stopProducing = resumeProducing

    async def wait(self) -> None:
        """Return when the client takes bytes again, or is gone."""
        if self._waiting is None:
            self._waiting = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._waiting)


class SteadyProtocol(WebSocketProtocol):
    """A WebSocket connection with a gate."""

    gate: Gate | None = None

    def onOpen(self) -> None:  # noqa: N802
        super().onOpen()
        self.gate = Gate()
        self.transport.unregisterProducer()  # the HTTP channel's
        self.transport.registerProducer(self.gate, True)

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:  # noqa: N802, N803
        if self.gate is not None:
            self.gate.resumeProducing()
            self.gate = None
        if hasattr(self, "server"):  # else the handshake never came to an application
            super().onClose(wasClean, code, reason)


class SteadyFactory(WebSocketFactory):
    """Makes such connections."""

    protocol = SteadyProtocol

    def setProtocolOptions(self, **options: Any) -> None:  # noqa: N802
        super().setProtocolOptions(**options, closeHandshakeTimeout=CLOSE_HANDSHAKE_SECONDS)


class Server(daphne_server.Server):
    """The server that `manage.py serve` runs."""

    def run(self) -> None:
        daphne_server.WebSocketFactory = SteadyFactory
        super().run()

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        await super().handle_reply(protocol, message)
        gate = getattr(protocol, "gate", None)
        if gate is not None and not gate.is_open:
            await gate.wait()
