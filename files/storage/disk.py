"""The embedded store: files in a directory (decision 0016).

A file is never written to once it has its name. So a copy is one more name for the same bytes, and an etag
(which file, how long, since when) changes whenever the bytes do.
"""

import datetime as dt
import hashlib
import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from files.storage.arriving import Arriving, Incoming
from files.storage.base import Part, Stat, StoreDown, Url
from files.storage.folder import Folder
from files.storage.tickets import PartTicket

log = logging.getLogger(__name__)

PIECE = 1 << 18  # bytes read at a time
_KEY = re.compile(r"([a-z]+)/([A-Za-z0-9][A-Za-z0-9._-]+)")


class DiskStore:
    """A `Store` below `root`: `objects/<kind>/<two letters>/<name>`, and parts beside it."""

    def __init__(self, root: Path) -> None:
        self._folder = Folder(root)
        self._arriving = Arriving(self._folder)

    # --- On the way in

    def begin(self, key: str) -> str:
        self._path(key)
        with self._folder.trouble():
            self._folder.check_room(0)
            return self._arriving.begin(key)

    def part_url(self, key: str, store_id: str, number: int, size: int, seconds: int, base: str) -> Url:
        return Url(PartTicket(store_id, number, size, int(time.time()) + seconds).url(base))

    def receive(self, ticket: PartTicket) -> Incoming:
        """A part comes in (`messenger.http.part_door`)."""
        return self._arriving.receive(ticket.store_id, ticket.number, ticket.size)

    def parts(self, key: str, store_id: str) -> dict[int, Part]:
        with self._folder.trouble():
            return self._arriving.parts(store_id)

    def finish(self, key: str, store_id: str, parts: list[Part]) -> Stat:
        target = self._path(key)
        with self._folder.trouble():
            if target.exists():  # an earlier attempt that could not say so, or did not come to tidying up
                self._arriving.forget(store_id)
            elif not store_id:
                self._folder.write(target, lambda file: None)
            else:
                self._join(target, store_id, parts)
            return self.stat(key)

    def _join(self, target: Path, store_id: str, parts: list[Part]) -> None:
        try:
            with self._arriving.locked(store_id) as directory:
                self._arriving.join(directory, parts, target)
                shutil.rmtree(directory, ignore_errors=True)
        except FileNotFoundError:
            if not target.exists():  # else another request was ahead of us
                raise

    def abort(self, key: str, store_id: str) -> None:
        with self._folder.trouble():
            self._arriving.forget(store_id)

    def unfinished(self) -> Iterator[tuple[str, str, dt.datetime]]:
        with self._folder.trouble():
            self._folder.sweep()
            yield from self._arriving.all()

    # --- What is there

    def put(self, key: str, body: BinaryIO, mime: str = "application/octet-stream") -> None:
        target = self._path(key)
        with self._folder.trouble():
            self._folder.check_room(0)
            self._folder.write(target, lambda file: shutil.copyfileobj(body, file, PIECE))

    def open(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        with self._folder.trouble(), self._path(key).open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            left = size - start if length is None else length
            if left < 0 or start + left > size:
                log.error("%s is shorter than it should be", key)
                raise StoreDown
            file.seek(start)
            while left:
                piece = file.read(min(PIECE, left))
                if not piece:
                    log.error("%s became shorter", key)
                    raise StoreDown
                left -= len(piece)
                yield piece

    def stat(self, key: str) -> Stat:
        with self._folder.trouble():
            return _stat(self._path(key).stat())

    def copy(self, source: str, target: str, etag: str) -> None:
        temporary = self._folder.temporary()
        with self._folder.trouble():
            try:
                copied = self._folder.link(self._path(source), temporary)
                if _stat(copied.stat()).etag != etag:
                    log.error("%s is not what it was", source)
                    raise StoreDown
                self._folder.place(temporary, self._path(target))
            finally:
                temporary.unlink(missing_ok=True)  # renaming onto the same file leaves both names

    def delete(self, *keys: str) -> None:
        with self._folder.trouble():
            self._folder.check_here()
            for key in keys:
                self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str) -> Iterator[tuple[str, Stat]]:
        kind = prefix.partition("/")[0]
        base = self._folder.root / "objects" / kind
        with self._folder.trouble():
            for directory in sorted(base.iterdir()) if base.is_dir() else ():
                for path in sorted(directory.iterdir()):
                    key = f"{kind}/{path.name}"
                    if key.startswith(prefix) and path.is_file():
                        yield key, _stat(path.stat())

    def download_url(self, key: str, *, disposition: str, mime: str, seconds: int) -> Url | None:
        return None

    def place(self, key: str) -> str:
        """Where the bytes lie below the directory: for a web server that hands them out itself."""
        return self._path(key).relative_to(self._folder.root).as_posix()

    def _path(self, key: str) -> Path:
        found = _KEY.fullmatch(key)
        if found is None:
            raise FileNotFoundError(key)
        kind, name = found.groups()
        return self._folder.root / "objects" / kind / name[:2].lower() / name


def _stat(found: os.stat_result) -> Stat:
    which = f"{found.st_ino} {found.st_mtime_ns} {found.st_size}"
    etag = hashlib.sha256(which.encode()).hexdigest()
    # A name given later makes a file younger: what was promoted a moment ago is no old orphan.
    return Stat(found.st_size, etag, dt.datetime.fromtimestamp(found.st_ctime, dt.UTC))
