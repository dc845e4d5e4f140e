"""What a store can do. Keys are `quarantine/<id>`, `stored/<id>`, `thumbnails/<id>`, `previews/<id>`, `links/<id>`."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Unavailable


class StoreDown(Unavailable):
    """The store did not answer, or answered nonsense; safe to ask again."""

    text = _("The file store is not available right now. Please try again.")


class StoreFull(StoreDown):
    """There is no room left; the administrator can make some."""

    status = 507  # RFC 4918, section 11.5
    text = _("The file store is full. Please tell your administrator.")


@dataclass(frozen=True, slots=True)
class Url:
    """An address that is a permission for a while; `headers` must be sent along."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that has arrived."""

    number: int
    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class Stat:
    """What lies under a key."""

    size: int
    etag: str
    modified: dt.datetime


class Store(Protocol):
    """Raises `StoreDown` when the store is down; `FileNotFoundError` for a key that is not there."""

    def begin(self, key: str) -> str:
        """Begin an upload to `key`; the store's own name for it."""

    def part_url(self, key: str, store_id: str, number: int, size: int, seconds: int, base: str) -> Url:
        """Where the client puts part `number` of `size` bytes, for so many seconds. `base` is our own origin as the
        client reached it, for a store that is ourselves."""

    def parts(self, key: str, store_id: str) -> dict[int, Part]:
        """The parts that have arrived whole; none for an upload that is not there (any more)."""

    def finish(self, key: str, store_id: str, parts: list[Part]) -> Stat:
        """Join the parts under `key`; no part can be put any more. Done before: the same answer.

        A file of 0 bytes has no parts and needs no `begin`. `FileNotFoundError` if the upload, or a part with that
        etag, is not there; then nothing has changed.
        """

    def abort(self, key: str, store_id: str) -> None:
        """Forget an upload and its parts; nothing is left behind. Nothing there: nothing happens."""

    def put(self, key: str, body: BinaryIO, mime: str = "application/octet-stream") -> None:
        """Store a whole object."""

    def open(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start`, in pieces of at most 1 MiB; fewer than there should be raises `StoreDown`.

        Nothing is asked of the store before the first piece is taken, so that is where errors come from.
        """

    def stat(self, key: str) -> Stat:
        """Size, etag, age."""

    def copy(self, source: str, target: str, etag: str) -> None:
        """Copy on the server's side if `source` still has `etag`, else `StoreDown`."""

    def delete(self, *keys: str) -> None:
        """Delete what is there of these."""

    def keys(self, prefix: str) -> Iterator[tuple[str, Stat]]:
        """Everything below a prefix."""

    def unfinished(self) -> Iterator[tuple[str, str, dt.datetime]]:
        """Uploads that were begun and not finished: key, the store's name, when."""

    def download_url(self, key: str, *, disposition: str, mime: str, seconds: int) -> Url | None:
        """A direct address with these response headers signed in; None: the bytes go through us."""
