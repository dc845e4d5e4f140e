"""Read positions, readers, the numbers beside messages and the badge (contract 4, 5, 12)."""

import uuid

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.services import disable_user
from chat.models import Message, Room
from chat.selectors import rooms as room_selectors
from messenger.core.events import Event
from tests.chat.doors import Door, Rest


def test_reading_moves_the_position(door: Door, alice: User, bob: User, room: Room, told: list[Event]) -> None:
    said = [Rest(alice).say(room.pk, text) for text in "가나다"]
    told.clear()
    answer = door.read(bob, room.pk, said[1]["messageId"])
    assert (answer.status, answer.body) == (
        200,
        {"lastReadMessageId": said[1]["messageId"], "lastReadSeq": said[1]["seq"], "unreadCount": 1},
    )
    assert [event.name for event in told] == ["READ_UPDATED", "NOTI_BADGE_UPDATED"]
    assert told[0].data == {
        "roomId": room.pk,
        "userId": bob.pk,
        "lastReadMessageId": said[1]["messageId"],
        "lastReadSeq": said[1]["seq"],
    }
    assert (told[1].users, told[1].data["unreadCount"]) == ((bob.pk,), 1)


def test_a_position_never_moves_back(door: Door, alice: User, bob: User, room: Room, told: list[Event]) -> None:
    said = [Rest(alice).say(room.pk, text) for text in "가나다"]
    newest = door.read(bob, room.pk, said[2]["messageId"]).body
    told.clear()
    assert door.read(bob, room.pk, said[0]["messageId"]).body == newest
    assert told == []


def test_outsiders_read_nothing(door: Door, alice: User, charlie: User, erin: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    for outsider in (charlie, erin):
        assert door.read(outsider, room.pk, message_id).status == 404
        assert Rest(outsider).get(f"messages/{message_id}/readers").status == 404
    assert door.read(alice, uuid.uuid4(), message_id).status == 404


@pytest.mark.parametrize("message_id", ["x", None, 0, -1, 2**62, 1.5, True])
def test_what_is_no_message(door: Door, alice: User, room: Room, message_id: object) -> None:
    assert door.read(alice, room.pk, message_id).status == 400


def test_a_message_of_another_room_cannot_be_read_here(door: Door, alice: User, room: Room, dm: Room) -> None:
    message_id = Rest(alice).say(dm.pk)["messageId"]
    assert door.read(alice, room.pk, message_id).status == 400


@pytest.mark.django_db
def test_the_number_beside_a_message_goes_down(alice: User, bob: User, dana: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    numbers = [Rest(alice).message(message_id)["unreadCount"]]
    for user in (bob, dana, alice):
        Rest(user).read(room.pk, message_id)
        numbers.append(Rest(alice).message(message_id)["unreadCount"])
    assert numbers == [2, 1, 0, 0]


@pytest.mark.django_db
def test_sending_counts_as_reading_what_came_before(alice: User, bob: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    Rest(bob).say(room.pk)
    assert Rest(alice).message(message_id)["unreadCount"] == 1


@pytest.mark.django_db
def test_who_could_not_see_it_does_not_count(alice: User, bob: User, dana: User, charlie: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    assert Rest(alice).message(message_id)["unreadCount"] == 2  # not the later joiner
    Rest(dana).post(f"rooms/{room.pk}/leave")
    assert Rest(alice).message(message_id)["unreadCount"] == 1  # not the one who left
    disable_user(actor=None, user_id=bob.pk)
    assert Rest(alice).message(message_id)["unreadCount"] == 0  # not the disabled one


@pytest.mark.django_db
def test_readers_are_told_apart(alice: User, bob: User, dana: User, charlie: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    Rest(bob).read(room.pk, message_id)
    answer = Rest(alice).get(f"messages/{message_id}/readers")
    assert (answer.status, answer.body) == (200, {"read": [str(bob.pk)], "unread": [str(dana.pk)]})
    disable_user(actor=None, user_id=dana.pk)
    assert Rest(alice).get(f"messages/{message_id}/readers").body == {"read": [str(bob.pk)], "unread": []}


@pytest.mark.django_db
def test_the_rooms_count_leaves_out_system_lines_deleted_ones_and_ones_own(alice: User, bob: User, room: Room) -> None:
    gone = Rest(alice).say(room.pk)["messageId"]
    Rest(alice).say(room.pk)
    Rest(bob).patch(f"rooms/{room.pk}", {"name": "새 이름"})
    assert Rest(bob).room(room.pk)["me"]["unreadCount"] == 2
    Rest(alice).delete(f"messages/{gone}")
    assert Rest(bob).room(room.pk)["me"]["unreadCount"] == 1
    assert Rest(alice).room(room.pk)["me"]["unreadCount"] == 0


@pytest.mark.django_db
def test_the_rooms_count_ends_at_three_hundred(alice: User, bob: User, room: Room) -> None:
    rows = [
        Message(room=room, seq=n, change=n, sender=alice, client_msg_id=uuid.uuid4(), text=str(n))
        for n in range(1, 306)
    ]
    Message.objects.bulk_create(rows)
    Room.objects.filter(pk=room.pk).update(last_seq=305, last_change=305)
    assert Rest(bob).room(room.pk)["me"]["unreadCount"] == 300
    assert Rest(bob).read(room.pk, rows[4].pk)["unreadCount"] == 300
    assert Rest(bob).read(room.pk, rows[5].pk)["unreadCount"] == 299


@pytest.mark.django_db
def test_the_badge_adds_up_rooms_that_are_not_muted(alice: User, bob: User, room: Room, dm: Room) -> None:
    Rest(alice).say(room.pk)
    Rest(alice).say(dm.pk)
    Rest(alice).say(dm.pk)
    assert room_selectors.unread_total(bob) == 3
    Rest(bob).patch(f"rooms/{dm.pk}/me", {"muted": True})
    assert room_selectors.unread_total(bob) == 1


@pytest.mark.django_db(transaction=True)
def test_in_a_large_room_a_position_is_told_to_its_owner_alone(
    alice: User, bob: User, room: Room, told: list[Event], settings: Settings
) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    for most, users in ((3, None), (2, (bob.pk,))):
        settings.MAX_READ_POSITIONS = most
        told.clear()
        Rest(bob).read(room.pk, message_id)
        (event,) = [event for event in told if event.name == "READ_UPDATED"]
        assert event.users == users
        message_id = Rest(alice).say(room.pk)["messageId"]
