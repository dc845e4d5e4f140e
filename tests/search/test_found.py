"""What people find, and how it comes (contract 8)."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Room, SearchText
from tests.chat.doors import Rest
from tests.search.conftest import Searcher, index_now

pytestmark = pytest.mark.django_db
Searching = Callable[[User], Searcher]


@pytest.fixture
def bobs(bob: User, room: Room) -> Callable[..., dict[str, Any]]:
    """`bobs("text")`: bob says it in the room."""
    me = Rest(bob)
    return lambda text, **more: me.say(room.pk, text, **more)


def test_a_word_is_found_inside_another_one_and_shown_where_it_stands(
    alice: User, bobs: Any, searcher: Searching
) -> None:
    sent = bobs("내일회의는 3시입니다")
    bobs("점심 같이 드실 분")
    (hit,) = searcher(alice).hits("회의", type="messages")
    assert hit["type"] == "message"
    assert hit["message"]["messageId"] == sent["messageId"]
    assert hit["roomId"] == sent["roomId"]
    assert hit["highlights"] == [[2, 4]]


def test_one_syllable_is_enough_and_one_latin_letter_is_not(alice: User, bobs: Any, searcher: Searching) -> None:
    bobs("밥 먹자")
    me = searcher(alice)
    assert me.found("밥") == ["밥 먹자"]
    for nothing in ("a", "7", "!", "", "   ", "가" * 201, "%00회의"):
        refused = me.get(f"search?q={nothing}")
        assert refused.status == 400, nothing
        assert "q" in refused.details


def test_a_short_word_counts_beside_a_longer_one(alice: User, bobs: Any, searcher: Searching) -> None:
    bobs("회의 A안")
    bobs("회의 B안")
    assert searcher(alice).found("회의 a") == ["회의 A안"]


def test_all_words_must_stand_there_in_any_order_and_quoted_ones_together(
    alice: User, bobs: Any, searcher: Searching
) -> None:
    for text in ("예산 회의 자료", "회의 예산", "예산만"):
        bobs(text)
    me = searcher(alice)
    assert me.found("예산 회의") == ["회의 예산", "예산 회의 자료"]
    assert me.found('"예산 회의"') == ["예산 회의 자료"]
    assert me.found("“예산 회의”") == ["예산 회의 자료"]


def test_spaces_can_be_ignored(alice: User, bobs: Any, searcher: Searching) -> None:
    for text in ("회의록 작성", "회의록작성"):
        bobs(text)
    me = searcher(alice)
    assert me.found("회의록작성") == ["회의록작성"]
    assert me.found("회의록작성", loose=1) == ["회의록작성", "회의록 작성"]
    assert me.hits("회의록작성", loose=1)[1]["highlights"] == [[0, 6]]
    assert me.found('"회 의 록"', loose=1) == ["회의록작성", "회의록 작성"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghldml", "회의"),
        ("dlTtmqslek", "있습니다"),
        ("ㅗ디ㅣㅐ", "hello"),
        ("ㅔㅏㅎ", "pkg"),
        ("wkfy 회의", "자료 회의"),
    ],
)
def test_what_was_typed_on_the_other_keyboard_is_found_and_told(
    typed: str, meant: str, alice: User, bobs: Any, searcher: Searching
) -> None:
    bobs("자료는 회의 때 있습니다 hello pkg")
    me = searcher(alice)
    assert len(me.found(typed)) == 1
    assert me.search(typed, type="messages")["alsoTried"] == [meant]


def test_the_literal_hits_come_first_and_none_comes_twice(alice: User, bobs: Any, searcher: Searching) -> None:
    texts = ["회의 하나", "ghldml 뭐야", "회의 둘", "ghldml = 회의"]
    for text in texts:
        bobs(text)
    me = searcher(alice)
    assert me.found("ghldml") == ["ghldml = 회의", "ghldml 뭐야", "회의 둘", "회의 하나"]
    paged = me.all_pages("ghldml", type="messages", limit=1)
    assert [hit["message"]["text"] for hit in paged] == ["ghldml = 회의", "ghldml 뭐야", "회의 둘", "회의 하나"]


def test_pages_follow_each_other_without_a_gap(alice: User, bobs: Any, searcher: Searching) -> None:
    for n in range(13):
        bobs(f"회의 {n:02}")
    me = searcher(alice)
    index_now()
    assert len(me.search("회의", type="messages")["results"]) == 13
    for order in ("newest", "best"):
        texts = [hit["message"]["text"] for hit in me.all_pages("회의", type="messages", order=order, limit=4)]
        assert len(texts) == 13
        assert set(texts) == {f"회의 {n:02}" for n in range(13)}
    assert texts[0] == "회의 12"


def test_twenty_are_shown_at_once(alice: User, bobs: Any, searcher: Searching, settings: Any) -> None:
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (1000, 1))
    for n in range(22):
        bobs(f"회의 {n}")
    assert len(searcher(alice).hits("회의", type="messages")) == 20


def test_the_best_stand_alone_and_early(alice: User, bobs: Any, searcher: Searching) -> None:
    for text in ("회의 시작합니다", "다음 주 화요일 오후에 있을 팀장회의실 예약", "아무튼 오늘은 긴 회의였다고 합니다"):
        bobs(text)
    assert searcher(alice).found("회의", order="best")[0] == "회의 시작합니다"


def test_a_cursor_of_another_list_is_refused(alice: User, bobs: Any, searcher: Searching) -> None:
    for n in range(3):
        bobs(f"회의 {n}")
    me = searcher(alice)
    index_now()
    cursor = me.search("회의", type="messages", limit=1)["next"]
    for kind in ("users", "rooms"):
        assert me.get(f"search?q=회의&type={kind}&cursor={cursor}").status == 400
    assert me.get("search?q=회의&cursor=x").status == 400
    assert me.get("search?q=회의&type=nothing").status == 400
    assert me.get("search?q=회의&order=worst").status == 400
    assert me.get("search?q=회의&kind=worst").status == 400


def test_system_lines_are_not_found(alice: User, room: Room, searcher: Searching) -> None:
    index_now()
    assert not SearchText.objects.exists()
    assert searcher(alice).hits("회의", type="messages") == []
