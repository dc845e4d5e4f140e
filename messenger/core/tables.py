"""Tables for spreadsheets: CSV that opens as Korean, and that computes nothing (contract 8)."""

import csv
import io
from collections.abc import Iterable

BOM = "\ufeff"  # by which a spreadsheet knows UTF-8
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet takes for text, whatever somebody wrote into it."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) or text.lstrip().startswith(_BEGINS_A_FORMULA) else text


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """The rows as a file."""
    made = io.StringIO()
    sheet = csv.writer(made, lineterminator="\r\n")
    sheet.writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BOM + made.getvalue()).encode()
