"""Sending, through both doors: stored once, refused for good reasons (contract 5, 12)."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat.models import Message, Room
from messenger.core.events import Event
from tests.chat.doors import Door, Rest, draft

MESSAGE_KEYS = {
    "messageId", "roomId", "seq", "change", "clientMsgId", "senderId", "type", "text", "mentions", "attachments",
    "links", "replyTo", "reactions", "poll", "pinned", "unreadCount", "createdAt", "editedAt", "deletedAt",
}  # fmt: skip


@pytest.mark.django_db
def test_a_message_is_what_the_contract_says(alice: User, room: Room) -> None:
    body = draft("안녕하세요")
    answer = Rest(alice).post(f"rooms/{room.pk}/messages", body)
    assert answer.status == 201
    said = answer.body
    assert said.keys() >= MESSAGE_KEYS
    assert (said["roomId"], said["senderId"], said["clientMsgId"]) == (str(room.pk), str(alice.pk), body["clientMsgId"])
    assert (said["type"], said["text"], said["unreadCount"]) == ("TEXT", "안녕하세요", 2)
    assert isinstance(said["messageId"], int)
    assert Rest(alice).message(said["messageId"]) == said
    shown = Rest(alice).room(room.pk)
    assert (shown["lastSeq"], shown["lastChange"], shown["lastMessage"]) == (said["seq"], said["change"], said)


def test_both_doors_store_and_tell(door: Door, alice: User, room: Room, told: list[Event]) -> None:
    answer = door.send(alice, room.pk, draft("하나"))
    assert answer.status == 201
    stored = Message.objects.get(pk=answer.body["messageId"])
    assert (stored.text, stored.seq, stored.change) == ("하나", answer.body["seq"], answer.body["change"])
    assert [event.data["message"]["messageId"] for event in told if event.name == "MESSAGE_CREATED"] == [stored.pk]


def test_the_same_again_is_the_same_message(door: Door, alice: User, room: Room, told: list[Event]) -> None:
    body = draft("한 번만", mentions=["all"])
    first, again = door.send(alice, room.pk, body), door.send(alice, room.pk, body)
    assert (first.status, again.status) == (201, 200)
    assert {key: first.body[key] for key in ("messageId", "seq", "change", "createdAt")} == {
        key: again.body[key] for key in ("messageId", "seq", "change", "createdAt")
    }
    assert Message.objects.filter(text="한 번만").count() == 1
    assert [event.name for event in told].count("MESSAGE_CREATED") == 1


def test_the_same_through_the_other_door_too(transactional_db: None, alice: User, room: Room) -> None:
    body = draft("양쪽")
    first, again = Door("socket").send(alice, room.pk, body), Door("rest").send(alice, room.pk, body)
    assert (first.status, again.status) == (201, 200)
    assert first.body["messageId"] == again.body["messageId"]


@pytest.mark.parametrize(
    "other",
    [{"text": "다른 말"}, {"type": "NOTICE"}, {"mentions": "all"}, {"replyTo": "given"}, {"mentions": ["alice"]}],
    ids=["text", "type", "mention all", "reply", "mention"],
)
def test_the_same_id_for_something_else_is_a_conflict(
    door: Door, alice: User, room: Room, other: dict[str, Any]
) -> None:
    answered = door.send(alice, room.pk, draft("먼저")).body["messageId"]
    body = draft("한 말")
    door.send(alice, room.pk, body)
    if other.get("replyTo"):
        other = {"replyTo": answered}
    if other.get("mentions") == ["alice"]:
        other = {"mentions": [str(alice.pk)]}
    again = door.send(alice, room.pk, {**body, **other})
    assert (again.status, again.code) == (409, "CONFLICT")


def test_the_same_id_in_another_room_is_a_conflict(door: Door, alice: User, room: Room, dm: Room) -> None:
    body = draft("여기")
    door.send(alice, room.pk, body)
    assert door.send(alice, dm.pk, body).status == 409
    assert Message.objects.filter(room=dm).count() == 0


def test_an_id_is_the_senders_own(door: Door, alice: User, bob: User, room: Room) -> None:
    body = draft("같은 번호")
    assert door.send(alice, room.pk, body).status == 201
    assert door.send(bob, room.pk, body).status == 201


def test_the_same_after_an_edit_or_a_deletion_is_that_message_as_it_is_now(door: Door, alice: User, room: Room) -> None:
    body = draft("처음")
    message_id = door.send(alice, room.pk, body).body["messageId"]
    Rest(alice).patch(f"messages/{message_id}", {"text": "고침"})
    again = door.send(alice, room.pk, body)
    assert (again.status, again.body["messageId"]) == (200, message_id)
    assert again.body["change"] == Message.objects.get(pk=message_id).change
    Rest(alice).delete(f"messages/{message_id}")
    again = door.send(alice, room.pk, body)
    assert (again.status, again.body["messageId"]) == (200, message_id)
    if door.name == "rest":
        assert again.body["text"] == ""
        assert again.body["deletedAt"]


def test_text_is_compared_trimmed_and_in_one_form(door: Door, alice: User, room: Room) -> None:
    body = draft("한글")
    door.send(alice, room.pk, body)
    decomposed = "\u1112\u1161\u11ab\u1100\u1173\u11af"
    assert door.send(alice, room.pk, {**body, "text": f"  {decomposed}\n"}).status == 200


def test_outsiders_and_those_who_left_find_no_room(
    door: Door, alice: User, charlie: User, erin: User, auditor: User, room: Room
) -> None:
    for outsider in (charlie, erin, auditor):
        answer = door.send(outsider, room.pk, draft())
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    missing = door.send(alice, uuid.uuid4(), draft())
    assert (missing.status, missing.code) == (404, "NOT_FOUND")
    assert not Message.objects.filter(type="TEXT").exists()


def test_a_resend_after_being_removed_finds_no_room(door: Door, alice: User, bob: User, room: Room) -> None:
    body = draft()
    door.send(alice, room.pk, body)
    Rest(bob).delete(f"rooms/{room.pk}/members/{alice.pk}")
    assert door.send(alice, room.pk, body).status == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"clientMsgId": None}, "clientMsgId"),
        ({"clientMsgId": "nonsense"}, "clientMsgId"),
        ({"clientMsgId": 5}, "clientMsgId"),
        ({"text": ""}, "text"),
        ({"text": " \n\t　"}, "text"),
        ({"text": "\u200b\u2060"}, "text"),
        ({"text": 5}, "text"),
        ({"text": None}, "text"),
        ({"type": "POLL"}, "type"),
        ({"type": "SYSTEM"}, "type"),
        ({"type": "FILE"}, "attachments"),
        ({"type": "IMAGE", "text": ""}, "attachments"),
        ({"type": "text"}, "type"),
        ({"type": None}, "type"),
        ({"attachments": [str(uuid.uuid4())]}, "attachments"),
        ({"attachments": "x"}, "attachments"),
        ({"mentions": "everybody"}, "mentions"),
        ({"mentions": [5]}, "mentions"),
        ({"mentions": {}}, "mentions"),
        ({"replyTo": "5"}, "replyTo"),
        ({"replyTo": True}, "replyTo"),
        ({"replyTo": 0}, "replyTo"),
        ({"replyTo": 2**62}, "replyTo"),
    ],
    ids=str,
)
def test_what_is_no_message_is_refused(door: Door, alice: User, room: Room, change: dict[str, Any], field: str) -> None:
    before = Room.objects.values("last_seq", "last_change").get(pk=room.pk)
    answer = door.send(alice, room.pk, {**draft("말"), **change})
    assert (answer.status, answer.code) == (400, "INVALID_ARGUMENT")
    assert field in answer.details
    assert Room.objects.values("last_seq", "last_change").get(pk=room.pk) == before


def test_a_client_message_id_is_required(door: Door, alice: User, room: Room) -> None:
    assert "clientMsgId" in door.send(alice, room.pk, {"type": "TEXT", "text": "말"}).details


def test_unknown_keys_change_nothing(door: Door, alice: User, bob: User, room: Room) -> None:
    answer = door.send(alice, room.pk, draft("말", senderId=str(bob.pk), seq=99, pinned=True, deletedAt="x"))
    stored = Message.objects.get(pk=answer.body["messageId"])
    assert (stored.sender_id, stored.deleted_at) == (alice.pk, None)


def test_a_notice_is_for_any_member(door: Door, alice: User, room: Room) -> None:
    answer = door.send(alice, room.pk, draft("공지", type="NOTICE"))
    assert Message.objects.get(pk=answer.body["messageId"]).type == "NOTICE"


def test_sending_reads_up_to_the_message(door: Door, alice: User, bob: User, room: Room) -> None:
    Rest(bob).say(room.pk, "먼저")
    assert Rest(alice).room(room.pk)["me"]["unreadCount"] == 1
    seq = door.send(alice, room.pk, draft("답")).body["seq"]
    me = Rest(alice).room(room.pk)["me"]
    assert (me["unreadCount"], me["lastReadSeq"]) == (0, seq)
