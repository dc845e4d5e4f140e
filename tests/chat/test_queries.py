"""How often the database is asked: the same for few and for many."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.models import Room
from chat.services import rooms, sending
from chat.services.drafts import draft
from chat.services.storing import store
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db

SIGNING_IN = 1  # the device session behind the token


def _queries(what: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        what()
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def _send(user: User, room: Room) -> None:
    sending.send_message(actor=user, room_id=room.pk, client_msg_id=uuid.uuid4(), text="말")


def test_a_send_asks_little(alice: User, room: Room) -> None:
    _send(alice, room)
    # Lock the room, its audience, an earlier one, insert, move the room, move the sender.
    assert _queries(lambda: _send(alice, room)) <= 6


def test_a_batch_asks_no_more_than_one_send(alice: User, bob: User, dana: User, room: Room) -> None:
    people = [alice, bob, dana]

    def batch(size: int) -> int:
        drafts = [
            draft(actor=people[n % 3], room_id=room.pk, client_msg_id=uuid.uuid4(), text=str(n)) for n in range(size)
        ]
        return _queries(lambda: store(drafts))

    batch(1)
    one, many = batch(1), batch(60)
    assert one <= 6
    assert many == one


def test_the_room_list_asks_the_same_for_three_and_for_thirty(alice: User, bob: User, dana: User) -> None:
    me = Rest(alice)

    def fill(upto: int) -> int:
        while len(me.get("rooms?limit=200").body["results"]) < upto:
            made, _new = rooms.create_room(actor=bob, type="GROUP", name="방", member_ids=[alice.pk, dana.pk])
            _send(bob, made)
        return _queries(lambda: me.get("rooms?limit=200"))

    rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])
    few, many = fill(3), fill(30)
    assert few == many <= 6 + SIGNING_IN


def test_a_page_of_history_asks_the_same_for_ten_and_for_a_hundred(alice: User, bob: User, room: Room) -> None:
    me = Rest(alice)
    for n in range(100):
        _send(alice if n % 2 else bob, room)
    ids = [m["messageId"] for m in me.history(room.pk)]
    for message_id in ids[:50]:
        Rest(bob).react(message_id, "👍")
    few = _queries(lambda: me.history(room.pk, "limit=10"))
    many = _queries(lambda: me.history(room.pk, "limit=100"))
    assert few == many <= 6 + SIGNING_IN
    assert _queries(lambda: me.get(f"rooms/{room.pk}/changes?limit=100")) == many


def test_one_room_asks_the_same_for_few_and_for_many_members(alice: User, bob: User, room: Room, person: Any) -> None:
    from chat.services import members

    few = _queries(lambda: Rest(alice).room(room.pk))
    members.add_members(actor=bob, room_id=room.pk, user_ids=[person(f"p{n}").pk for n in range(30)])
    assert _queries(lambda: Rest(alice).room(room.pk)) <= few + 4  # and its newest message
