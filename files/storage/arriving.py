"""Uploads on their way to the disk: a directory each, with a file for every part that has arrived whole.

`<number>-<etag>` is a part; `key` says where the whole will lie, and its lock makes finishing, giving up
and each arrival exclude one another, between processes too. Once the directory is gone, nothing
arrives any more.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from files.storage.base import Part, StoreDown
from files.storage.folder import Folder

_PART = re.compile(r"([0-9]{5})-([0-9a-f]{64})")
_ID = re.compile(r"[0-9a-f]{32}")


class Incoming:
    """One part while it arrives. `write` until its end, then `keep`; or `drop`. All of them wait for the disk."""

    def __init__(self, arriving: "Arriving", store_id: str, number: int) -> None:
        self._arriving, self.place = arriving, (store_id, number)
        self._path = arriving.folder.temporary()
        self._file = arriving.folder.new_file(self._path)
        self._digest = hashlib.sha256()
        self._busy = threading.Lock()  # who gives up waiting may drop it while a thread still writes

    def write(self, data: bytes) -> None:
        with self._busy, self._arriving.folder.trouble():
            self._check_wanted()
            self._arriving.folder.check_room(len(data))  # many that begin at once would each have fitted
            self._digest.update(data)
            view = memoryview(data)
            while view:  # an unbuffered file may take less than all
                view = view[self._file.write(view) :]

    def keep(self) -> str:
        """The part has arrived; its etag. `FileNotFoundError` if the upload was finished or given up meanwhile."""
        etag = self._digest.hexdigest()
        with self._busy, self._arriving.folder.trouble():
            self._check_wanted()
            with self._file:
                self._keep(etag)
        return etag

    def _keep(self, etag: str) -> None:
        self._arriving.folder.settle(self._file)
        self._arriving.add(self.place[0], self._path, self.place[1], etag)

    def _check_wanted(self) -> None:
        if self._file.closed:
            raise StoreDown  # dropped: the part comes in anew

    def drop(self) -> None:
        """Forget it; after `keep`, too."""
        self._arriving.leave(self)
        with self._busy:
            self._file.close()
            self._path.unlink(missing_ok=True)


class Arriving:
    """All unfinished uploads of a folder."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._parts = folder.root / "parts"
        self._coming: dict[tuple[str, int], Incoming] = {}
        self._lock = threading.Lock()

    def begin(self, key: str) -> str:
        """A new upload to `key`; its name."""
        store_id = secrets.token_hex(16)
        self.folder.make(self._directory(store_id))
        self.folder.write(self._directory(store_id) / "key", lambda file: _say(file, key))
        return store_id

    def receive(self, store_id: str, number: int, size: int) -> Incoming:
        """A part of `size` bytes comes in. `FileNotFoundError` if nothing is expected, `StoreFull`.

        It takes the place of the same part that is still coming in: who has one address puts no more than one
        part on the disk, however often they use it at a time.
        """
        with self.folder.trouble():
            (self._directory(store_id) / "key").stat()
            self.folder.check_room(size)
            incoming = Incoming(self, store_id, number)
        with self._lock:
            earlier, self._coming[incoming.place] = self._coming.get(incoming.place), incoming
        if earlier is not None:
            earlier.drop()
        return incoming

    def leave(self, incoming: Incoming) -> None:
        """It does not come in any more."""
        with self._lock:
            if self._coming.get(incoming.place) is incoming:
                del self._coming[incoming.place]

    def add(self, store_id: str, path: Path, number: int, etag: str) -> None:
        """Take a written file for a part, in place of an earlier one."""
        with self.locked(store_id) as directory:
            earlier = [name for name, part in _listed(directory).items() if part.number == number]
            self.folder.place(path, directory / f"{number:05d}-{etag}")
            for name in earlier:
                if name != f"{number:05d}-{etag}":
                    (directory / name).unlink()

    def parts(self, store_id: str) -> dict[int, Part]:
        """What has arrived; nothing for an upload that is not (any more)."""
        try:
            return {part.number: part for part in _listed(self._directory(store_id)).values()}
        except FileNotFoundError:
            return {}

    def join(self, directory: Path, parts: list[Part], target: Path) -> None:
        """Write the parts one after the other to `target`. `FileNotFoundError` for one that is not there."""
        sources = [directory / f"{part.number:05d}-{part.etag}" for part in parts]
        self.folder.check_room(sum(source.stat().st_size for source in sources))

        def fill(file: BinaryIO) -> None:
            for source in sources:
                self.folder.check_room(source.stat().st_size)
                with source.open("rb") as part:
                    _copy(part, file)

        self.folder.write(target, fill)

    def forget(self, store_id: str) -> None:
        """Throw an upload away, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            with self.locked(store_id) as directory:
                shutil.rmtree(directory)
            return
        with contextlib.suppress(FileNotFoundError):  # what a crash left without its `key`
            shutil.rmtree(self._directory(store_id))

    @contextlib.contextmanager
    def locked(self, store_id: str) -> Iterator[Path]:
        """The upload's directory, for us alone; `FileNotFoundError` if it is not there, or went while we waited."""
        directory = self._directory(store_id)
        with (directory / "key").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.fstat(lock.fileno()).st_nlink:
                raise FileNotFoundError(store_id)
            yield directory

    def all(self) -> Iterator[tuple[str, str, dt.datetime]]:
        """Key, name and beginning of each; the key is empty where a crash left none."""
        for directory in sorted(self._parts.iterdir()):
            with contextlib.suppress(FileNotFoundError):
                key = directory / "key"
                begun = (key if key.exists() else directory).stat().st_mtime
                told = key.read_text(encoding="utf-8") if key.exists() else ""
                yield told, directory.name, dt.datetime.fromtimestamp(begun, dt.UTC)

    def _directory(self, store_id: str) -> Path:
        if not _ID.fullmatch(store_id):
            raise FileNotFoundError(store_id)
        return self._parts / store_id


def _say(file: BinaryIO, text: str) -> None:
    file.write(text.encode())


def _listed(directory: Path) -> dict[str, Part]:
    """The parts in a directory by their file's name, older ones of a number before newer ones."""
    found: list[tuple[int, str, Part]] = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if told := _PART.fullmatch(entry.name):
                with contextlib.suppress(FileNotFoundError):
                    stat = entry.stat()
                    found.append((stat.st_mtime_ns, entry.name, Part(int(told[1]), told[2], stat.st_size)))
    return {name: part for _when, name, part in sorted(found, key=lambda each: each[:2])}


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    """All of `source` to the end of `target`, by the kernel: where the file system can, without moving a byte."""
    left = os.fstat(source.fileno()).st_size
    with contextlib.suppress(OSError):  # not on these file systems: in the usual way from where we are
        while left and (copied := os.copy_file_range(source.fileno(), target.fileno(), left)):
            left -= copied
    if left:
        shutil.copyfileobj(source, target, 1 << 20)
