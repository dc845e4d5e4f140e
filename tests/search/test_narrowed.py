"""Filters: in which room, from whom, when, with what (contract 8)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Message, Room, SearchText
from chat.services import rooms
from tests.files.making import stored_file
from tests.search.conftest import Searcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(alice: User, bob: User, room: Room, settings: Any, tmp_path: Any) -> Searcher:
    """What was said, each with something of its own; alice searches."""
    settings.FILES_DIR = tmp_path
    me, other = Searcher(alice), Searcher(bob)
    me.say(room.pk, "회의 하나")
    other.say(room.pk, "회의 둘 https://example.com/a")
    other.say(room.pk, "회의 셋", mentions=[str(alice.pk)])
    other.say(room.pk, "회의 넷", mentions="all")
    other.say(room.pk, "회의 다섯", type="NOTICE")
    file = stored_file(bob, room.pk, filename="회의록.hwp", mime="application/x-hwp")
    other.say(room.pk, "회의 여섯", type="FILE", attachments=[str(file.pk)])
    dm, _new = rooms.create_room(actor=bob, type="DM", member_ids=[alice.pk])
    other.say(dm.pk, "회의 일곱")
    return me


@pytest.mark.parametrize(
    ("narrow", "numbers"),
    [
        ({}, "일곱 여섯 다섯 넷 셋 둘 하나"),
        ({"hasFile": 1}, "여섯"),
        ({"hasLink": "true"}, "둘"),
        ({"mentionsMe": 1}, "넷 셋"),
        ({"kind": "notice"}, "다섯"),
        ({"kind": "text"}, "일곱 여섯 넷 셋 둘 하나"),
        ({"hasFile": 1, "hasLink": 1}, ""),
        ({"hasFile": 0}, "일곱 여섯 다섯 넷 셋 둘 하나"),
    ],
)
def test_with_what(story: Searcher, narrow: dict[str, Any], numbers: str) -> None:
    assert [text.split()[1] for text in story.found("회의", **narrow)] == numbers.split()


def test_in_which_room_and_from_whom(story: Searcher, bob: User, room: Room) -> None:
    assert len(story.found("회의", roomId=room.pk)) == 6
    assert story.found("회의", senderId=story.user.pk) == ["회의 하나"]
    assert story.found("회의", senderId=bob.pk, roomId=room.pk, kind="notice") == ["회의 다섯"]


def test_from_and_to_are_days_or_moments(story: Searcher) -> None:
    story.hits("회의")
    first = Message.objects.get(text="회의 하나")
    before = dt.datetime(2026, 3, 2, 14, 59, tzinfo=dt.UTC)  # 23:59 in Seoul
    SearchText.objects.filter(message=first).update(created_at=before)
    assert story.found("회의", to="2026-03-02") == ["회의 하나"]
    assert story.found("회의", to="2026-03-01") == []
    assert len(story.found("회의", **{"from": "2026-03-03"})) == 6
    assert story.found("회의", **{"from": "2026-03-02T14:59:00Z", "to": "2026-03-02T14:59:01Z"}) == ["회의 하나"]
    assert story.get("search?q=회의&from=gestern").status == 400


def test_a_place_that_is_not_there_is_not_found(story: Searcher) -> None:
    missing = "00000000-0000-4000-8000-000000000000"
    assert story.get(f"search?q=회의&roomId={missing}").status == 404
    assert story.found("회의", senderId=missing) == []
    assert story.get("search?q=회의&roomId=x").status == 404


def test_many_windows_back_by_the_index_is_the_same_list(story: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = story.found("회의")
    wanted: Callable[..., Any] = story.all_pages
    for windows in ((1, 2), ()):
        monkeypatch.setattr("chat.selectors.search.texts.WINDOWS", windows or (10**6,))
        paged = wanted("회의", type="messages", limit=3)
        assert [hit["message"]["text"] for hit in paged] == whole
        assert len(wanted("회의", limit=5)) == len(whole) + 2  # the file, and the room of that name
