"""Looking into long texts costs little, and nothing where there is nothing to show."""

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Room, SearchText
from chat.selectors.search import shown, texts
from chat.selectors.search.texts import Texts, Wanted
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


@pytest.mark.django_db
def test_a_walk_through_everything_reads_no_more_files_than_one_through_files(
    alice: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "WINDOWS", (6, 12))
    monkeypatch.setattr(texts, "FILE_WINDOWS", (3, 6))
    now = timezone.now()
    rows = [
        SearchText(
            message_id=1_000_000 + n,
            position=n % 2,
            room=room,
            seq=n,
            created_at=now,
            kind="text",
            folded="a",
            pieces=[1],
        )
        for n in range(20)  # every other one is a file's
    ]
    SearchText.objects.bulk_create(rows)
    mixed, said = Texts(alice, Wanted()), Texts(alice, Wanted(files=False))
    everything = SearchText.objects.filter(room=room)
    assert mixed._floor(everything, 0) == 1_000_013, "beyond the third newest file, and within the six newest texts"
    assert said._floor(everything, 0) == 1_000_013
    monkeypatch.setattr(texts, "FILE_WINDOWS", (1, 2))
    assert mixed._floor(everything, 0) == 1_000_017
    assert mixed._floor(SearchText.objects.filter(room=room, position=0), 0) == 1_000_006
