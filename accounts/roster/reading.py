"""From the lines of a sheet to entries. What cannot be read is named by its line and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.roster import columns
from accounts.roster.entries import Entry, Post
from accounts.roster.sheets import Line, SheetUnreadable

_STEPS = re.compile(r"\s*[/>›]\s*")
_CONCURRENT = re.compile(r"(?P<unit>[^()]+?)\s*(?:\((?P<title>[^(),]*)(?:,(?P<role>[^()]*))?\))?")
_HEADINGS_WITHIN = 10  # lines: above the headings there is a title of the sheet, sometimes


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that makes no sense: `line` and `column` as the office program shows them."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a line each field stands, and what its heading is called in this sheet."""

    places: dict[str, int]
    headings: dict[str, str]
    line: int

    def cell(self, line: Line, field: str) -> str:
        place = self.places.get(field)
        return line.cells[place] if place is not None and place < len(line.cells) else ""


def entries(lines: list[Line]) -> tuple[list[Entry], list[Problem], Columns]:
    """Everybody in the sheet, the cells that make no sense, and its columns. Raises `SheetUnreadable`.

    A line with such a cell gives no entry. An empty cell says nothing; only an empty cell of the concurrent
    posts says that there are none.
    """
    found = _columns(lines)
    people: list[Entry] = []
    problems: list[Problem] = []
    for line in lines:
        if line.number <= found.line:
            continue
        wrong = [Problem(line.number, found.headings[field], text) for field, text in _wrong(line, found)]
        problems += wrong
        if not wrong:
            people.append(_entry(line, found))
    return people, problems, found


def _columns(lines: list[Line]) -> Columns:
    for line in lines[:_HEADINGS_WITHIN]:
        places: dict[str, int] = {}
        for place, heading in enumerate(line.cells):
            field = columns.field_of(heading)
            if field is not None and field in places:
                raise SheetUnreadable(_("Two columns say the same: %(heading)s") % {"heading": heading})
            if field is not None:
                places[field] = place
        if len(places) >= 2 and ({"login_id", "employee_no"} & places.keys()):
            return Columns(places, {field: line.cells[place] for field, place in places.items()}, line.number)
    raise SheetUnreadable(_("The sheet needs a line of headings, with a login or an employee number and a name."))


def _wrong(line: Line, found: Columns) -> Iterator[tuple[str, str]]:
    role, status = found.cell(line, "role"), found.cell(line, "status")
    if role and columns.role_of(role) is None:
        yield "role", _("There is no such role: %(word)s") % {"word": role}
    if status and columns.is_here(status) is None:
        yield "status", _("This says neither “works here” nor “left”: %(word)s") % {"word": status}
    for part in _parts(found.cell(line, "concurrent")):
        if _CONCURRENT.fullmatch(part) is None:
            yield "concurrent", _("Write a concurrent post as: department (title, duty)")
    if found.cell(line, "concurrent") and not found.cell(line, "unit"):
        yield "concurrent", _("A concurrent post needs a department beside it.")


def _entry(line: Line, found: Columns) -> Entry:
    said = {field: found.cell(line, field) for field in columns.COLUMNS}
    return Entry(
        login_id=said["login_id"],
        name=said["name"],
        employee_no=said["employee_no"] or None,
        title=said["title"] or None,
        email=said["email"] or None,
        phone=said["phone"] or None,
        posts=_posts(said),
        all_posts="concurrent" in found.places,
        role=columns.role_of(said["role"]) if said["role"] else None,
        active=columns.is_here(said["status"]) is not False,
        row=line.number,
    )


def _posts(said: dict[str, str]) -> tuple[Post, ...] | None:
    if not said["unit"]:
        return None
    first = Post(path_of(said["unit"]), said["title"], said["role_in_org"], is_primary=True)
    return (first, *(_concurrent(part) for part in _parts(said["concurrent"])))


def _concurrent(part: str) -> Post:
    said = _CONCURRENT.fullmatch(part)
    if said is None:  # `_wrong` has looked
        raise ValueError(part)
    return Post(path_of(said["unit"]), (said["title"] or "").strip(), (said["role"] or "").strip())


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]


def path_of(cell: str) -> tuple[str, ...]:
    """A department's path, from the top, as a cell writes it."""
    return tuple(step for step in _STEPS.split(cell.strip()) if step)
