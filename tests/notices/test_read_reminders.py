"""Reminding only those who have not read a message (contract 5)."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Notification, ReadReminder, Room
from chat.services import rooms
from tests.chat.doors import Rest
from tests.notices.conftest import notified

pytestmark = pytest.mark.django_db
REMINDED = "READ_REMINDER"


def test_it_reaches_those_who_have_not_read(alice: User, bob: User, dana: User, room: Room, settings: Settings) -> None:
    said = Rest(alice).say(room.pk, "내일까지 서명해 주세요.")
    Rest(dana).post(f"rooms/{room.pk}/read", {"messageId": said["messageId"]})
    path = f"messages/{said['messageId']}/remind"
    answer = Rest(alice).post(path)
    assert (answer.status, answer.body["remindedCount"]) == (200, 1) and answer.body["remindedAt"]
    assert notified(REMINDED) == ["bob"]
    assert Rest(alice).post(path).status == 429
    assert 0 < Rest(alice).post(path).details["retryAfter"] <= settings.READ_REMIND_SECONDS
    row = Notification.objects.get(type=REMINDED)
    assert (row.message_id, row.room_id, row.actor_id) == (said["messageId"], room.pk, alice.pk)


def test_after_the_pause_again(alice: User, bob: User, dana: User, room: Room, settings: Settings) -> None:
    settings.READ_REMIND_SECONDS = 0
    path = f"messages/{Rest(alice).say(room.pk)['messageId']}/remind"
    assert [Rest(alice).post(path).body["remindedCount"] for _ in range(2)] == [2, 2]
    assert ReadReminder.objects.count() == 1


def test_where_all_have_read_nobody_is_disturbed(alice: User, bob: User, dana: User, room: Room) -> None:
    said = Rest(alice).say(room.pk)
    for reader in (bob, dana):
        Rest(reader).post(f"rooms/{room.pk}/read", {"messageId": said["messageId"]})
    for _ in range(2):
        body = Rest(alice).post(f"messages/{said['messageId']}/remind").body
        assert body == {"remindedCount": 0, "remindedAt": None, "remindableAt": None}
    assert notified(REMINDED) == []


def test_a_room_admin_reminds_too_and_is_not_reminded(alice: User, bob: User, dana: User, room: Room) -> None:
    said = Rest(alice).say(room.pk)
    assert Rest(bob).post(f"messages/{said['messageId']}/remind").body["remindedCount"] == 1
    assert notified(REMINDED) == ["dana"]


@pytest.mark.parametrize(("who", "status"), [("dana", 403), ("charlie", 404), ("auditor", 404), ("sysadmin", 404)])
def test_nobody_else_does(request: Any, alice: User, bob: User, dana: User, room: Room, who: str, status: int) -> None:
    said = Rest(alice).say(room.pk)
    actor: Callable[..., Any] = request.getfixturevalue(who)
    assert Rest(actor).post(f"messages/{said['messageId']}/remind").status == status  # type: ignore[arg-type]
    assert notified(REMINDED) == []


def test_a_deleted_message_and_a_direct_one(alice: User, bob: User, room: Room) -> None:
    gone = Rest(alice).say(room.pk)
    Rest(alice).delete(f"messages/{gone['messageId']}")
    assert Rest(alice).post(f"messages/{gone['messageId']}/remind").status == 409
    dm = rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]
    said = Rest(alice).say(dm.pk)
    assert Rest(alice).post(f"messages/{said['messageId']}/remind").body["remindedCount"] == 1
    assert Rest(bob).post(f"messages/{said['messageId']}/remind").status == 403
