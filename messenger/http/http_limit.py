"""daphne's HTTP side with an end to what it takes, and at the client's pace in both directions.

Twisted spools a whole body to disk and daphne then loads it, before the application hears of the
request; so a body without end would fill the disk and the memory whatever the application says.
A part of a file goes to the application while it arrives instead. And as with sockets, an answer
that the client does not take makes the application wait (decision 0011).
"""

import asyncio
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings

from files.storage.tickets import PartTicket
from messenger.core.errors import Refusal, TooLarge
from messenger.http.gate import Gate
from messenger.http.inflow import Inflow
from messenger.http.part_door import is_part
from messenger.http.refusing import Headers, refused
from messenger.http.sheets import most_bytes
from messenger.http.spooled import Spooled

# A body somewhat too large is read to its end, so that the client gets to see its 413.
MOST_THROWN_AWAY = 1 << 20
# A client that takes nothing of its answer for so long is gone.
STALLED_SECONDS = 60


class LimitedRequest(WebRequest):
    """Keeps a body up to one byte more than allowed, which `BodyLimit` refuses; cuts off what does not end."""

    inflow: Inflow | None = None
    spooled: Spooled | None = None
    gate: Gate | None = None
    _taken = 0
    _most = MOST_THROWN_AWAY
    _kept = 0
    _whole = False

    # --- What comes in

    def gotLength(self, length: int | None) -> None:  # noqa: N802  (Twisted's name)
        part = _part_size(self.channel._command, self.channel._path)
        if part is not None:
            self._most = part + MOST_THROWN_AWAY
        else:
            method, path = self.channel._command.decode("latin1"), _path(self.channel._path)
            self._kept = most_bytes(method, path, self._asked())
            self._most = max(self._most, self._kept)
        if length is not None and length > self._most:
            super().gotLength(0)
            self._cut_off()
        elif part is not None:
            self._stream()
        else:
            super().gotLength(length)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self._taken += len(data)
        if self.inflow is None:
            kept = max(0, self._kept + 1 - self._taken + len(data))
            if kept:
                super().handleContentChunk(data[:kept])
        if self._taken > self._most:
            self._cut_off()
        elif self.inflow is not None:
            self.inflow.feed(data)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802
        self._whole = True
        if self.inflow is None:
            if self._taken > settings.MAX_JSON_BYTES:
                self.spooled = Spooled(self.content)
            super().requestReceived(command, path, version)
        else:
            self.inflow.end()

    def _stream(self) -> None:
        """Let the application begin before the body is there."""
        self.content = BytesIO()
        self.inflow = Inflow(self._hold)
        self.method, self.uri = self.channel._command, self.channel._path
        self.clientproto = self.channel._version
        self.path = self.uri.partition(b"?")[0]
        # Not now: an answer must not come in the middle of Twisted's reading.
        asyncio.get_running_loop().call_soon(self._begin)

    def _begin(self) -> None:
        if self.channel is not None:
            self.process()

    def _hold(self, still: bool) -> None:
        channel = self.channel
        if channel is None or self._whole:
            return
        if still:
            channel._networkProducer.pauseProducing()
        elif not channel._waitingForTransport:
            channel._networkProducer.resumeProducing()

    def _cut_off(self) -> None:
        channel = self.channel
        if channel is None or channel.transport is None or getattr(channel, "cut_off", False):
            return
        channel.cut_off = True
        headers, body = refused(TooLarge(), getattr(channel.getPeer(), "host", None), self._asked())
        lines = [b"HTTP/1.1 413 Payload Too Large", b"connection: close", *(b": ".join(pair) for pair in headers)]
        channel.transport.write(b"\r\n".join([*lines, b"", body]))
        channel.loseConnection()

    def _asked(self) -> Headers:
        return [(name, value) for name, values in self.requestHeaders.getAllRawHeaders() for value in values]

    # --- What goes out

    def handle_reply(self, message: dict[str, Any]) -> None:
        if self.gate is None and message.get("more_body") and self.channel is not None and not self.finished:
            self.gate = Gate()
            self.registerProducer(self.gate, True)
        super().handle_reply(message)

    async def taken(self) -> None:
        """Return when the client has taken most of what was written, or is gone."""
        if self.gate is None or self.gate.is_open:
            return
        try:
            async with asyncio.timeout(STALLED_SECONDS):
                await self.gate.wait()
        except TimeoutError:
            self.abort()

    def finish(self) -> None:
        self._let_go()
        if self.inflow is not None and not self._whole:
            self.channel.persistent = 0  # what is still coming is no request
        super().finish()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        self._let_go()
        super().connectionLost(reason)

    def handle_exception(self, exception: BaseException) -> None:
        """An answer that broke off must not look like a whole one."""
        if self._response_started:
            self.abort()
        else:
            super().handle_exception(exception)

    def abort(self) -> None:
        """Cut the connection."""
        if self.channel is not None:
            self.channel.forceAbortClient()

    def _let_go(self) -> None:
        if self.gate is None:
            return
        if self.channel is not None and self.producer is not None:
            self.unregisterProducer()
        self.gate.resumeProducing()
        self.gate = None


class LimitedFactory(HTTPFactory):
    """Makes such requests."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = LimitedRequest
        return protocol


def _path(target: bytes) -> str:
    """The path of what was asked for, as Django will see it."""
    return unquote(target.partition(b"?")[0].decode("latin1"))


def _part_size(method: bytes, uri: bytes) -> int | None:
    """How many bytes may come for the part that this address names; None if it names none."""
    path, _, query = uri.partition(b"?")
    if method != b"PUT" or settings.FILES_ON_S3 or not is_part(path.decode("latin1")):
        return None
    try:
        ticket = PartTicket.presented(path.decode("latin1"), query)
    except Refusal:
        ticket = None
    # Whose address has expired is heard to the end, too, and told to ask for another one.
    return ticket.size if ticket else int(settings.UPLOAD_PART_BYTES)
