"""Editing and deleting (contract 5, 12)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from audit.models import AuditEntry
from chat.models import Message, MessageRevision, Room
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db


def test_an_edit_gives_a_new_change_and_keeps_the_place(alice: User, bob: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "오타")
    answer = Rest(alice).patch(f"messages/{said['messageId']}", {"text": " 고침 "})
    assert answer.status == 200
    assert (answer.body["text"], answer.body["seq"]) == ("고침", said["seq"])
    assert answer.body["change"] == said["change"] + 1
    assert answer.body["editedAt"]
    assert Rest(bob).message(said["messageId"]) == answer.body
    assert Rest(bob).room(room.pk)["lastChange"] == answer.body["change"]


def test_an_edit_leaves_the_unread_numbers_alone(alice: User, bob: User, room: Room) -> None:
    said = Rest(alice).say(room.pk)
    Rest(bob).read(room.pk, said["messageId"])
    edited = Rest(alice).patch(f"messages/{said['messageId']}", {"text": "고침"}).body
    assert edited["unreadCount"] == 1
    assert Rest(bob).room(room.pk)["me"]["unreadCount"] == 0


def test_an_edit_that_changes_nothing_is_no_change(alice: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "그대로")
    answer = Rest(alice).patch(f"messages/{said['messageId']}", {"text": "그대로"})
    assert (answer.status, answer.body) == (200, said)


def test_only_the_sender_edits(alice: User, bob: User, charlie: User, erin: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    for user, status in ((bob, 403), (charlie, 404), (erin, 404)):
        assert Rest(user).patch(f"messages/{message_id}", {"text": "x"}).status == status
    assert Rest(alice).message(message_id)["editedAt"] is None


def test_the_window_for_edits_ends(alice: User, room: Room, settings: Settings) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    settings.MESSAGE_EDIT_SECONDS = 60
    Message.objects.filter(pk=message_id).update(created_at=timezone.now() - timedelta(seconds=59))
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "기한 안"}).status == 200
    Message.objects.filter(pk=message_id).update(created_at=timezone.now() - timedelta(seconds=61))
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "기한 밖"}).status == 403
    assert Rest(alice).delete(f"messages/{message_id}").status == 204  # deleting has no window


def test_an_edit_must_say_something(alice: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk, "말")["messageId"]
    for body in ({"text": ""}, {"text": "  "}, {"text": None}, {"text": 5}, {}, {"text": "\u200b"}):
        assert Rest(alice).patch(f"messages/{message_id}", body).status == 400, body
    assert Rest(alice).message(message_id)["text"] == "말"


def test_an_edit_changes_the_text_alone(alice: User, bob: User, room: Room) -> None:
    said = Rest(alice).say(room.pk)
    body = {"text": "고침", "senderId": str(bob.pk), "seq": 77, "type": "NOTICE", "roomId": "x", "createdAt": "x"}
    after = Rest(alice).patch(f"messages/{said['messageId']}", body).body
    same = ("senderId", "seq", "type", "roomId", "createdAt", "clientMsgId")
    assert {key: after[key] for key in same} == {key: said[key] for key in same}


def test_system_lines_are_nobodys(alice: User, bob: User, room: Room) -> None:
    Rest(bob).patch(f"rooms/{room.pk}", {"name": "새"})
    line = Rest(alice).history(room.pk)[-1]
    assert Rest(bob).patch(f"messages/{line['messageId']}", {"text": "x"}).status == 403
    assert Rest(bob).delete(f"messages/{line['messageId']}").status == 403
    assert Rest(bob).react(line["messageId"], "👍").status == 403


def test_a_deleted_message_keeps_its_place_only(alice: User, bob: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "지울 말", mentions=[str(bob.pk)])
    Rest(bob).react(said["messageId"], "👍")
    Rest(bob).post(f"rooms/{room.pk}/pins", {"messageId": said["messageId"]})
    assert Rest(alice).delete(f"messages/{said['messageId']}").status == 204
    gone = Rest(bob).message(said["messageId"])
    assert (gone["text"], gone["mentions"], gone["reactions"], gone["attachments"]) == ("", [], [], [])
    assert (gone["unreadCount"], gone["pinned"], gone["seq"]) == (None, False, said["seq"])
    assert gone["deletedAt"]
    assert gone["change"] > said["change"]
    assert Rest(bob).get(f"rooms/{room.pk}/pins").body["results"] == []
    assert Rest(bob).room(room.pk)["me"]["unreadCount"] == 0
    assert "지울 말" not in str(Rest(bob).history(room.pk))


def test_deleting_again_changes_nothing(alice: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    Rest(alice).delete(f"messages/{message_id}")
    gone = Rest(alice).message(message_id)
    assert Rest(alice).delete(f"messages/{message_id}").status == 204
    assert Rest(alice).message(message_id) == gone
    assert AuditEntry.objects.filter(action="message.deleted").count() == 1


def test_the_sender_or_a_room_admin_deletes(
    alice: User, bob: User, dana: User, charlie: User, erin: User, room: Room
) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    for user, status in ((dana, 403), (charlie, 404), (erin, 404), (bob, 204)):
        assert Rest(user).delete(f"messages/{message_id}").status == status
    entry = AuditEntry.objects.get(action="message.deleted")
    assert (entry.actor_id, entry.detail["senderId"]) == (bob.pk, str(alice.pk))


def test_in_a_direct_message_everybody_deletes_their_own(alice: User, bob: User, dm: Room) -> None:
    message_id = Rest(alice).say(dm.pk)["messageId"]
    assert Rest(bob).delete(f"messages/{message_id}").status == 403


def test_a_deleted_message_is_left_alone(alice: User, bob: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    Rest(alice).delete(f"messages/{message_id}")
    assert Rest(alice).patch(f"messages/{message_id}", {"text": "x"}).status == 409
    assert Rest(bob).react(message_id, "👍").status == 409
    assert Rest(bob).post(f"rooms/{room.pk}/pins", {"messageId": message_id}).status == 409


def test_what_was_said_before_is_kept_but_shown_to_nobody(alice: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk, "처음")["messageId"]
    Rest(alice).patch(f"messages/{message_id}", {"text": "둘째"})
    Rest(alice).delete(f"messages/{message_id}")
    kept = MessageRevision.objects.filter(message_id=message_id).order_by("pk").values_list("text", flat=True)
    assert list(kept) == ["처음", "둘째"]
    assert "처음" not in str(Rest(alice).get(f"messages/{message_id}").body)
