"""Tables for spreadsheets: whatever people wrote into them, nothing is computed."""

import csv
import io

import pytest

from messenger.core.tables import BOM, csv_file, safe_cell

ATTACKS = [
    "=1+1",
    "+82",
    "-",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\v=1",
    "  =1",
    " \t=1",
    "\u2003=1",
    "\u3000=1",
    "＝1+1",
    "﹦1",
    '=cmd|"/c calc"!A1',
]
HARMLESS = ["안녕하세요", "a=b", "3 - 2", "'=1", '그는 "네"라고, 했다', "여러\r\n줄", ""]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_all_cells_stand_in_quotes_and_come_back_as_they_were() -> None:
    text = csv_file([HARMLESS, [None, -3, 1.5, "a;=1"]])
    assert text.startswith(BOM) and text.endswith('"","-3","1.5","a;=1"\r\n')
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [HARMLESS, ["", "-3", "1.5", "a;=1"]]
