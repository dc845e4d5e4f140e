"""`seq` has no holes and no doubles, whoever sends at once (contract 5)."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from chat.models import Member, Message, Room
from chat.services import editing, reactions, sending
from messenger.core.errors import Refusal
from messenger.core.events import Event

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, EACH = 8, 12


def _send(user: User, room: Room, client_msg_id: uuid.UUID | None = None, text: str = "말") -> object:
    try:
        return sending.send_message(actor=user, room_id=room.pk, client_msg_id=client_msg_id or uuid.uuid4(), text=text)
    except Refusal as refusal:
        return refusal
    finally:
        connection.close()


def _check(room: Room) -> None:
    now = Room.objects.get(pk=room.pk)
    rows = list(Message.objects.filter(room=room).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, now.last_seq + 1))
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert max(row.change for row in rows) <= now.last_change
    assert len({row.change for row in rows}) == len(rows)


def test_eight_senders_leave_no_hole(alice: User, bob: User, dana: User, room: Room, told: list[Event]) -> None:
    people = [alice, bob, dana]
    with ThreadPoolExecutor(THREADS) as pool:
        sent = list(pool.map(lambda n: _send(people[n % 3], room), range(THREADS * EACH)))
    assert not [outcome for outcome in sent if isinstance(outcome, Exception)]
    _check(room)
    assert Message.objects.filter(room=room, type="TEXT").count() == THREADS * EACH
    changes = [event.change for event in told if event.name == "MESSAGE_CREATED"]
    assert len(changes) == len(set(changes)) >= THREADS * EACH


def test_senders_and_editors_together(alice: User, bob: User, dana: User, room: Room) -> None:
    first = sending.send_message(actor=alice, room_id=room.pk, client_msg_id=uuid.uuid4(), text="0")
    message_id = first.message["messageId"]

    def acts(n: int) -> object:
        try:
            if n % 3 == 0:
                return editing.edit_message(actor=alice, message_id=message_id, text=f"고침 {n}")
            if n % 3 == 1:
                return reactions.add_reaction(actor=dana, message_id=message_id, emoji="👍🎉😀❤🙏"[n // 3 % 5])
            return _send(bob, room)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(acts, range(48)))
    _check(room)
    assert Message.objects.get(pk=message_id).text.startswith("고침")


def test_one_id_from_many_threads_is_one_message(alice: User, room: Room, told: list[Event]) -> None:
    the_id = uuid.uuid4()
    with ThreadPoolExecutor(THREADS) as pool:
        sent = list(pool.map(lambda _n: _send(alice, room, the_id), range(24)))
    assert len({outcome.message["messageId"] for outcome in sent}) == 1  # type: ignore[attr-defined]
    assert sum(not outcome.duplicate for outcome in sent) == 1  # type: ignore[attr-defined]
    _check(room)
    assert [event.data["message"]["clientMsgId"] for event in told if event.name == "MESSAGE_CREATED"].count(
        the_id
    ) == 1


def test_one_id_with_many_texts_is_one_message_and_conflicts(alice: User, room: Room) -> None:
    the_id = uuid.uuid4()
    with ThreadPoolExecutor(THREADS) as pool:
        sent = list(pool.map(lambda n: _send(alice, room, the_id, f"말 {n}"), range(16)))
    assert sum(isinstance(outcome, Refusal) for outcome in sent) == 15
    _check(room)


def test_a_refused_send_spoils_no_neighbour(alice: User, charlie: User, room: Room) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        sent = list(pool.map(lambda n: _send((alice, charlie)[n % 2], room), range(40)))
    assert sum(isinstance(outcome, Refusal) for outcome in sent) == 20
    _check(room)


def test_leaving_in_the_same_moment_keeps_an_admin(alice: User, bob: User, dana: User, room: Room) -> None:
    from chat.services import members

    members.change_member(actor=bob, room_id=room.pk, user_id=alice.pk, is_admin=True)

    def leaves(user: User) -> None:
        try:
            members.leave_room(actor=user, room_id=room.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(leaves, [alice, bob]))
    _check(room)
    assert list(Member.objects.filter(room=room, left_at=None, is_admin=True).values_list("user_id", flat=True)) == [
        dana.pk
    ]
