"""The catalogue of holes from V01 to V36, and V58: each number stands at a test."""

import re
from pathlib import Path

NUMBER = re.compile(r"\bV(\d\d)\b")
WANTED = {*range(1, 37), 58}


def test_every_number_has_its_test() -> None:
    here = Path(__file__).resolve()
    texts = [path.read_text(encoding="utf-8") for path in here.parents[1].glob("*/test_*.py") if path != here]
    found = {int(number) for text in texts for number in NUMBER.findall(text)}
    assert WANTED - found == set()
