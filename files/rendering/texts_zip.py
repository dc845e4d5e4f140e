"""Reads documents that are archives of XML: those of Word, PowerPoint, Excel, OpenDocument, and HWPX.

Nothing is unpacked to anywhere, no part is held whole, and XML that declares entities or a type is refused.
"""

import encodings.cp437
import encodings.utf_8_sig
import encodings.utf_16  # noqa: F401  (names and XML; the fences would keep these from being loaded)
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from defusedxml import ElementTree

from files.rendering import texts_sheets
from files.rendering.words import Words

MOST_ENTRIES = 20_000
MOST_UNPACKED = 64 << 20  # bytes of XML that are read of one archive
_PIECE = 1 << 16
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class TooMuch(Exception):
    """More is packed into it than a document has."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`parts`: names in the archive, in the order of reading. What `speaks` is text, what is `silent` is not.

    Elements are named without their namespace; a line ends with those of `lines`.
    """

    parts: tuple[str, ...]
    speaks: frozenset[str]
    lines: frozenset[str]
    silent: frozenset[str] = frozenset()


_SHOWN = {"tab": "\t", "tc": "\t", "s": " ", "br": "\n", "cr": "\n", "line-break": "\n", "lineBreak": "\n"}
_T, _P = frozenset({"t"}), frozenset({"p"})
_ODF = Kind((r"content\.xml",), frozenset({"p", "h"}), frozenset({"p", "h"}), frozenset({"tracked-changes"}))
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_SHEETS = f"{_OFFICE}spreadsheetml.sheet"
_KINDS = {
    f"{_OFFICE}wordprocessingml.document": Kind(
        (r"word/document\.xml", r"word/(?:foot|end)notes\.xml", r"word/comments\.xml", r"word/(?:head|foot)er\d*\.xml"),
        _T, _P, frozenset({"Fallback"}),
    ),
    f"{_OFFICE}presentationml.presentation": Kind(
        (r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"), _T, _P, frozenset({"Fallback"})
    ),
    "application/hwp+zip": Kind((r"Contents/section\d+\.xml",), _T, _P),
    **{f"{_OPEN}{name}": _ODF for name in ("text", "spreadsheet", "presentation")},
}  # fmt: skip


def reader(mime: str) -> Callable[[BinaryIO, Words], None]:
    """What reads documents of this kind."""
    if mime == _SHEETS:
        return _read_sheets
    kind = _KINDS[mime]
    return lambda source, words: _read(kind, source, words)


def _read(kind: Kind, source: BinaryIO, words: Words) -> None:
    with Archive(source, words) as archive:
        for pattern in kind.parts:
            for name in archive.named(pattern):
                archive.parse(name, _Speech(kind, words))


def _read_sheets(source: BinaryIO, words: Words) -> None:
    with Archive(source, words) as archive:
        shared = texts_sheets.Shared()
        for part, listener in (("workbook", texts_sheets.Names(words)), ("sharedStrings", shared)):
            for name in archive.named(rf"xl/{part}\.xml"):
                archive.parse(name, listener)
        for name in archive.named(r"xl/worksheets/sheet\d+\.xml"):
            archive.parse(name, texts_sheets.Cells(words, shared))


class Archive:
    """An archive whose parts are parsed piece by piece, up to a total of `MOST_UNPACKED`."""

    def __init__(self, source: BinaryIO, words: Words) -> None:
        self._zip = zipfile.ZipFile(source)
        if len(self._zip.filelist) > MOST_ENTRIES:
            raise TooMuch
        self._left = MOST_UNPACKED
        self._words = words

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def named(self, pattern: str) -> list[str]:
        """The names that match, 2 before 10."""
        matching = (name for name in self._zip.NameToInfo if re.fullmatch(pattern, name))
        return sorted(matching, key=lambda name: [int(number) for number in re.findall(r"\d+", name)])

    def parse(self, name: str, listener: Any) -> None:
        """Tell the listener of every element of this part."""
        parser = ElementTree.DefusedXMLParser(target=listener, forbid_dtd=True)
        for piece in self._pieces(name):
            parser.feed(piece)
        parser.close()

    def _pieces(self, name: str) -> Iterator[bytes]:
        info = self._zip.NameToInfo[name]
        if info.compress_type not in _READABLE:
            raise TooMuch
        with self._zip.open(info) as part:
            while piece := part.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise TooMuch
                self._words.go_on()
                yield piece


class _Speech:
    """Listens to the elements of a document."""

    def __init__(self, kind: Kind, words: Words) -> None:
        self._kind, self._words = kind, words
        self._speaking = self._silent = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        name = texts_sheets.local(tag)
        self._silent += name in self._kind.silent
        self._speaking += name in self._kind.speaks
        if name in _SHOWN and not self._silent:
            self._words.add(_SHOWN[name])

    def data(self, text: str) -> None:
        """Characters between two tags."""
        if self._speaking and not self._silent:
            self._words.add(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = texts_sheets.local(tag)
        self._silent -= name in self._kind.silent
        self._speaking -= name in self._kind.speaks
        if name in self._kind.lines and not self._silent:
            self._words.add("\n")

    def close(self) -> None:
        """The part ends."""
