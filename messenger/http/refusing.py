"""The contract's error envelope for what is refused before Django hears of it."""

from typing import Any

from messenger.core import context, wire
from messenger.core.api import envelope
from messenger.core.errors import Refusal, Unavailable
from messenger.core.middleware import origin_of

Headers = list[tuple[bytes, bytes]]


def refused(refusal: Refusal, peer: str | None, asked: Headers) -> tuple[Headers, bytes]:
    """The headers and the body of the answer to a request from `peer` with the headers `asked`."""
    given = {name.decode("latin1").lower(): value.decode("latin1") for name, value in asked}
    origin = origin_of(peer, lambda name: given.get(name, ""))
    token = context.enter(origin)
    try:
        body = wire.encode(envelope(refusal)).encode()
    finally:
        context.leave(token)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"x-request-id", origin.request_id.encode()),
    ]
    if isinstance(refusal, Unavailable):
        headers.append((b"retry-after", str(refusal.retry_after).encode()))
    return headers, body


async def refuse(refusal: Refusal, scope: Any, send: Any, more: Headers | None = None) -> None:
    """Answer a request with a refusal, and the headers `more`."""
    headers, body = refused(refusal, (scope.get("client") or [None])[0], scope["headers"])
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers + (more or [])})
    await send({"type": "http.response.body", "body": body})
