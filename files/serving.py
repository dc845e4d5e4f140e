"""How the bytes of a file leave the house (contract 6); whether they may is decided before.

In this order: a short-lived address of the S3 store; one of `FILE_ORIGIN`, where no cookie of ours is sent;
the web server in front (`X_ACCEL_PREFIX`); else the bytes from here, piece by piece, with ranges. A file
is never served as a type that a browser would run.
"""

import logging
import threading
from collections.abc import AsyncIterator, Generator
from dataclasses import asdict, dataclass
from typing import Any, cast
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core import signing
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header

from files.ranges import RangeNotSatisfiable, wanted
from files.storage import Stat, StoreDown, store
from files.storage.disk import DiskStore
from files.waiting import in_thread

log = logging.getLogger(__name__)

SAFE_TYPES = frozenset(
    ("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "application/pdf", "text/plain")
)
SAFE_KINDS = ("video/", "audio/")
_SALT = "files.raw"


@dataclass(frozen=True, slots=True)
class Served:
    """What somebody gets: the bytes under `key`, how they are called, and what they are."""

    key: str
    filename: str
    mime: str
    inline: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it: it was asked to, and the type does nothing by itself."""
        return self.inline and (self.mime in SAFE_TYPES or self.mime.startswith(SAFE_KINDS))

    @property
    def content_type(self) -> str:
        if not self.is_shown:
            return "application/octet-stream"
        return "text/plain; charset=utf-8" if self.mime == "text/plain" else self.mime

    @property
    def disposition(self) -> str:
        """`Content-Disposition` with the name in UTF-8 (RFC 6266)."""
        name = "".join(char for char in self.filename if char.isprintable())
        return content_disposition_header(not self.is_shown, name) or "attachment"

    def headers(self) -> dict[str, str]:
        """What every answer with these bytes says. Our own pages show documents in frames."""
        headers = {
            "Content-Type": self.content_type,
            "Content-Disposition": self.disposition,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        framed = self.is_shown and self.mime == "application/pdf"
        embedders = " ".join(["'self'", *settings.ALLOWED_ORIGINS]) if framed else "'none'"
        headers["Content-Security-Policy"] = (
            f"default-src 'none'; base-uri 'none'; sandbox; frame-ancestors {embedders}"
        )
        if framed:
            headers["X-Frame-Options"] = "SAMEORIGIN"
        return headers

    def token(self) -> str:
        """These words, signed, for the door on `FILE_ORIGIN`."""
        return signing.dumps(asdict(self), salt=_SALT)

    @classmethod
    def of_token(cls, token: str) -> "Served":
        """What a token says; `signing.BadSignature` if it is not ours or too old."""
        return cls(**signing.loads(token, salt=_SALT, max_age=settings.DOWNLOAD_URL_SECONDS))


class Pieces:
    """Exactly `length` bytes from `start`. The first ones are fetched at once: `StoreDown` comes before the answer."""

    def __init__(self, key: str, start: int, length: int) -> None:
        self._left = length
        self._source = cast("Generator[bytes, None, None]", store().open(key, start, length))
        self._busy = threading.Lock()
        try:
            self._first = self._next()
        except FileNotFoundError as error:  # deleted a moment ago
            raise StoreDown from error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        piece = self._first
        while piece:
            yield piece
            piece = await in_thread(self._next)

    def close(self) -> None:
        """No more is wanted."""
        with self._busy:
            self._source.close()

    def _next(self) -> bytes:
        """The next piece; empty at the end, and never more or less than announced."""
        with self._busy:
            piece = next(self._source, b"")
        self._left -= len(piece)
        if self._left < 0 or (self._left and not piece):
            raise StoreDown
        return piece


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and, if there are any, the bytes."""

    status: int
    headers: dict[str, str]
    pieces: Pieces | None = None


def prepare(served: Served, method: str, header_range: str, if_range: str) -> Answer:
    """The bytes from here, or by the web server in front. Waits for the store: not for the event loop."""
    headers = served.headers()
    if settings.X_ACCEL_PREFIX and isinstance(here := store(), DiskStore):
        inside = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(here.place(served.key))}"
        return Answer(200, {**headers, "X-Accel-Redirect": inside})
    there = _stat(served.key)
    headers |= {"Accept-Ranges": "bytes", "ETag": f'"{there.etag}"'}
    try:
        part = wanted(header_range, if_range, size=there.size, etag=there.etag) if method == "GET" else None
    except RangeNotSatisfiable as error:
        return Answer(error.status, {**headers, "Content-Range": f"bytes */{there.size}", "Content-Length": "0"})
    start, length = part or (0, there.size)
    headers["Content-Length"] = str(length)
    if part:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{there.size}"
    pieces = Pieces(served.key, start, length) if length and method != "HEAD" else None
    return Answer(206 if part else 200, headers, pieces)


def _stat(key: str) -> Stat:
    try:
        return store().stat(key)
    except FileNotFoundError as error:
        log.error("the bytes of %s are gone", key)
        raise StoreDown from error


def answer(request: HttpRequest, *, key: str, filename: str, mime: str, inline: bool = False) -> HttpResponseBase:
    """The answer with the bytes under `key` to somebody who may have them; `StoreDown` if they cannot be had.

    `inline`: to be shown where that is safe, instead of saved.
    """
    served = Served(key, filename, mime, inline)
    there = _address(served) if request.method == "GET" else None
    if there is not None:
        return HttpResponseRedirect(there, headers={"Cache-Control": "no-store"})
    given = request.headers
    made = prepare(served, str(request.method), given.get("Range", ""), given.get("If-Range", ""))
    if made.pieces is None:
        return HttpResponse(status=made.status, headers=made.headers)
    response = StreamingHttpResponse(_streamed(made.pieces), status=made.status, headers=made.headers)
    closers: list[Any] = response._resource_closers  # type: ignore[attr-defined]
    closers.append(made.pieces.close)
    return response


def _address(served: Served) -> str | None:
    """Where the bytes can be had directly for a moment."""
    seconds = settings.DOWNLOAD_URL_SECONDS
    direct = store().download_url(served.key, disposition=served.disposition, mime=served.content_type, seconds=seconds)
    if direct is not None:
        return direct.url
    if settings.FILE_ORIGIN:
        return f"{settings.FILE_ORIGIN.rstrip('/')}/raw/{served.token()}"
    return None


async def _streamed(pieces: Pieces) -> AsyncIterator[bytes]:
    await sync_to_async(_free_connections)()
    async for piece in pieces:
        yield piece


def _free_connections() -> None:
    """However long it takes to read the answer, it holds no connection that others could use."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
