"""Stops a body that is too large while it arrives, before anybody keeps it."""

from typing import Any

from django.conf import settings

from messenger.core import context, errors, wire
from messenger.core.api import envelope
from messenger.core.middleware import origin_of

Headers = list[tuple[bytes, bytes]]


class BodyLimit:
    """ASGI: answers 413 as soon as more than `MAX_JSON_BYTES` have come in."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and (len(announced) > 18 or int(announced) > settings.MAX_JSON_BYTES):
            await _refuse(scope, send)
            return
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            size += len(message.get("body", b""))
            if size > settings.MAX_JSON_BYTES:
                await _refuse(scope, send)
                return
            chunks.append(message.get("body", b""))
            more = message.get("more_body", False)
        whole = [{"type": "http.request", "body": b"".join(chunks), "more_body": False}]

        async def receive_whole() -> Any:
            return whole.pop() if whole else await receive()

        await self.app(scope, receive_whole, send)


async def _refuse(scope: Any, send: Any) -> None:
    headers, body = too_large((scope.get("client") or [None])[0], scope["headers"])
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def too_large(peer: str | None, asked: Headers) -> tuple[Headers, bytes]:
    """The headers and the body of the 413 for a request with the headers `asked`."""
    given = {name.decode("latin1").lower(): value.decode("latin1") for name, value in asked}
    origin = origin_of(peer, lambda name: given.get(name, ""))
    token = context.enter(origin)
    try:
        body = wire.encode(envelope(errors.TooLarge())).encode()
    finally:
        context.leave(token)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"x-request-id", origin.request_id.encode()),
    ]
    return headers, body
