"""Bookmarks: one's own, shown as far as one still sees the message."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from chat.services import members
from messenger.core.events import Event
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


def star(message: dict[str, Any]) -> str:
    return f"messages/{message['messageId']}/bookmark"


def kept(who: Rest, query: str = "") -> list[dict[str, Any]]:
    return list(who.get(f"bookmarks{query}").body["results"])


def test_a_message_is_kept_with_a_note_and_found_again(
    rest: People, alice: User, bob: User, room: Room, told: list[Event]
) -> None:
    me, said = rest(alice), rest(bob).say(room.pk, "계약서 양식은 여기")
    told.clear()
    answer = me.put(star(said), {"note": "다음 계약 때"})
    assert (answer.status, answer.body["note"], answer.body["message"]["text"]) == (
        200,
        "다음 계약 때",
        "계약서 양식은 여기",
    )
    assert me.put(star(said), {"note": "고침"}).body["note"] == "고침"
    assert [one["note"] for one in kept(me)] == ["고침"]
    assert me.get("bookmarks/ids").body == {"messageIds": [said["messageId"]]}
    assert not kept(rest(bob))
    assert [(e.name, e.users) for e in told] == [("BOOKMARK_UPDATED", (alice.pk,))] * 2
    assert me.delete(star(said)).status == 204
    assert told[-1].data == {"messageId": said["messageId"], "kept": False, "note": ""}
    assert not kept(me)
    assert me.delete(star(said)).status == 204, "twice is as good as once"


def test_a_deleted_message_is_shown_as_deleted(rest: People, alice: User, bob: User, room: Room) -> None:
    me, said = rest(alice), rest(bob).say(room.pk, "지울 말")
    me.put(star(said))
    rest(bob).delete(f"messages/{said['messageId']}")
    shown = kept(me)[0]["message"]
    assert (shown["text"], bool(shown["deletedAt"])) == ("", True)
    assert me.put(star(said)).code == "CONFLICT"


def test_of_a_room_one_left_nothing_is_shown_and_back_again_it_is(
    rest: People, alice: User, bob: User, charlie: User, room: Room
) -> None:
    me, said = rest(alice), rest(bob).say(room.pk, "남는 말")
    me.put(star(said))
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)
    assert not kept(me)
    assert me.put(star(said)).status == 404
    members.add_members(actor=bob, room_id=room.pk, user_ids=[alice.pk])
    assert [one["message"]["text"] for one in kept(me)] == ["남는 말"]
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)
    assert me.delete(star(said)).status == 204, "one's own star may always go"
    assert rest(charlie).put(star(said)).status == rest(charlie).delete(star(said)).status == 404


def test_pages_come_latest_first(rest: People, alice: User, room: Room) -> None:
    me = rest(alice)
    for n in range(5):
        me.put(star(me.say(room.pk, str(n))))
    page = me.get("bookmarks?limit=2").body
    texts = [one["message"]["text"] for one in page["results"]]
    while page["next"]:
        page = me.get(f"bookmarks?limit=2&cursor={page['next']}").body
        texts += [one["message"]["text"] for one in page["results"]]
    assert texts == ["4", "3", "2", "1", "0"]
    assert me.get("bookmarks?cursor=x").status == 400


def test_so_many_bookmarks_and_so_long_a_note(rest: People, alice: User, room: Room, settings: Any) -> None:
    me = rest(alice)
    settings.MAX_BOOKMARKS = 1
    first, second = me.say(room.pk), me.say(room.pk)
    assert me.put(star(first), {"note": "가" * (settings.MAX_NOTE + 1)}).details["note"]
    assert [me.put(star(first)).status, me.put(star(second)).status, me.put(star(first)).status] == [200, 400, 200]
