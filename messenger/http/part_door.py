"""The door for the parts of uploads on the embedded store (contract 6): a signed address and nothing else opens it.

It stands before Django, sessions and the limit of bodies. The bytes go to the disk as they come in, in
a thread, and none of it is kept in memory (`inflow` stops a client that is faster than the disk).
"""

from collections.abc import AsyncIterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from files.errors import UploadNotFound
from files.storage import store
from files.storage.arriving import Incoming
from files.storage.disk import DiskStore
from files.storage.tickets import PartTicket
from files.waiting import in_thread
from messenger.core.errors import Invalid, Refusal
from messenger.http.refusing import Headers, refuse

# A client of another origin may use its address and read the etag, as it does with an S3 store.
_OPEN: Headers = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag")]
_PREFLIGHT: Headers = [
    *_OPEN,
    (b"access-control-allow-methods", b"PUT"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
]


class _Gone(Exception):
    """The client left in the middle."""


class PartDoor:
    """ASGI: takes `PUT` on a part's address, and passes everything else on."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if settings.FILES_ON_S3 or scope["method"] not in ("PUT", "OPTIONS") or not is_part(scope["path"]):
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _answer(send, 204, _PREFLIGHT)
        else:
            try:
                await _take(scope, receive, send)
            except _Gone:
                pass
            except Refusal as refusal:
                await refuse(refusal, scope, send, _OPEN)


def is_part(path: str) -> bool:
    """Whether this is the address of a part, valid or not."""
    return path.startswith("/api/v1/files/uploads/") and "/parts/" in path


async def _take(scope: Any, receive: Any, send: Any) -> None:
    body = _body(receive)
    try:
        etag = await _keep(scope, body)
    except Refusal:
        async for _chunk in body:  # so that the client gets to read why
            pass
        raise
    await _answer(send, 200, [*_OPEN, (b"etag", f'"{etag}"'.encode())])


async def _keep(scope: Any, body: AsyncIterator[bytes]) -> str:
    """Store the part; its etag."""
    ticket = PartTicket.presented(scope["path"], scope["query_string"])
    here = store()
    if ticket is None or not isinstance(here, DiskStore):
        raise UploadNotFound
    announced = dict(scope["headers"]).get(b"content-length")
    if announced is not None and announced != str(ticket.size).encode():
        raise _wrong_length(ticket)
    try:
        incoming = await in_thread(here.receive, ticket)
        try:
            return await _written(incoming, ticket, body)
        finally:
            await in_thread(incoming.drop)
    except FileNotFoundError:
        raise UploadNotFound from None


async def _written(incoming: Incoming, ticket: PartTicket, body: AsyncIterator[bytes]) -> str:
    size = 0
    async for chunk in body:
        size += len(chunk)
        if size > ticket.size:
            raise _wrong_length(ticket)
        await in_thread(incoming.write, chunk)
    if size != ticket.size:
        raise _wrong_length(ticket)
    return await in_thread(incoming.keep)


def _wrong_length(ticket: PartTicket) -> Invalid:
    return Invalid(_("The part has another size than announced."), size=ticket.size)


async def _body(receive: Any) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        if message.get("body"):
            yield message["body"]
        more = message.get("more_body", False)


async def _answer(send: Any, status: int, headers: Headers) -> None:
    headers = [*headers, (b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
