"""A department addressed in a message names everybody of it, sub-units included, who is in the room."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import OrgUnit, User
from accounts.services import create_unit, disable_user, give_post
from chat.models import Room
from chat.services import members
from messenger.core.events import Event
from tests.chat.doors import Door, Rest, draft

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


@pytest.fixture
def sales(alice: User, bob: User, charlie: User, dana: User) -> OrgUnit:
    """영업본부 with alice and charlie, and below it 영업1팀 with bob and dana."""
    top = create_unit(actor=None, name="영업본부")
    team = create_unit(actor=None, name="영업1팀", parent_id=top.pk)
    for user, unit in ((alice, top), (charlie, top), (bob, team), (dana, team)):
        give_post(actor=None, user=user, unit=unit)
    return top


def ids(*users: User) -> list[str]:
    return sorted(str(user.pk) for user in users)


def call(who: Rest, room: Room, *units: Any, **more: Any) -> dict[str, Any]:
    return who.say(
        room.pk, "@영업본부 확인 부탁드립니다", mentionUnits=[str(getattr(u, "pk", u)) for u in units], **more
    )


def test_sub_units_are_of_it_the_sender_and_outsiders_are_not_named(
    rest: People, alice: User, bob: User, dana: User, charlie: User, room: Room, sales: OrgUnit
) -> None:
    said = call(rest(alice), room, sales)
    assert sorted(said["mentions"]) == ids(bob, dana)
    assert said["mentionUnits"] == [{"orgUnitId": str(sales.pk), "name": "영업본부"}]
    assert str(charlie.pk) not in str(said), "who is not in the room is nobody's business there"
    assert rest(bob).message(said["messageId"])["mentions"] == said["mentions"]


def test_who_was_named_already_is_named_once_and_disabled_people_not_at_all(
    rest: People, alice: User, bob: User, dana: User, room: Room, sales: OrgUnit
) -> None:
    disable_user(actor=None, user_id=dana.pk)
    said = call(rest(alice), room, sales, sales.children.get(), mentions=[str(bob.pk)])
    assert said["mentions"] == [str(bob.pk)]
    assert [unit["name"] for unit in said["mentionUnits"]] == ["영업본부", "영업1팀"]


def test_a_name_stays_what_it_was_when_the_message_was_written(
    rest: People, alice: User, room: Room, sales: OrgUnit
) -> None:
    said = call(rest(alice), room, sales)
    OrgUnit.objects.filter(pk=sales.pk).update(name="사업본부")
    assert rest(alice).message(said["messageId"])["mentionUnits"][0]["name"] == "영업본부"


def test_who_is_in_the_room_when_it_is_written_counts(
    rest: People, alice: User, bob: User, dana: User, room: Room, sales: OrgUnit
) -> None:
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    assert call(rest(alice), room, sales)["mentions"] == ids(bob)


@pytest.mark.parametrize("unit", ["00000000-0000-4000-8000-000000000000", "영업본부", 5])
def test_a_department_that_is_not_there_is_refused(door: Door, alice: User, room: Room, unit: Any) -> None:
    answer = door.send(alice, room.pk, draft("@없는팀", mentionUnits=[unit]))
    assert answer.status == 400
    assert "mentionUnits" in answer.details


def test_the_same_send_again_is_the_same_message(
    rest: People, alice: User, room: Room, sales: OrgUnit, told: list[Event]
) -> None:
    me, key = rest(alice), str(uuid.uuid4())
    first = call(me, room, sales, clientMsgId=key)
    body = {**draft("@영업본부 확인 부탁드립니다", mentionUnits=[str(sales.pk)]), "clientMsgId": key}
    again = me.post(f"rooms/{room.pk}/messages", body)
    assert (again.status, again.body["messageId"]) == (200, first["messageId"])
    other = me.post(f"rooms/{room.pk}/messages", {**body, "mentionUnits": []})
    assert other.code == "CONFLICT", "to whom it goes is part of what is said"
    created = [event.data["message"] for event in told if event.name == "MESSAGE_CREATED"]
    assert len(created) == 1
    assert sorted(map(str, created[0]["mentions"])) == sorted(first["mentions"])
    assert created[0]["mentionUnits"] == first["mentionUnits"]
