"""Messages at the top of the room (contract 5, 12)."""

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Pin, Room
from chat.services import rooms
from messenger.core.events import Event
from tests.chat.doors import Rest


@pytest.mark.django_db
def test_any_member_pins_and_unpins(alice: User, dana: User, room: Room) -> None:
    said = Rest(alice).say(room.pk, "공지")
    answer = Rest(dana).post(f"rooms/{room.pk}/pins", {"messageId": said["messageId"]})
    assert answer.status == 200
    (pin,) = answer.body["results"]
    assert (pin["messageId"], pin["pinnedBy"]) == (said["messageId"], str(dana.pk))
    assert pin["message"] == Rest(alice).message(said["messageId"])
    assert pin["message"]["pinned"] is True
    assert pin["message"]["change"] > said["change"]
    assert Rest(alice).get(f"rooms/{room.pk}/pins").body["results"] == [pin]
    assert Rest(alice).delete(f"rooms/{room.pk}/pins/{said['messageId']}").status == 204
    assert Rest(alice).get(f"rooms/{room.pk}/pins").body["results"] == []
    assert Rest(alice).message(said["messageId"])["pinned"] is False


@pytest.mark.django_db
def test_the_latest_pin_comes_first_and_twice_is_once(alice: User, room: Room) -> None:
    me = Rest(alice)
    ids = [me.say(room.pk)["messageId"] for _ in range(3)]
    for message_id in [*ids, ids[0]]:
        answer = me.post(f"rooms/{room.pk}/pins", {"messageId": message_id})
    assert [pin["messageId"] for pin in answer.body["results"]] == ids[::-1]
    before = me.room(room.pk)["lastChange"]
    me.delete(f"rooms/{room.pk}/pins/{ids[0]}")
    me.delete(f"rooms/{room.pk}/pins/{ids[0]}")
    assert me.room(room.pk)["lastChange"] == before + 1


@pytest.mark.django_db
def test_outsiders_find_no_room(alice: User, charlie: User, erin: User, room: Room) -> None:
    message_id = Rest(alice).say(room.pk)["messageId"]
    for outsider in (charlie, erin):
        me = Rest(outsider)
        assert me.get(f"rooms/{room.pk}/pins").status == 404
        assert me.post(f"rooms/{room.pk}/pins", {"messageId": message_id}).status == 404
        assert me.post(f"rooms/{room.pk}/pins", {"messageId": "x"}).status == 404
        assert me.delete(f"rooms/{room.pk}/pins/{message_id}").status == 404
    assert not Pin.objects.exists()


@pytest.mark.django_db
def test_a_message_is_pinned_in_its_own_room(alice: User, bob: User, room: Room) -> None:
    other, _new = rooms.create_room(actor=alice, type="GROUP", name="다른 방", member_ids=[])
    message_id = Rest(alice).say(other.pk)["messageId"]
    assert Rest(alice).post(f"rooms/{room.pk}/pins", {"messageId": message_id}).status == 404
    assert Rest(alice).post(f"rooms/{other.pk}/pins", {"messageId": message_id}).status == 200
    assert Rest(alice).delete(f"rooms/{room.pk}/pins/{message_id}").status == 404
    assert Pin.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, {"messageId": "5"}, {"messageId": None}, {"messageId": -1}, {"messageId": 1.0}])
def test_what_is_no_message_id(alice: User, room: Room, body: object) -> None:
    assert Rest(alice).post(f"rooms/{room.pk}/pins", body).status == 400


@pytest.mark.django_db
def test_so_many_pins_and_no_more(alice: User, room: Room, settings: Settings) -> None:
    settings.MAX_PINS = 2
    me = Rest(alice)
    answers = [me.post(f"rooms/{room.pk}/pins", {"messageId": me.say(room.pk)["messageId"]}) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 400]


@pytest.mark.django_db(transaction=True)
def test_everybody_is_told_the_pins_they_may_see(
    alice: User, bob: User, charlie: User, room: Room, told: list[Event]
) -> None:
    early = Rest(alice).say(room.pk, "먼저")["messageId"]
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    late = Rest(alice).say(room.pk, "나중")["messageId"]
    told.clear()
    for message_id in (early, late):
        Rest(alice).post(f"rooms/{room.pk}/pins", {"messageId": message_id})

    def shown_to(user: User) -> list[list[int]]:
        return [
            [pin["messageId"] for pin in event.data["pins"]]
            for event in told
            if event.name == "PIN_UPDATED" and user.pk in (event.users or ())
        ]

    assert shown_to(alice) == [[early], [late, early]]
    assert shown_to(charlie) == [[], [late]]
