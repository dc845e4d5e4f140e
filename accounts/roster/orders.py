"""Transfers as the personnel department sends them: one line an order. What cannot be read is named by its cell."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Transfer
from accounts.roster.columns import folded
from accounts.roster.known import Chart, Known
from accounts.roster.reading import Problem, path_of
from accounts.roster.sheets import Line, SheetUnreadable

_COLUMNS = {
    "day": ("발령일", "발령일자", "시행일", "날짜", "date", "effectiveon", "effectivedate"),
    "person": ("사번", "아이디", "사원번호", "login", "loginid", "employeeno", "employeenumber", "username"),
    "kind": ("구분", "발령구분", "발령", "kind", "type"),
    "from": ("현부서", "현소속", "이전부서", "from", "fromdepartment"),
    "to": ("발령부서", "신부서", "새부서", "부서", "to", "todepartment", "department"),
    "title": ("직위", "직급", "title"),
    "duty": ("직책", "보직", "duty", "role"),
    "note": ("비고", "발령번호", "note"),
}
_KINDS = {
    Transfer.Kind.MOVE: ("전보", "이동", "move", "transfer"),
    Transfer.Kind.PROMOTION: ("승진", "승격", "promotion"),
    Transfer.Kind.CONCURRENT: ("겸직", "concurrent"),
    Transfer.Kind.RELEASE: ("해제", "겸직해제", "면", "release"),
    Transfer.Kind.LEAVE: ("휴직", "leave"),
    Transfer.Kind.RETURN: ("복직", "return"),
    Transfer.Kind.RETIREMENT: ("퇴직", "퇴사", "retirement"),
}
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D?")
_NEEDED = ("day", "person", "kind")
_LONGEST = {"title": 80, "duty": 80, "note": 300}


class Unread(Exception):
    """A cell that makes no sense."""


def orders(lines: list[Line]) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """`(line, arguments of plan_transfer)` of each order, and the cells that make no sense.

    Raises `SheetUnreadable` without the headings that an order needs.
    """
    head, places = _headings(lines)
    known = Known()
    found: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    for line in lines:
        if line.number <= head.number:
            continue
        cells = {field: line.cells[place] if place < len(line.cells) else "" for field, place in places.items()}
        read: dict[str, Any] = {}
        wrong = [Problem(line.number, head.cells[places[at]], text) for at, text in _read(cells, known, read)]
        problems += wrong
        if not wrong:
            found.append((line.number, read))
    return found, problems


def _headings(lines: list[Line]) -> tuple[Line, dict[str, int]]:
    for line in lines[:10]:
        said = [folded(cell) for cell in line.cells]
        places = {
            field: next(place for place, word in enumerate(said) if word in words)
            for field, words in _COLUMNS.items()
            if not set(said).isdisjoint(words)
        }
        if all(field in places for field in _NEEDED):
            return line, places
    raise SheetUnreadable(_("The sheet needs the headings day, employee number or login, and kind."))


def _read(cells: dict[str, str], known: Known, read: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Fill `read` from the cells; what makes no sense is `(field, text)`."""
    readers: dict[str, tuple[str, Any]] = {
        "day": ("effective_on", _day),
        "kind": ("kind", _kind),
        "person": ("user_id", lambda cell: _person(cell, known)),
        "from": ("from_unit_id", lambda cell: _unit(cell, known.chart)),
        "to": ("to_unit_id", lambda cell: _unit(cell, known.chart)),
        "title": ("title", lambda cell: _short(cell, "title")),
        "duty": ("role_in_org", lambda cell: _short(cell, "duty")),
        "note": ("note", lambda cell: _short(cell, "note")),
    }
    for field, (name, reader) in readers.items():
        cell = cells.get(field, "")
        try:
            if cell or field in _NEEDED:
                read[name] = reader(cell)
        except Unread as unread:
            yield field, str(unread)


def _day(cell: str) -> dt.date:
    said = _DAY.fullmatch(cell)
    try:
        if said is not None:
            return dt.date(*map(int, said.groups()))
    except ValueError:
        pass
    raise Unread(_("A day like 2026-03-02 is expected."))


def _kind(cell: str) -> str:
    said = folded(cell)
    for kind, words in _KINDS.items():
        if said in words or said == folded(str(kind.label)):
            return kind.value
    raise Unread(_("There is no such kind of transfer: %(word)s") % {"word": cell})


def _person(cell: str, known: Known) -> UUID:
    person = known.of_handle(cell) if cell else None
    if person is None:
        raise Unread(_("Nobody is found by this."))
    return person.user_id


def _unit(cell: str, chart: Chart) -> UUID:
    found = chart.find(path_of(cell), short=True)
    if len(found) != 1:
        several = _("There are several departments of this name: write its whole path.")
        raise Unread(several if found else _("There is no such department."))
    return found[0]


def _short(cell: str, field: str) -> str:
    if len(cell) > _LONGEST[field] or not cell.isprintable():
        raise Unread(_("This cannot be stored."))
    return cell
