"""A notice that has to be confirmed: who may publish it, whom it asks, who sees what of it (contract 8)."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Message, MustRead, MustReadRecipient, Room
from chat.services import members, rooms
from messenger.core.events import Event
from tests.chat.doors import Rest
from tests.notices.conftest import Company, box, confirm, notice, notified, published

pytestmark = pytest.mark.django_db
TITLE = "비상 대피 훈련"


def test_in_a_room_it_is_a_notice_that_counts(alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    assert (made["confirmedCount"], made["targetCount"], made["me"], made["manages"]) == (0, 2, None, True)
    (place,) = made["places"]
    message = Rest(alice).message(place["messageId"])
    assert (message["type"], message["text"].split("\n\n")[0]) == ("NOTICE", TITLE)
    assert message["mustRead"] == {
        key: made[key] for key in ("mustReadId", "title", "deadline", "closedAt", "confirmedCount", "targetCount")
    }
    assert box(alice, "toConfirm") == [TITLE]
    assert box(bob, "toConfirm") == []
    assert notified("MUST_READ") == ["alice", "dana"]
    mine = confirm(alice, made).body
    assert mine["confirmedCount"] == 1 and mine["me"]["confirmedAt"] and not mine["me"]["late"]
    assert (box(alice, "toConfirm"), box(alice, "done"), box(bob, "mine")) == ([], [TITLE], [TITLE])
    assert Rest(dana).message(place["messageId"])["mustRead"]["confirmedCount"] == 1


def test_to_a_department_with_what_lies_below_it(
    company: Company, alice: User, bob: User, charlie: User, dana: User
) -> None:
    made = published(bob, units=[company.division])
    assert made["places"] == [
        {"roomId": None, "messageId": None, "orgUnitId": str(company.division.pk), "name": "영업본부"}
    ]
    assert [box(who, "toConfirm") for who in (alice, dana, charlie)] == [[TITLE], [TITLE], []]
    assert not Message.objects.exists()
    assert {one.unit_name for one in MustReadRecipient.objects.all()} == {"영업1팀"}


def test_whoever_stands_in_a_room_and_a_department_is_asked_once(
    company: Company, alice: User, bob: User, room: Room
) -> None:
    made = published(bob, rooms=[room], units=[company.team])
    assert made["targetCount"] == 2
    assert notified("MUST_READ") == ["alice", "dana"]


def test_confirming_again_changes_nothing(alice: User, bob: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    first, again = confirm(alice, made), confirm(alice, made)
    assert (first.status, again.status) == (200, 200)
    assert first.body["me"] == again.body["me"] and again.body["confirmedCount"] == 1


def test_after_the_deadline_it_is_late(alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room], deadline=_in(hours=2))
    confirm(dana, made)
    MustRead.objects.update(deadline=timezone.now() - dt.timedelta(minutes=1))
    assert confirm(alice, made).body["me"]["late"] is True


def test_who_has_to_confirm_was_settled_when_it_was_published(
    alice: User, bob: User, charlie: User, dana: User, room: Room
) -> None:
    made = published(bob, rooms=[room])
    members.add_members(actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    assert confirm(charlie, made).status == 404
    assert confirm(dana, made).status == 200
    assert Rest(dana).get(f"must-reads/{made['mustReadId']}").body["places"] == []  # the room is none of hers any more
    assert Rest(bob).get(f"must-reads/{made['mustReadId']}").body["targetCount"] == 2


def test_published_twice_by_a_lost_answer_it_is_one(bob: User, room: Room) -> None:
    body = notice(rooms=[room])
    first, again = Rest(bob).post("must-reads", body), Rest(bob).post("must-reads", body)
    assert (first.status, again.status) == (201, 200) and first.body == again.body
    assert Message.objects.filter(type="NOTICE").count() == 1
    assert Rest(bob).post("must-reads", {**body, "title": "다른 제목"}).status == 409


@pytest.mark.parametrize(
    ("who", "unit", "by", "status"),
    [
        ("bob", "division", "leads", 201),
        ("bob", "team", "leads", 201),
        ("bob", "other", "leads", 403),
        ("alice", "division", "leads", 403),
        ("dana", "team", "leads", 403),
        ("dana", "team", "everybody", 201),
        ("dana", "division", "everybody", 403),
        ("bob", "team", "admins", 403),
        ("sysadmin", "other", "admins", 201),
    ],
)
def test_who_may_address_a_department(
    request: Any, company: Company, settings: Settings, who: str, unit: str, by: str, status: int
) -> None:
    settings.MUST_READ_BY = by
    actor = request.getfixturevalue(who)
    answer = Rest(actor).post("must-reads", notice(units=[getattr(company, unit)]))
    assert answer.status == status
    places = Rest(actor).get("must-reads/places").body
    assert (str(getattr(company, unit).pk) in places["orgUnitIds"]) == (status == 201)


def test_only_a_room_admin_addresses_the_room(alice: User, bob: User, charlie: User, room: Room) -> None:
    assert Rest(alice).post("must-reads", notice(rooms=[room])).status == 403
    assert Rest(charlie).post("must-reads", notice(rooms=[room])).status == 404
    assert Rest(bob).get("must-reads/places").body["roomIds"] == [str(room.pk)]
    assert Rest(alice).get("must-reads/places").body["roomIds"] == []


def test_a_notice_has_so_many_places_at_most(bob: User) -> None:
    for more, status in ((0, 404), (1, 400)):
        body = notice() | {"roomIds": [str(uuid.uuid4()) for _ in range(configured.MAX_MUST_READ_PLACES + more)]}
        assert Rest(bob).post("must-reads", body).status == status


def test_what_is_no_notice(bob: User, room: Room) -> None:
    alone = rooms.create_room(actor=bob, type="GROUP", name="혼자", member_ids=[])[0]
    for wrong, field in (
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"title": "가" * 101}, "title"),
        ({"roomIds": []}, "roomIds"),
        ({"orgUnitIds": ["00000000-0000-4000-8000-000000000000"]}, "orgUnitIds"),
        ({"deadline": "내일"}, "deadline"),
        ({"deadline": _in(hours=-1)}, "deadline"),
        ({"roomIds": [str(alone.pk)]}, "roomIds"),
    ):
        answer = Rest(bob).post("must-reads", {**notice(rooms=[room]), **wrong})
        assert (answer.status, list(answer.details)) == (400, [field]), wrong
    assert not MustRead.objects.exists() and not Message.objects.filter(type="NOTICE").exists()


def test_outsiders_find_nothing(
    company: Company, bob: User, charlie: User, alice: User, auditor: User, sysadmin: User, room: Room
) -> None:
    made = published(bob, rooms=[room], units=[company.team])
    path = f"must-reads/{made['mustReadId']}"
    for outsider in (charlie, auditor, sysadmin):
        me = Rest(outsider)
        assert {me.get(path).status, me.get(f"{path}/recipients").status, me.get(f"{path}/report.csv").status} == {404}
        assert {me.post(f"{path}/{act}").status for act in ("confirm", "close", "remind")} == {404}
        assert me.delete(path).status == 404
    me = Rest(alice)
    assert me.get(path).status == 200 and "departments" not in me.get(path).body
    assert {me.get(f"{path}/recipients").status, me.post(f"{path}/remind").status, me.delete(path).status} == {403}


def test_the_rooms_other_admin_looks_after_it_too(alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    members.change_member(actor=bob, room_id=room.pk, user_id=alice.pk, is_admin=True)
    found = Rest(alice).get(f"must-reads/{made['mustReadId']}/recipients?state=unconfirmed")
    assert {one["userId"] for one in found.body["results"]} == {str(alice.pk), str(dana.pk)}
    assert Rest(alice).get("must-reads").body["results"][0]["manages"] is True
    assert Rest(alice).post(f"must-reads/{made['mustReadId']}/close").status == 403


def test_who_has_not_confirmed_by_department(company: Company, alice: User, bob: User, dana: User) -> None:
    made = published(bob, units=[company.division])
    confirm(dana, made)
    path = f"must-reads/{made['mustReadId']}"
    assert Rest(bob).get(path).body["departments"] == [{"name": "영업1팀", "confirmedCount": 1, "targetCount": 2}]
    page = Rest(bob).get(f"{path}/recipients?limit=1").body
    rest = Rest(bob).get(f"{path}/recipients?cursor={page['next']}").body
    assert [one["userId"] for one in page["results"] + rest["results"]] == [str(alice.pk), str(dana.pk)]
    (left,) = Rest(bob).get(f"{path}/recipients?state=unconfirmed").body["results"]
    assert left == {"userId": str(alice.pk), "unitName": "영업1팀", "confirmedAt": None, "late": False}


def test_closed_it_asks_no_more(alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    confirm(dana, made)
    closed = Rest(bob).post(f"must-reads/{made['mustReadId']}/close")
    assert closed.status == 200 and closed.body["closedAt"]
    assert confirm(alice, made).status == 409
    assert confirm(dana, made).status == 200  # she had
    assert (box(alice, "toConfirm"), box(alice, "done")) == ([], [TITLE])
    assert Rest(alice).message(made["places"][0]["messageId"])["mustRead"]["closedAt"]


def test_withdrawn_nobody_sees_it(company: Company, alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room], units=[company.team])
    path = f"must-reads/{made['mustReadId']}"
    assert [Rest(bob).delete(path).status for _ in range(2)] == [204, 204]
    assert Rest(alice).get(path).status == 404 and confirm(alice, made).status == 404
    assert box(alice, "all") == []
    assert Rest(bob).get(path).body["withdrawnAt"]
    message = next(place["messageId"] for place in made["places"] if place["messageId"])
    assert Rest(alice).message(message)["deletedAt"]


def test_who_was_put_out_of_a_room_withdraws_the_notice_and_leaves_the_room_as_it_is(
    alice: User, bob: User, dana: User, room: Room
) -> None:
    other = rooms.create_room(actor=bob, type="GROUP", name="개발팀", member_ids=[dana.pk])[0]
    members.change_member(actor=bob, room_id=room.pk, user_id=alice.pk, is_admin=True)
    made = published(bob, rooms=[room, other])
    members.remove_member(actor=alice, room_id=room.pk, user_id=bob.pk)
    assert Rest(bob).delete(f"must-reads/{made['mustReadId']}").status == 204
    assert Rest(alice).get(f"must-reads/{made['mustReadId']}").status == 404
    left = Message.objects.filter(must_read_place__must_read=made["mustReadId"], deleted_at=None)
    assert [message.room_id for message in left] == [room.pk]


def test_what_was_confirmed_is_not_edited(bob: User, room: Room) -> None:
    message = published(bob, rooms=[room])["places"][0]["messageId"]
    assert Rest(bob).patch(f"messages/{message}", {"text": "다른 말"}).status == 403


@pytest.mark.django_db(transaction=True)
def test_confirmations_within_a_moment_are_told_together(
    alice: User, bob: User, dana: User, room: Room, told: list[Event]
) -> None:
    from messenger.core import jobs

    made = published(bob, rooms=[room])
    told.clear()
    confirm(alice, made)
    confirm(dana, made)

    def counts() -> list[int]:
        return [event.data["confirmedCount"] for event in told if event.name == "MUST_READ_UPDATED"]

    assert counts() == [1]
    jobs.run_all(later=True)
    assert counts() == [1, 2]
    shown = [event.data["message"]["mustRead"]["confirmedCount"] for event in told if event.name == "MESSAGE_UPDATED"]
    assert shown == [1, 2]
    assert [event.users for event in told if event.name == "MUST_READ_CONFIRMED"] == [(alice.pk,), (dana.pk,)]


def _in(**time: int) -> str:
    return (timezone.now() + dt.timedelta(**time)).isoformat()
