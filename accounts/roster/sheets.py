"""Sheets as people have them: CSV of any office program, and XLSX. What comes out are lines of text.

A sheet comes from outside: its size, its rows and cells are bounded, formulas are not reckoned, nothing is unpacked
to a disk.
"""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from messenger.core.errors import Invalid, TooLarge

_DELIMITERS = ",;\t|"
_ENCODINGS = ("utf-8-sig", "cp949")
_MOST_PARTS = 2000  # of an XLSX: a workbook with a few sheets has about 15
_LONGEST_CELL = 1000


class SheetUnreadable(Invalid):
    """The file is no sheet that could be read; the text says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text, file=[text])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet; `number` is what the office program shows beside it."""

    number: int
    cells: tuple[str, ...]


def read(data: bytes) -> list[Line]:
    """The lines of a sheet that are not empty. Raises `SheetUnreadable`, `TooLarge`."""
    if len(data) > settings.IMPORT_MAX_BYTES:
        raise TooLarge
    rows = _xlsx(data) if data.startswith(b"PK\x03\x04") else _csv(data)
    lines: list[Line] = []
    cells = 0
    for number, row in enumerate(rows, 1):
        values = tuple(_text(value) for value in row)
        cells += len(values)
        if len(lines) > settings.IMPORT_MAX_ROWS or cells > settings.IMPORT_MAX_CELLS or number > 2**20:
            raise TooLarge
        if any(values):
            lines.append(Line(number, values))
    return lines


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise SheetUnreadable(_("This file is neither CSV nor XLSX.")) from error


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as(data, "utf-16")
    if b"\0" in data:
        raise SheetUnreadable(_("This file is neither CSV nor XLSX."))
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(_("The letters of this file cannot be read: save it as UTF-8 or as XLSX."))


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetUnreadable(_("The letters of this file cannot be read: save it as UTF-8 or as XLSX.")) from error


def _xlsx(data: bytes) -> Iterator[Iterable[Any]]:
    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is not believed
            yield from sheet.iter_rows(values_only=True)
        finally:
            book.close()
    except Exception as error:  # a damaged file makes the library raise whatever it stumbled over
        raise SheetUnreadable(_("This XLSX file is damaged or protected.")) from error


def _refuse_bombs(data: bytes) -> None:
    """An XLSX is a ZIP, and no part of it is read beyond the size that it says."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise SheetUnreadable(_("This XLSX file is damaged or protected.")) from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > settings.IMPORT_MAX_UNPACKED_BYTES:
        raise TooLarge


def _text(value: Any) -> str:
    """A cell as people read it: 1001 and not 1001.0. The apostrophe of an export is taken off again."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    text = str(value).strip()
    if len(text) > _LONGEST_CELL:
        raise TooLarge
    return text[1:].strip() if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
