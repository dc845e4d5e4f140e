"""The picture of the first page that Hangul (한글) puts into its own files: read out of HWP 5 and HWPX, in the child.

No document is laid out here. HWPX is a zip archive; HWP 5 a compound file ([MS-CFB]), of which as much is read as
leads to one stream. Both are read with the fences closed, and every number in them may be a lie.
"""

import encodings.cp437
import encodings.utf_16_le  # noqa: F401  (names in both; the fences would keep these from being loaded)
import struct
import zipfile
from typing import BinaryIO

MOST_BYTES = 16 << 20
_IN_HWPX = ("Preview/PrvImage.png", "Preview/PrvImage.jpg", "Preview/PrvImage.gif")
_IN_HWP = "PrvImage"
_END = 0xFFFFFFFA  # and above: no sector
_MOST_ENTRIES = 4096


class NothingInside(Exception):
    """There is no such picture, or the file is broken."""


def of_hwpx(source: BinaryIO) -> bytes:
    """The picture's own bytes."""
    with zipfile.ZipFile(source) as archive:
        found = next((name for name in _IN_HWPX if name in archive.NameToInfo), None)
        if found is None:
            raise NothingInside
        with archive.open(found) as entry:
            body = entry.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise NothingInside
    return body


def of_hwp(source: BinaryIO) -> bytes:
    """The picture's own bytes."""
    try:
        return Compound(source).stream(_IN_HWP)
    except struct.error as error:
        raise NothingInside from error


class Compound:
    """A compound file, as far as its streams, found by their names wherever they lie."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        head = source.read(512)
        self._shift, self._mini_shift = struct.unpack_from("<HH", head, 30)
        self._directory, self._cutoff, self._mini_start = (struct.unpack_from("<I", head, at)[0] for at in (48, 56, 60))
        if self._shift not in (9, 12) or self._mini_shift != 6:
            raise NothingInside
        self._fat = self._table(struct.unpack_from("<109I", head, 76))
        self._fat += self._more(*struct.unpack_from("<II", head, 68))

    def stream(self, name: str) -> bytes:
        """The bytes of the stream of this name."""
        entries = self._chain(self._directory, _MOST_ENTRIES * 128)
        root_start, root_size = self._entry(entries, 0)
        for at in range(0, len(entries) - 127, 128):
            length = struct.unpack_from("<H", entries, at + 64)[0]
            if entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace") == name:
                return self._content(*self._entry(entries, at), root_start, root_size)
        raise NothingInside

    def _entry(self, entries: bytes, at: int) -> tuple[int, int]:
        start, size = struct.unpack_from("<II", entries, at + 116)
        return start, size

    def _content(self, start: int, size: int, root_start: int, root_size: int) -> bytes:
        if size > MOST_BYTES:
            raise NothingInside
        if size >= self._cutoff:
            return self._chain(start, size)[:size]
        inside = self._chain(root_start, min(root_size, MOST_BYTES))
        small = self._chain(self._mini_start, MOST_BYTES)
        next_of = struct.unpack(f"<{len(small) // 4}I", small)
        pieces, at = bytearray(), start
        while at < len(next_of) and len(pieces) < size:
            pieces += inside[at << self._mini_shift : (at + 1) << self._mini_shift]
            at = next_of[at]
        return bytes(pieces[:size])

    def _chain(self, start: int, most: int) -> bytes:
        """The sectors from `start` on, until the chain ends or `most` bytes are read: a ring is no way to more."""
        pieces, at = bytearray(), start
        while at < len(self._fat) and len(pieces) < most:
            pieces += self._sector(at)
            at = self._fat[at]
        return bytes(pieces)

    def _sector(self, number: int) -> bytes:
        self._source.seek((number + 1) << self._shift)
        sector = self._source.read(1 << self._shift)
        if not sector:
            raise NothingInside
        return sector

    def _table(self, sectors: tuple[int, ...]) -> tuple[int, ...]:
        body = b"".join(self._sector(number) for number in sectors if number < _END)
        return struct.unpack(f"<{len(body) // 4}I", body)

    def _more(self, start: int, count: int) -> tuple[int, ...]:
        """What of the table did not fit into the header."""
        found: tuple[int, ...] = ()
        for _ in range(min(count, 64)):
            if start >= _END:
                break
            listed = self._table((start,))
            found += self._table(listed[:-1])
            start = listed[-1]
        return found
