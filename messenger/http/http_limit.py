"""daphne's HTTP side with an end to what it takes.

Twisted spools a whole body to disk and daphne then loads it, before the application hears of the
request; so a body without end would fill the disk and the memory whatever the application says.
"""

from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings

from messenger.http.body_limit import too_large

# A body somewhat too large is read to its end, so that the client gets to see its 413.
MOST_THROWN_AWAY = 1 << 20


class LimitedRequest(WebRequest):
    """Keeps a body up to one byte more than allowed, which `BodyLimit` refuses; cuts off what does not end."""

    _taken = 0

    def gotLength(self, length: int | None) -> None:  # noqa: N802  (Twisted's name)
        if length is not None and length > MOST_THROWN_AWAY:
            super().gotLength(0)
            self._cut_off()
        else:
            super().gotLength(length)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        kept = max(0, settings.MAX_JSON_BYTES + 1 - self._taken)
        self._taken += len(data)
        if kept:
            super().handleContentChunk(data[:kept])
        elif self._taken > MOST_THROWN_AWAY:
            self._cut_off()

    def _cut_off(self) -> None:
        channel = self.channel
        if channel is None or channel.transport is None or getattr(channel, "cut_off", False):
            return
        channel.cut_off = True
        asked = [(name, value) for name, values in self.requestHeaders.getAllRawHeaders() for value in values]
        headers, body = too_large(getattr(channel.getPeer(), "host", None), asked)
        lines = [b"HTTP/1.1 413 Payload Too Large", b"connection: close", *(b": ".join(pair) for pair in headers)]
        channel.transport.write(b"\r\n".join([*lines, b"", body]))
        channel.loseConnection()


class LimitedFactory(HTTPFactory):
    """Makes such requests."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = LimitedRequest
        return protocol
