"""Drafts on all devices: the last writer wins over what it has seen, and over nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from chat.services import members
from messenger.core.events import Event
from tests.chat.doors import Answer, Rest

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


def write(who: Rest, room: Room, text: str, version: int = 0, **more: Any) -> Answer:
    return who.put(f"rooms/{room.pk}/draft", {"text": text, "version": version, **more})


def test_what_was_begun_here_goes_on_there(rest: People, alice: User, bob: User, room: Room, told: list[Event]) -> None:
    desk, phone = rest(alice), rest(alice)
    said = rest(bob).say(room.pk, "몇 시가 좋으세요?")
    told.clear()
    kept = write(desk, room, "  저는 세 시가 ", replyTo=said["messageId"])
    assert (kept.status, kept.body["version"]) == (200, 1)
    assert phone.get("drafts").body["results"] == [kept.body]
    assert (kept.body["text"], kept.body["replyTo"]["text"]) == ("  저는 세 시가 ", "몇 시가 좋으세요?")
    assert not rest(bob).get("drafts").body["results"]
    assert [(e.name, e.users) for e in told] == [("DRAFT_UPDATED", (alice.pk,))]
    assert write(phone, room, "저는 네 시가 좋아요", 1).body["version"] == 2
    told.clear()
    assert write(phone, room, "저는 네 시가 좋아요", 1).body["version"] == 2, "said again it is no news"
    assert not told


def test_who_writes_over_what_they_have_not_seen_gets_it_back(rest: People, alice: User, room: Room) -> None:
    desk, phone = rest(alice), rest(alice)
    write(desk, room, "책상에서 쓴 긴 글")
    answer = write(phone, room, "전화기에서")
    assert answer.code == "CONFLICT"
    assert answer.details["draft"]["text"] == "책상에서 쓴 긴 글"
    assert desk.get("drafts").body["results"][0]["text"] == "책상에서 쓴 긴 글"
    assert write(phone, room, "전화기에서", answer.details["draft"]["version"]).status == 200
    assert write(desk, room, "", 1).code == "CONFLICT", "what was sent there clears nothing that is written here"


def test_sent_means_gone_on_all_devices(rest: People, alice: User, room: Room) -> None:
    desk = rest(alice)
    version = write(desk, room, "보낼 글").body["version"]
    assert write(desk, room, "", version).body["text"] == ""
    assert not desk.get("drafts").body["results"]
    assert write(rest(alice), room, "새 글", 0).status == 200, "over nothing anybody may write"


def test_a_draft_stays_in_its_room(rest: People, alice: User, bob: User, charlie: User, room: Room) -> None:
    me = rest(alice)
    write(me, room, "쓰다 만 글")
    assert write(rest(charlie), room, "남의 방").status == 404
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)
    assert not me.get("drafts").body["results"]
    assert write(me, room, "나간 뒤", 1).status == 404


def test_an_answer_to_what_is_not_there_is_just_a_text(rest: People, alice: User, room: Room) -> None:
    assert write(rest(alice), room, "답", replyTo=10**15).body["replyTo"] is None
    assert write(rest(alice), room, "x" * 10_001, 1).details["text"]
