"""Reminders of messages: told once, at their moment, to who still sees the message."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.services import disable_user
from chat.models import Notification, Room
from chat.services import members
from tests.around.conftest import Clock, after
from tests.chat.doors import Answer, Rest

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


def remind(who: Rest, message: dict[str, Any], **time: float) -> Answer:
    return who.post(f"messages/{message['messageId']}/reminders", {"at": after(**(time or {"hours": 1}))})


def notes(user: User) -> int:
    return Notification.objects.filter(user=user, type="REMINDER").count()


def test_a_reminder_comes_once_at_its_moment(rest: People, alice: User, bob: User, room: Room, clock: Clock) -> None:
    said = rest(bob).say(room.pk, "금요일까지 검토해 주세요")
    me = rest(alice)
    made = remind(me, said)
    assert made.status == 201
    assert made.body["message"]["text"] == "금요일까지 검토해 주세요"
    listed = me.get("reminders").body["results"]
    assert [one["reminderId"] for one in listed] == [made.body["reminderId"]]
    assert not rest(bob).get("reminders").body["results"]
    clock.tick()
    assert notes(alice) == 0
    for hours in (2, -3, 4, 0):
        clock.move(hours=hours)
        clock.tick()
    assert (notes(alice), notes(bob)) == (1, 0)
    note = Notification.objects.get(user=alice, type="REMINDER")
    assert (note.message_id, note.room_id) == (said["messageId"], room.pk)
    assert not me.get("reminders").body["results"]


def test_the_same_moment_again_is_the_same_reminder(rest: People, alice: User, room: Room) -> None:
    me = rest(alice)
    said = me.say(room.pk)
    at = {"at": after(hours=1)}
    path = f"messages/{said['messageId']}/reminders"
    first, again = me.post(path, at), me.post(path, at)
    assert (first.status, again.status) == (201, 200)
    assert first.body["reminderId"] == again.body["reminderId"]


def removed(alice: User, bob: User, room: Room, _said: dict[str, Any]) -> None:
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)


def disabled(alice: User, bob: User, room: Room, _said: dict[str, Any]) -> None:
    disable_user(actor=None, user_id=alice.pk)


def erased(alice: User, bob: User, room: Room, said: dict[str, Any]) -> None:
    Rest(bob).delete(f"messages/{said['messageId']}")


@pytest.mark.parametrize("happens", [removed, disabled, erased])
def test_nobody_is_reminded_of_what_they_see_no_more(
    rest: People, alice: User, bob: User, room: Room, clock: Clock, happens: Any
) -> None:
    said = rest(bob).say(room.pk)
    remind(rest(alice), said)
    happens(alice, bob, room, said)
    clock.move(hours=2)
    clock.tick()
    assert notes(alice) == 0


def test_a_reminder_is_taken_back_by_its_owner_alone(
    rest: People, alice: User, bob: User, room: Room, clock: Clock
) -> None:
    me = rest(alice)
    path = f"reminders/{remind(me, me.say(room.pk)).body['reminderId']}"
    assert rest(bob).delete(path).status == 404
    assert me.delete(path).status == 204
    assert me.delete(path).status == 404
    clock.move(hours=2)
    clock.tick()
    assert notes(alice) == 0


def test_so_many_and_so_far_ahead(rest: People, alice: User, charlie: User, room: Room, settings: Any) -> None:
    me = rest(alice)
    said = me.say(room.pk)
    assert remind(me, said, days=settings.SCHEDULE_AHEAD_DAYS + 1).details["at"]
    assert remind(me, said, seconds=-1).details["at"]
    assert me.post(f"messages/{said['messageId']}/reminders", {"at": 5}).details["at"]
    settings.MAX_REMINDERS = 2
    assert [remind(me, said, hours=n).status for n in (1, 2, 3)] == [201, 201, 400]
    assert remind(rest(charlie), said).status == 404
