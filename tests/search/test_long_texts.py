"""Looking into long texts costs little, and nothing where there is nothing to show."""

import pytest

from chat.selectors.search import shown
from chat.selectors.search.wording import readings
from messenger.core import grams

LONG = "분기 매출 보고와 계획을 정리한 Document입니다. " * 5_000


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the texts are that were looked at letter by letter."""
    looked: list[int] = []
    real = grams.aligned
    monkeypatch.setattr(grams, "aligned", lambda text: looked.append(len(text)) or real(text))
    return looked


@pytest.mark.parametrize("loose", [False, True])
def test_a_file_that_is_found_by_its_name_is_not_read_letter_by_letter(aligned: list[int], loose: bool) -> None:
    assert shown.snippet(LONG, readings("출장신청서", loose=loose)[0]) is None
    assert not aligned


def test_only_the_part_that_holds_the_word_is_looked_at(aligned: list[int]) -> None:
    found = shown.snippet(f"{LONG}출장 신청서{LONG}", readings("출장신청서", loose=True)[0])
    assert found is not None
    assert "출장 신청서" in found["text"]
    assert sum(aligned) < 3 * shown._CHUNK


def test_a_letter_with_thousands_of_marks_is_not_remembered() -> None:
    before = grams._folded_letter.cache_info().currsize
    grams.aligned("a" + "\u0301" * 5_000)
    assert grams._folded_letter.cache_info().currsize == before
