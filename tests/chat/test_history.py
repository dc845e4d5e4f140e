"""Pages of history and `/changes` (contract 5, 12)."""

from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db

LIMITS = ["0", "-1", "x", "", "1.5", "1e2", "٣", "+1", "%00"]


@pytest.fixture
def said(alice: User, room: Room) -> list[int]:
    """Ten messages, '0' to '9'."""
    me = Rest(alice)
    return [me.say(room.pk, str(n))["messageId"] for n in range(10)]


def _page(user: User, room: Room, query: str) -> tuple[str, dict[str, Any]]:
    answer = Rest(user).get(f"rooms/{room.pk}/messages?{query}")
    assert answer.status == 200, answer
    return "".join(m["text"] for m in answer.body["results"]), answer.body


def test_the_newest_come_oldest_first(dana: User, room: Room, said: list[int]) -> None:
    text, body = _page(dana, room, "limit=4")
    assert (text, body["hasMore"]) == ("6789", True)
    text, body = _page(dana, room, "")
    assert (text, body["hasMore"]) == ("0123456789", False)


@pytest.mark.parametrize(
    ("query", "text", "more"),
    [
        ("beforeId={6}&limit=3", "345", True),
        ("beforeId={3}&limit=3", "012", False),
        ("beforeId={0}", "", False),
        ("afterId={3}&limit=3", "456", True),
        ("afterId={6}&limit=3", "789", False),
        ("afterId={9}", "", False),
        ("afterId=0&limit=2", "01", True),
        ("beforeId=9223372036854775807&limit=2", "89", True),
        ("afterId=9223372036854775807", "", False),
    ],
)
def test_pages_before_and_after(dana: User, room: Room, said: list[int], query: str, text: str, more: bool) -> None:
    found, body = _page(dana, room, query.format(*said))
    assert (found, body["hasMore"]) == (text, more)


def test_a_page_around_a_message(dana: User, room: Room, said: list[int]) -> None:
    text, body = _page(dana, room, f"aroundId={said[5]}&limit=4")
    assert text == "34567"
    assert (body["hasMoreBefore"], body["hasMoreAfter"], body["hasMore"]) == (True, True, True)
    text, body = _page(dana, room, f"aroundId={said[1]}&limit=4")
    assert (text, body["hasMoreBefore"], body["hasMoreAfter"]) == ("0123", False, True)


def test_a_deleted_message_is_a_place_to_look_around_too(alice: User, room: Room, said: list[int]) -> None:
    Rest(alice).delete(f"messages/{said[5]}")
    assert _page(alice, room, f"aroundId={said[5]}&limit=2")[0] == "46"


def test_around_a_message_of_another_room(alice: User, room: Room, said: list[int], dm: Room) -> None:
    other = Rest(alice).say(dm.pk)["messageId"]
    assert Rest(alice).get(f"rooms/{room.pk}/messages?aroundId={other}").status == 404
    assert Rest(alice).get(f"rooms/{room.pk}/messages?aroundId={2**60}").status == 404
    assert _page(alice, room, f"beforeId={other}")[0] == "0123456789"


@pytest.mark.parametrize("path", ["messages", "changes"])
@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_a_whole_number_from_one_on(alice: User, room: Room, path: str, limit: str) -> None:
    answer = Rest(alice).get(f"rooms/{room.pk}/{path}?limit={limit}")
    assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT")
    assert "limit" in answer.details


@pytest.mark.parametrize("limit", ["201", "99999", "9" * 30])
def test_a_limit_above_the_most_is_cut(alice: User, room: Room, limit: str) -> None:
    for path in (f"rooms/{room.pk}/messages", f"rooms/{room.pk}/changes", "rooms", f"rooms/{room.pk}/members"):
        assert Rest(alice).get(f"{path}?limit={limit}").status == 200


@pytest.mark.parametrize("place", ["beforeId", "afterId", "aroundId"])
@pytest.mark.parametrize("value", ["x", "-1", "", "1.5", "9" * 30])
def test_a_place_is_a_message_id(alice: User, room: Room, place: str, value: str) -> None:
    answer = Rest(alice).get(f"rooms/{room.pk}/messages?{place}={value}")
    assert (answer.status, list(answer.details)) == (400, [place])


