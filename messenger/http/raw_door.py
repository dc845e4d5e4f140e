"""The door on `FILE_ORIGIN`, the host of people's files (contract 6): signed, expiring addresses, no cookie.

It answers on that host only, and that host answers nothing else; so nothing in a file can reach what a
session protects, whatever a browser makes of it.
"""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from files.serving import Answer, Served, prepare
from files.waiting import in_thread
from messenger.core.errors import Forbidden, NotFound, Refusal
from messenger.http.refusing import Headers, refuse

_PREFIX = "/raw/"
_OPEN: Headers = [(b"access-control-allow-origin", b"*")]


class RawDoor:
    """ASGI: everything on the host of `FILE_ORIGIN`; the rest is passed on."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = dict(scope["headers"])
        if not settings.FILE_ORIGIN or asked.get(b"host", b"").decode("latin1").lower() != _host():
            await self.app(scope, receive, send)
            return
        try:
            made = await in_thread(_prepared, scope, asked)
        except Refusal as refusal:
            await refuse(refusal, scope, send, _OPEN)
        else:
            await _send(made, receive, send)


def _host() -> str:
    return urlsplit(settings.FILE_ORIGIN).netloc.lower()


def _prepared(scope: Any, asked: dict[bytes, bytes]) -> Answer:
    path, method = scope["path"], scope["method"]
    if method not in ("GET", "HEAD") or not path.startswith(_PREFIX):
        raise NotFound
    try:
        served = Served.of_token(path.removeprefix(_PREFIX))
    except signing.BadSignature:
        raise Forbidden from None
    part, if_range = (asked.get(name, b"").decode("latin1") for name in (b"range", b"if-range"))
    return prepare(served, method, part, if_range)


async def _send(made: Answer, receive: Any, send: Any) -> None:
    headers = [(name.lower().encode(), value.encode("latin1")) for name, value in made.headers.items()]
    await send({"type": "http.response.start", "status": made.status, "headers": [*headers, *_OPEN]})
    if made.pieces is not None:
        gone = asyncio.ensure_future(_gone(receive))
        try:
            async for piece in made.pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                if gone.done():
                    return
        finally:
            gone.cancel()
            await in_thread(made.pieces.close)
    await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
