"""Tables for spreadsheets: CSV that opens as Korean, and that computes nothing (contract 8, 12)."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

BOM = "\ufeff"  # by which a spreadsheet knows UTF-8
# The beginning of a formula, in its wide and small forms too, and what a spreadsheet skips before one.
_FORMULA = re.compile("[^\\S\t\r\n\v\f]*[=+\\-@\t\r\n\v\f\0＝＋－＠﹢﹣﹦﹫]")


def safe_cell(value: Any) -> str:
    """A cell that a spreadsheet takes for text, whatever somebody wrote into it. Numbers are ours; None is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_file(rows: Iterable[Iterable[Any]]) -> str:
    """The rows as the text of a file. All cells stand in quotes: some spreadsheets part them at a semicolon."""
    return BOM + csv_rows(rows)


def csv_rows(rows: Iterable[Iterable[Any]]) -> str:
    """Some rows of a file, without what stands before the first: for tables that are sent in pieces."""
    made = io.StringIO()
    sheet = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet.writerows([safe_cell(cell) for cell in row] for row in rows)
    return made.getvalue()
