"""Only what somebody may see at the moment they ask is found (contract 8, 12)."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Room, SearchText
from chat.services import members, rooms
from tests.search.conftest import Searcher, index_now

pytestmark = pytest.mark.django_db
Searching = Callable[[User], Searcher]


@pytest.fixture
def company(
    searcher: Searching, alice: User, bob: User, charlie: User, dana: User, auditor: User, sysadmin: User, room: Room
) -> dict[str, Searcher]:
    """Everybody at the search field; bob has said something secret in the room."""
    people = {user.login_id: searcher(user) for user in (alice, bob, charlie, dana, auditor, sysadmin)}
    people["bob"].say(room.pk, "비밀 회의는 3시")
    index_now()
    return people


def finders(company: dict[str, Searcher], q: str = "회의", **more: Any) -> set[str]:
    return {name for name, me in company.items() if me.found(q, **more)}


def test_members_find_it_and_nobody_else(company: dict[str, Searcher]) -> None:
    assert finders(company) == {"alice", "bob", "dana"}


def test_who_left_or_was_removed_finds_nothing_of_the_room_any_more(
    company: dict[str, Searcher], bob: User, dana: User, alice: User, room: Room
) -> None:
    members.leave_room(actor=alice, room_id=room.pk)
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    assert finders(company) == {"bob"}
    assert company["alice"].get(f"search?q=회의&roomId={room.pk}").status == 404
    assert company["charlie"].get(f"search?q=회의&roomId={room.pk}").status == 404
    assert company["bob"].get(f"search?q=회의&roomId={room.pk}").status == 200


def test_who_comes_back_finds_both_stays_and_not_the_gap(
    company: dict[str, Searcher], bob: User, dana: User, room: Room
) -> None:
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    company["bob"].say(room.pk, "회의 때 빠진 사람")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[dana.pk])
    company["bob"].say(room.pk, "회의 다시")
    assert company["dana"].found("회의") == ["회의 다시", "비밀 회의는 3시"]
    assert len(company["alice"].found("회의")) == 3


def test_who_joins_later_finds_what_the_room_shows_them(
    company: dict[str, Searcher], bob: User, charlie: User, room: Room
) -> None:
    members.add_members(actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    company["bob"].say(room.pk, "새 회의")
    assert company["charlie"].found("회의") == ["새 회의"]
    rooms.update_room(actor=bob, room_id=room.pk, history_visibility="ALL")
    assert company["charlie"].found("회의") == ["새 회의", "비밀 회의는 3시"]
    rooms.update_room(actor=bob, room_id=room.pk, history_visibility="JOINED")
    assert company["charlie"].found("회의") == ["새 회의"]


def test_what_is_deleted_is_gone_at_once_and_from_the_index_with_that_change(
    company: dict[str, Searcher], room: Room
) -> None:
    sent = company["bob"].say(room.pk, "지울 회의")
    index_now()
    company["bob"].delete(f"messages/{sent['messageId']}")
    assert [hit["message"]["text"] for hit in company["bob"].search("회의", type="messages")["results"]] == [
        "비밀 회의는 3시"
    ]
    index_now()
    assert not SearchText.objects.filter(message_id=sent["messageId"]).exists()
    assert not SearchText.objects.filter(pieces__holds=[ord("지"), ord("울")]).exists()


def test_what_was_edited_is_found_by_what_it_says_now(company: dict[str, Searcher], room: Room) -> None:
    sent = company["bob"].say(room.pk, "점심은 김밥")
    index_now()
    company["bob"].patch(f"messages/{sent['messageId']}", {"text": "점심은 국수"})
    assert company["bob"].search("김밥", type="messages")["results"] == []  # the index has not heard of it yet
    assert company["bob"].found("국수") == ["점심은 국수"]
    assert company["bob"].found("김밥") == []


def test_a_deleted_room_is_found_by_nobody(company: dict[str, Searcher], bob: User, room: Room) -> None:
    rooms.delete_room(actor=bob, room_id=room.pk)
    assert finders(company) == set()
    assert all(not me.hits("회의실", type="rooms") for me in company.values())


def test_another_persons_search_is_no_way_in(company: dict[str, Searcher], room: Room) -> None:
    for n in range(3):
        company["bob"].say(room.pk, f"회의 {n}")
    index_now()
    cursor = company["bob"].search("회의", type="messages", limit=1)["next"]
    for nobody in ("charlie", "auditor", "sysadmin"):
        assert company[nobody].search("회의", type="messages", cursor=cursor)["results"] == []