def test_one_place_at_most(alice: User, room: Room, said: list[int]) -> None:
    assert Rest(alice).get(f"rooms/{room.pk}/messages?beforeId={said[3]}&afterId={said[1]}").status == 400


def test_outsiders_find_no_history(charlie: User, erin: User, room: Room, said: list[int]) -> None:
    for outsider in (charlie, erin):
        for query in ("", "?limit=x", f"?aroundId={said[3]}", "?beforeId=x"):
            assert Rest(outsider).get(f"rooms/{room.pk}/messages{query}").status == 404
        for query in ("", "?after=x", "?limit=0"):
            assert Rest(outsider).get(f"rooms/{room.pk}/changes{query}").status == 404
        assert Rest(outsider).get(f"messages/{said[0]}").status == 404


def test_changes_carry_everything_since(alice: User, bob: User, room: Room, said: list[int]) -> None:
    start = Rest(alice).room(room.pk)["lastChange"]
    me = Rest(alice)
    me.patch(f"messages/{said[2]}", {"text": "고침"})
    me.delete(f"messages/{said[3]}")
    Rest(bob).react(said[4], "👍")
    me.post(f"rooms/{room.pk}/pins", {"messageId": said[5]})
    new = me.say(room.pk, "새")
    answer = me.get(f"rooms/{room.pk}/changes?after={start}").body
    assert [m["messageId"] for m in answer["messages"]] == [*said[2:6], new["messageId"]]
    assert [m["change"] for m in answer["messages"]] == list(range(start + 1, start + 6))
    assert (answer["change"], answer["hasMore"]) == (start + 5, False)
    assert answer["messages"] == [me.message(m["messageId"]) for m in answer["messages"]]


def test_who_asks_until_the_end_has_missed_nothing(alice: User, bob: User, room: Room, said: list[int]) -> None:
    for n, message_id in enumerate(said):
        Rest(bob).react(message_id, "👍") if n % 2 else Rest(alice).patch(f"messages/{message_id}", {"text": f"{n}!"})
    me, after, known = Rest(alice), 0, {}
    while True:
        page = me.get(f"rooms/{room.pk}/changes?after={after}&limit=3").body
        assert len(page["messages"]) <= 3
        assert page["change"] > after
        known |= {m["messageId"]: m for m in page["messages"]}
        after = page["change"]
        if not page["hasMore"]:
            break
    assert sorted(known.values(), key=lambda m: m["seq"]) == me.history(room.pk)
    assert after == me.room(room.pk)["lastChange"]


def test_beyond_the_end_there_is_nothing(alice: User, room: Room, said: list[int]) -> None:
    now = Rest(alice).room(room.pk)["lastChange"]
    for after in (now, now + 1, 2**62):
        answer = Rest(alice).get(f"rooms/{room.pk}/changes?after={after}").body
        assert answer == {"messages": [], "change": now, "hasMore": False}


@pytest.mark.parametrize("after", ["x", "-1", "1.0", "9" * 20])
def test_after_is_a_number(alice: User, room: Room, after: str) -> None:
    assert Rest(alice).get(f"rooms/{room.pk}/changes?after={after}").status == 400


@pytest.mark.parametrize("message_id", ["0", "-1", "x", "1.0", "9" * 18, "9" * 19, "9" * 40, "%00", "٣"])
def test_ids_of_nothing(alice: User, room: Room, message_id: str) -> None:
    for path in ("", "/readers"):
        assert Rest(alice).get(f"messages/{message_id}{path}").status == 404
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "x"}).status == 404
    assert Rest(alice).delete(f"messages/{message_id}").status == 404
    assert Rest(alice).delete(f"rooms/{room.pk}/pins/{message_id}").status == 404


@pytest.mark.parametrize("room_id", ["x", "0", "00000000-0000-0000-0000-000000000000", "%00", "..", "me"])
def test_rooms_that_are_none(alice: User, room: Room, room_id: str) -> None:
    for path in ("", "/messages", "/changes", "/members", "/pins"):
        assert Rest(alice).get(f"rooms/{room_id}{path}").status == 404
