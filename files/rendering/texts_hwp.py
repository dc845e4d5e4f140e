"""Reads files of Hangul (한글) 5: the sections of the body, else the preview text that Hangul put beside them.

The format is Hancom's own published one: a section is a row of records, and a paragraph's text is a record of
UTF-16 in which small numbers are controls. Read with the fences closed, and every number in it may be a lie.
"""

import encodings.utf_16_le  # noqa: F401  (the fences would keep it from being loaded)
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from files.rendering.hwp import Compound, NothingInside
from files.rendering.words import Words

_FLAGS_AT = 36
_PACKED, _PASSWORD, _DISTRIBUTED = 1, 2, 4
_PARAGRAPH = 67  # HWPTAG_PARA_TEXT
_MOST_SECTIONS = 256
_MOST_UNPACKED = 64 << 20
_MOST_RECORDS = 1_000_000  # of a section
_SINGLE = frozenset({0, 10, 13, *range(24, 32)})  # controls of one character; the others take eight
_SHOWN = {9: "\t", 10: "\n", 13: "\n", 24: "-", 30: " ", 31: " "}


class Locked(Exception):
    """It wants a password, or was encrypted for distribution."""


def read(source: BinaryIO, words: Words) -> None:
    """Section by section. `NothingInside` where there is neither a body nor a preview."""
    compound = Compound(source)
    flags = _flags(compound)
    if flags & (_PASSWORD | _DISTRIBUTED):
        raise Locked
    found = 0
    for section in _sections(compound, packed=bool(flags & _PACKED)):
        found += 1
        for paragraph in _paragraphs(section):
            words.go_on()
            words.add(paragraph + "\n")
    if not found:
        words.add(compound.stream("PrvText").decode("utf-16-le", "ignore").rstrip("\0"))


def _flags(compound: Compound) -> int:
    head = compound.stream("FileHeader")
    return int(struct.unpack_from("<I", head, _FLAGS_AT)[0]) if len(head) >= _FLAGS_AT + 4 else 0


def _sections(compound: Compound, *, packed: bool) -> Iterator[bytes]:
    for number in range(_MOST_SECTIONS):
        try:
            body = compound.stream(f"Section{number}")
        except NothingInside:
            return
        yield zlib.decompressobj(-15).decompress(body, _MOST_UNPACKED) if packed else body


def _paragraphs(section: bytes) -> Iterator[str]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(section):
            return
        head = struct.unpack_from("<I", section, at)[0]
        tag, size, at = head & 0x3FF, head >> 20, at + 4
        if size == 0xFFF:
            if at + 4 > len(section):
                return
            size, at = struct.unpack_from("<I", section, at)[0], at + 4
        if tag == _PARAGRAPH:
            yield _text(section[at : at + size])
        at += size


def _text(record: bytes) -> str:
    units = struct.unpack(f"<{len(record) // 2}H", record[: len(record) & ~1])
    pieces: list[bytes] = []
    at = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            pieces.append(struct.pack("<H", unit))
        elif unit in _SHOWN:
            pieces.append(_SHOWN[unit].encode("utf-16-le"))
        at += 1 if unit >= 32 or unit in _SINGLE else 8
    return b"".join(pieces).decode("utf-16-le", "ignore")
