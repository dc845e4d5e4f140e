"""A case is opened by two people, and the second is neither the first nor anybody whose conversations it opens."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Role, User, UserRole
from chat.models import Disclosure, Room
from chat.services import members, rooms
from tests.client import Api
from tests.disclosure.conftest import Case, recorded, say

pytestmark = pytest.mark.django_db


def _body(room: Room, **more: Any) -> dict[str, Any]:
    return {
        "reason": "성희롱 신고 조사",
        "legalBasis": "취업규칙 제12조",
        "roomIds": [str(room.pk)],
        "from": "2026-01-01T00:00:00Z",
        "to": "2026-02-01T00:00:00Z",
        **more,
    }


def test_what_is_asked_for_waits_until_somebody_else_agrees(room: Room, auditor: User, audra: User) -> None:
    asked = Api(auditor).post("/disclosures", _body(room, hours=5))
    assert asked.status_code == 201
    case = asked.json()
    assert (case["state"], case["mayRead"], case["objection"]) == ("ASKED", False, "OWN")
    seen = Api(audra).get(f"/disclosures/{case['disclosureId']}").json()
    assert (seen["mayDecide"], seen["rooms"][0]["name"]) == (True, "회의실")
    approved = Api(audra).post(f"/disclosures/{case['disclosureId']}/approve", {"note": "확인했습니다"})
    assert approved.status_code == 200
    mine = Api(auditor).get(f"/disclosures/{case['disclosureId']}").json()
    assert (mine["state"], mine["mayRead"], mine["decidedBy"]["name"]) == ("APPROVED", True, "감사인 둘")
    open_for = dt.datetime.fromisoformat(mine["expiresAt"]) - dt.datetime.fromisoformat(mine["decidedAt"])
    assert open_for == dt.timedelta(hours=5)
    names = [entry.action for entry in recorded("disclosure.asked") + recorded("disclosure.approved")]
    assert names == ["disclosure.asked", "disclosure.approved"]


def test_nobody_approves_what_they_asked_for_and_the_try_is_written_down(ask: Case, auditor: User) -> None:
    accounts.set_role(actor=None, user_id=auditor.pk, role=Role.SYSTEM_ADMIN)
    UserRole.objects.get_or_create(user=auditor, role=Role.AUDITOR)
    case = ask()
    answer = Api(auditor).post(f"/disclosures/{case.pk}/approve")
    assert (answer.status_code, answer.json()["error"]["details"]["reason"]) == (403, "OWN")
    assert [entry.detail["objection"] for entry in recorded("disclosure.approved", outcome="failure")] == ["OWN"]
    assert Disclosure.objects.get(pk=case.pk).state == "ASKED"


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("named", 403),
        ("member of a named room", 403),
        ("was a member of a named room", 403),
        ("wrote in a room of the person", 403),
        ("has a direct message with the person", 403),
        ("sat silently in a room of the person", 200),
        ("nowhere", 200),
    ],
)
def test_nobody_decides_whose_conversations_it_opens(
    where: str, status: int, ask: Case, audra: User, alice: User, bob: User, room: Room
) -> None:
    say(alice, room)
    if "room" in where:
        members.add_members(actor=bob, room_id=room.pk, user_ids=[audra.pk])
    if "wrote" in where:
        say(audra, room)
    if "was" in where:
        members.remove_member(actor=bob, room_id=room.pk, user_id=audra.pk)
    if "direct" in where:
        dm, _new = rooms.create_room(actor=alice, type="DM", member_ids=[audra.pk])
        say(alice, dm)
    people = (audra.pk,) if where == "named" else (alice.pk,)
    case = ask() if "named room" in where else ask(user_ids=people)
    for move in ("reject", "approve"):
        answer = Api(audra).post(f"/disclosures/{case.pk}/{move}", {"note": "-"})
        assert answer.status_code == (409 if status == 200 and move == "approve" else status), where


def test_the_auditor_alone_asks_and_no_role_less_learns_of_cases(
    ask: Case, room: Room, alice: User, charlie: User, sysadmin: User
) -> None:
    case = ask()
    assert Api(sysadmin).post("/disclosures", _body(room)).status_code == 403
    for user in (alice, charlie):
        for path in ("/disclosures", f"/disclosures/{case.pk}", "/disclosures/places?q=회의"):
            assert Api(user).get(path).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"roomIds": []}, "roomIds"),
        ({"roomIds": ["00000000-0000-4000-8000-000000000000"]}, "roomIds"),
        ({"userIds": ["00000000-0000-4000-8000-000000000000"]}, "userIds"),
        ({"reason": " "}, "reason"),
        ({"legalBasis": ""}, "legalBasis"),
        ({"to": "2026-01-01T00:00:00Z"}, "to"),
        ({"to": "2199-01-01T00:00:00Z"}, "to"),
        ({"from": None}, "from"),
        ({"hours": 0}, "hours"),
        ({"hours": 24 * 30 + 1}, "hours"),
        ({"withFiles": "yes"}, "withFiles"),
    ],
)
def test_a_case_says_why_what_and_for_how_long(room: Room, auditor: User, wrong: dict[str, Any], field: str) -> None:
    answer = Api(auditor).post("/disclosures", _body(room, **wrong))
    assert (answer.status_code, list(answer.json()["error"]["details"])) == (400, [field])
    assert not Disclosure.objects.exists()


def test_the_second_may_give_less_time_and_never_more(ask: Case, sysadmin: User) -> None:
    for wanted, given in ((1, 1), (700, 72), (None, 72)):
        body = {} if wanted is None else {"hours": wanted}
        case = Api(sysadmin).post(f"/disclosures/{ask().pk}/approve", body).json()
        moments = [dt.datetime.fromisoformat(case[name]) for name in ("decidedAt", "expiresAt")]
        assert moments[1] - moments[0] == dt.timedelta(hours=given)


def test_the_database_itself_holds_that_it_takes_two(ask: Case, auditor: User, audra: User) -> None:
    now = timezone.now()
    later = now + dt.timedelta(hours=1)
    wrong: list[dict[str, Any]] = [
        {"state": "APPROVED", "decided_by": auditor, "decided_at": now, "expires_at": later},
        {"state": "APPROVED", "decided_by": audra, "decided_at": now},
        {"state": "APPROVED", "decided_by": audra, "decided_at": now, "expires_at": now},
        {"state": "APPROVED", "expires_at": later},
        {"state": "EXPIRED"},
        {"state": "REJECTED"},
        {"state": "CLOSED"},
        {"state": "CLOSED", "closed_at": now},
        {"state": "READING"},
        {"reason": ""},
        {"until": now - dt.timedelta(days=9)},
    ]
    for change in wrong:
        case = ask()
        with pytest.raises(IntegrityError), transaction.atomic():
            Disclosure.objects.filter(pk=case.pk).update(**change)


def test_only_who_asked_takes_back_what_waits_and_everybody_of_the_two_ends_what_is_open(
    ask: Case, opened: Case, auditor: User, audra: User, sysadmin: User
) -> None:
    waiting = ask()
    assert Api(sysadmin).post(f"/disclosures/{waiting.pk}/close").status_code == 403
    assert Api(auditor).post(f"/disclosures/{waiting.pk}/close").json()["state"] == "CLOSED"
    assert Api(audra).post(f"/disclosures/{waiting.pk}/approve").status_code == 409
    for user in (auditor, audra, sysadmin):
        case = opened()
        closed = Api(user).post(f"/disclosures/{case.pk}/close").json()
        assert (closed["state"], closed["closedBy"]["userId"]) == ("CLOSED", str(user.pk))
        assert Api(user).post(f"/disclosures/{case.pk}/close").status_code == 409


def test_cases_are_listed_by_the_state_of_this_moment(ask: Case, opened: Case, auditor: User) -> None:
    from tests.disclosure.conftest import out_of_time

    waiting, here, over = ask(), opened(), opened()
    out_of_time(over)
    expected = {"ASKED": waiting, "APPROVED": here, "EXPIRED": over}
    for state, case in expected.items():
        found = Api(auditor).get("/disclosures", state=state).json()["results"]
        assert [(one["disclosureId"], one["state"]) for one in found] == [(str(case.pk), state)]
    first = Api(auditor).get("/disclosures", limit=2).json()
    rest = Api(auditor).get("/disclosures", limit=2, cursor=first["next"]).json()
    ids = [one["disclosureId"] for one in first["results"] + rest["results"]]
    assert (ids, rest["next"]) == ([str(over.pk), str(here.pk), str(waiting.pk)], None)


def test_an_auditor_finds_groups_to_name_and_no_direct_message(
    room: Room, alice: User, bob: User, auditor: User, sysadmin: User
) -> None:
    rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])
    rooms.delete_room(actor=bob, room_id=room.pk)
    found = Api(auditor).get("/disclosures/places", q="회의").json()["results"]
    assert [(one["name"], one["deletedAt"] is not None) for one in found] == [("회의실", True)]
    assert Api(auditor).get("/disclosures/places", q="회").status_code == 400
    assert Api(sysadmin).get("/disclosures/places", q="회의").status_code == 403
