"""Naming people, and answering messages (contract 5, 12)."""

import uuid

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.services import disable_user
from chat.models import Room
from chat.services import rooms
from tests.chat.doors import Door, Rest, draft

pytestmark = pytest.mark.django_db


def test_members_and_everybody_can_be_named(alice: User, bob: User, dana: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, mentions=[str(dana.pk), str(bob.pk), str(dana.pk)])
    assert said["mentions"] == [str(dana.pk), str(bob.pk)]
    assert Rest(bob).message(said["messageId"])["mentions"] == said["mentions"]
    assert Rest(alice).say(room.pk, mentions="all")["mentions"] == ["all"]
    assert Rest(alice).say(room.pk, mentions=["all", str(bob.pk)])["mentions"] == ["all", str(bob.pk)]


def test_nobody_outside_can_be_named(door: Door, alice: User, charlie: User, erin: User, room: Room) -> None:
    for outsider in (charlie.pk, erin.pk, uuid.uuid4()):
        answer = door.send(alice, room.pk, draft(mentions=[str(alice.pk), str(outsider)]))
        assert (answer.status, list(answer.details)) == (400, ["mentions"])


def test_a_disabled_colleague_cannot_be_named(alice: User, dana: User, room: Room) -> None:
    disable_user(actor=None, user_id=dana.pk)
    assert Rest(alice).post(f"rooms/{room.pk}/messages", draft(mentions=[str(dana.pk)])).status == 400


def test_so_many_mentions_and_no_more(alice: User, bob: User, room: Room, settings: Settings) -> None:
    assert settings.MAX_MENTIONS == 100
    settings.MAX_MENTIONS = 2
    names = [str(alice.pk), str(bob.pk)]
    assert Rest(alice).post(f"rooms/{room.pk}/messages", draft(mentions=names)).status == 201
    answer = Rest(alice).post(f"rooms/{room.pk}/messages", draft(mentions=[*names, "all"]))
    assert (answer.status, list(answer.details)) == (400, ["mentions"])


def test_an_answer_quotes_the_beginning(alice: User, bob: User, room: Room) -> None:
    first = Rest(alice).say(room.pk, "가" * 150)
    answer = Rest(bob).say(room.pk, "네", replyTo=first["messageId"])
    assert answer["replyTo"] == {
        "messageId": first["messageId"],
        "senderId": str(alice.pk),
        "type": "TEXT",
        "text": "가" * 100,
        "deletedAt": None,
    }


def test_the_quote_follows_its_message(alice: User, bob: User, room: Room) -> None:
    first = Rest(alice).say(room.pk, "처음")["messageId"]
    answer = Rest(bob).say(room.pk, "네", replyTo=first)["messageId"]
    Rest(alice).patch(f"messages/{first}", {"text": "고침"})
    assert Rest(bob).message(answer)["replyTo"]["text"] == "고침"
    Rest(alice).delete(f"messages/{first}")
    quote = Rest(bob).message(answer)["replyTo"]
    assert quote["text"] == ""
    assert quote["deletedAt"]


def test_only_a_visible_message_of_this_room_can_be_answered(
    door: Door, alice: User, bob: User, charlie: User, room: Room
) -> None:
    elsewhere, _new = rooms.create_room(actor=alice, type="GROUP", name="다른 방", member_ids=[bob.pk])
    foreign = Rest(alice).say(elsewhere.pk)["messageId"]
    deleted = Rest(alice).say(room.pk)["messageId"]
    Rest(alice).delete(f"messages/{deleted}")
    early = Rest(alice).say(room.pk)["messageId"]
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    for sender, answered in ((alice, foreign), (alice, deleted), (alice, 2**60), (charlie, early)):
        answer = door.send(sender, room.pk, draft(replyTo=answered))
        assert (answer.status, list(answer.details)) == (400, ["replyTo"])
    assert door.send(alice, room.pk, draft(replyTo=early)).status == 201
