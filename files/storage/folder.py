"""A directory whose files appear whole or not at all, and outlast a power cut."""

import contextlib
import errno
import logging
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from files.storage.base import StoreDown, StoreFull

log = logging.getLogger(__name__)

STALE_SECONDS = 86400  # what a killed process left half written
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Folder:
    """`root` and what lies below it: `objects` and `parts` for good, `temporary` while something is written.

    A web server that hands the files out itself (`X_ACCEL_PREFIX`) is in our group; nobody else reads them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mode = 0o750 if settings.X_ACCEL_PREFIX else 0o700
        with self.trouble():
            for name in ("", "objects", "parts", "temporary"):
                self.make(root / name)

    def make(self, directory: Path) -> None:
        """Make a directory and those above it, if they are not there yet."""
        if not directory.is_dir():
            if directory != self.root:
                self.make(directory.parent)
            directory.mkdir(mode=self._mode, parents=directory == self.root, exist_ok=True)

    @contextlib.contextmanager
    def trouble(self) -> Iterator[None]:
        """What goes wrong with the disk is `StoreDown`, or `StoreFull`; a missing file stays one.

        Unless everything is missing: then the disk is not mounted, and nobody must take the files for gone.
        """
        try:
            yield
        except FileNotFoundError:
            self.check_here()
            raise
        except OSError as error:
            log.error("the disk of the files: %s", error)
            raise (StoreFull if error.errno in _FULL else StoreDown) from error

    def check_here(self) -> None:
        """Raise `StoreDown` if the disk is not there."""
        if not (self.root / "objects").is_dir():
            log.error("the directory of the files is gone: %s", self.root)
            raise StoreDown

    def check_room(self, size: int) -> None:
        """Raise `StoreFull` if `size` more bytes would not leave `FILES_KEEP_FREE_BYTES` for the rest of the house."""
        self.check_here()
        disk = os.statvfs(self.root)
        if disk.f_bavail * disk.f_frsize < size + settings.FILES_KEEP_FREE_BYTES:
            log.error("the disk of the files is full")
            raise StoreFull

    def temporary(self) -> Path:
        """A name that nobody else uses."""
        return self.root / "temporary" / secrets.token_hex(16)

    def write(self, target: Path, fill: Callable[[BinaryIO], None]) -> None:
        """`target` holds what `fill` writes, on the disk for good; it was not there at all before that."""
        temporary = self.temporary()
        try:
            with self.new_file(temporary) as file:
                fill(file)
                self.settle(file)
            self.place(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)

    def new_file(self, path: Path) -> BinaryIO:
        """A new file to write to, unbuffered."""
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, self._mode & 0o666), "wb", 0)

    def settle(self, file: BinaryIO) -> None:
        """Return when the disk has it."""
        os.fsync(file.fileno())

    def place(self, temporary: Path, target: Path) -> None:
        """Give a finished file its name."""
        self.make(target.parent)
        temporary.replace(target)
        opened = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

    def link(self, source: Path, temporary: Path) -> Path:
        """`temporary` holds what `source` does. Returns whose etag tells what was copied."""
        try:
            temporary.hardlink_to(source)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without links
            with source.open("rb") as original, self.new_file(temporary) as file:
                shutil.copyfileobj(original, file, 1 << 20)
                self.settle(file)
            return source
        return temporary

    def sweep(self) -> None:
        """Throw away what killed processes left half written."""
        before = time.time() - STALE_SECONDS
        with os.scandir(self.root / "temporary") as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat().st_mtime < before:
                        Path(entry.path).unlink()
