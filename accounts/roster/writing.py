"""Everybody as a sheet, which can be changed and taken in again."""

import io
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from accounts.models import User, UserStatus
from accounts.roster.columns import COLUMNS
from accounts.roster.known import Chart
from messenger.core.tables import csv_file

CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def people_file(users: Iterable[User], form: str) -> bytes:
    """These people as a file of this form (`CSV`, `XLSX`). `users` come from `selectors.people()` with their roles."""
    rows = [[str(heading) for heading, _words in COLUMNS.values()], *_rows(users)]
    return _workbook(rows) if form == XLSX else csv_file(rows).encode()


def _rows(users: Iterable[User]) -> Iterator[list[str]]:
    paths = Chart().paths
    for user in users:
        posts = list(user.posts.all())
        main = next((post for post in posts if post.is_primary), None)
        others = [post for post in posts if post is not main]
        said = {
            "employee_no": user.employee_no or "",
            "name": user.profile.name,
            "login_id": user.login_id,
            "unit": " / ".join(paths[main.unit_id]) if main else "",
            "title": (main.title if main else "") or user.profile.title,
            "role_in_org": main.role_in_org if main else "",
            "phone": user.profile.phone,
            "email": user.profile.email,
            "concurrent": "; ".join(_concurrent(" / ".join(paths[p.unit_id]), p.title, p.role_in_org) for p in others),
            "role": next((grant.get_role_display() for grant in user.granted_roles.all()), ""),
            "status": str(UserStatus(user.status).label),
        }
        yield [said[field] for field in COLUMNS]


def _concurrent(unit: str, title: str, duty: str) -> str:
    return f"{unit} ({title}, {duty})" if duty else f"{unit} ({title})" if title else unit


def _workbook(rows: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"  # a text, whatever it begins with: `=1+1` is reckoned by nobody
            cells.append(cell)
        sheet.append(cells)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
