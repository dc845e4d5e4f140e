"""Two accounts are not yet two people: nobody goes through another account, or a chain of them, to read alone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Role, SecondFactor, User, UserRole, UserStatus
from accounts.openid import people
from chat.models import Room
from chat.services import rooms
from tests.client import Api
from tests.disclosure.conftest import Case, recorded, say

pytestmark = pytest.mark.django_db
Told = dict[str, Any]


@pytest.fixture
def boss(person: Callable[..., User]) -> User:
    """Another system admin, who looks after accounts."""
    return person("boss", role="SYSTEM_ADMIN")


def refused(who: User, case: Any) -> Told:
    """How the decision is refused: `details` with the sentence that goes with them, which the case itself shows too."""
    shown = Api(who).get(f"/disclosures/{case.pk}").json()
    answer = Api(who).post(f"/disclosures/{case.pk}/approve")
    assert (answer.status_code, shown["mayDecide"]) == (403, False)
    error = answer.json()["error"]
    assert error["message"] == shown["objectionText"] != "" and error["details"]["reason"] == shown["objection"]
    return dict(error["details"])


def _newly_in_office(user: User, _boss: User) -> None:
    lately = timezone.now() - dt.timedelta(days=settings.DISCLOSURE_APART_DAYS - 1)
    UserRole.objects.filter(user=user).update(granted_at=lately)


def _password_reset(user: User, boss: User) -> None:
    accounts.reset_password(actor=boss, user_id=user.pk)


def _password_reset_at_the_machine(user: User, _boss: User) -> None:
    accounts.reset_password(actor=None, user_id=user.pk)


def _password_set(user: User, boss: User) -> None:
    accounts.set_password(actor=boss, user=user, password="강-건너-불빛-하나-둘")


def _factor_reset(user: User, boss: User) -> None:
    SecondFactor.objects.create(user=user, secret=b"-")
    accounts.reset_second_factor(actor=boss, user_id=user.pk)


def _let_in_again(user: User, boss: User) -> None:
    accounts.disable_user(actor=boss, user_id=user.pk)
    accounts.enable_user(actor=boss, user_id=user.pk)
    user.refresh_from_db()


def _approved(user: User, boss: User) -> None:
    User.objects.filter(pk=user.pk).update(status=UserStatus.PENDING)
    accounts.enable_user(actor=boss, user_id=user.pk)
    user.refresh_from_db()


def _said_to_be_somebody_outside(user: User, boss: User) -> None:
    people.link(actor=boss, user=user, subject="s-1")


_TOUCHES = [
    (_newly_in_office, "ROLE"),
    (_password_reset, "ACCOUNT"),
    (_password_reset_at_the_machine, "ACCOUNT"),
    (_password_set, "ACCOUNT"),
    (_factor_reset, "ACCOUNT"),
    (_let_in_again, "ACCOUNT"),
    (_approved, "ACCOUNT"),
    (_said_to_be_somebody_outside, "ACCOUNT"),
]


@pytest.mark.parametrize("whose", ["the second's", "the first's"])
@pytest.mark.parametrize(("touch", "because"), _TOUCHES)
def test_neither_account_came_to_its_role_or_through_other_hands_lately(
    touch: Callable[..., None], because: str, whose: str, ask: Case, auditor: User, audra: User, boss: User
) -> None:
    case = ask()
    touch(audra if whose == "the second's" else auditor, boss)
    told = because if whose == "the second's" else f"ASKER_{because}"
    assert refused(audra, case) == {"reason": "NOT_APART", "because": told}
    [entry] = recorded("disclosure.approved", outcome="failure")
    assert (entry.detail["objection"], entry.detail["because"]) == ("NOT_APART", told)
    answer = Api(audra).post(f"/disclosures/{case.pk}/reject", {"note": "-"})
    assert answer.status_code == 403


def test_one_admin_with_a_chain_of_accounts_waits_for_as_long_as_it_takes(
    ask: Case, sysadmin: User, person: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, decides = (accounts.create_user(login_id=f"puppet{n}", name="또 다른 나", actor=sysadmin) for n in (1, 2))
    for one in (reads, decides):
        accounts.set_role(actor=sysadmin, user_id=one.pk, role=Role.AUDITOR)
    case = ask(actor=reads)
    assert refused(decides, case)["because"] == "ROLE"
    assert refused(sysadmin, case)["because"] == "ASKER_ROLE"
    accounts.set_role(actor=sysadmin, user_id=decides.pk, role=Role.SYSTEM_ADMIN)  # another role is a new one
    assert refused(decides, case)["because"] == "ROLE"
    later = timezone.now() + dt.timedelta(days=settings.DISCLOSURE_APART_DAYS, minutes=1)
    monkeypatch.setattr("chat.selectors.disclosure_rights.timezone.now", lambda: later)
    assert Api(sysadmin).get(f"/disclosures/{case.pk}").json()["mayDecide"]


def test_what_people_change_themselves_is_no_doubt(ask: Case, auditor: User, audra: User) -> None:
    for one in (auditor, audra):
        accounts.set_password(actor=one, user=one, password="강-건너-불빛-하나-둘")
    assert Api(audra).post(f"/disclosures/{ask().pk}/approve").status_code == 200


@pytest.mark.parametrize("touch", [_password_reset, _let_in_again])
def test_who_may_have_come_into_the_readers_account_reads_nothing_of_it(
    touch: Callable[..., None], opened: Case, room: Room, alice: User, auditor: User, audra: User, boss: User
) -> None:
    say(alice, room)
    case = opened()
    pages = f"/disclosures/{case.pk}/rooms/{room.pk}/messages"
    assert Api(auditor).get(pages).status_code == 200
    touch(auditor, boss)
    answer = Api(auditor).get(pages)
    assert answer.status_code == 403 and "text" not in answer.json()
    assert [entry.detail["refusal"] for entry in recorded("disclosure.viewed", outcome="failure")] == ["ReaderInDoubt"]
    assert not Api(auditor).get(f"/disclosures/{case.pk}").json()["mayRead"]
    assert Api(auditor).post(f"/disclosures/{case.pk}/close").status_code == 200


def test_a_direct_message_that_is_named_says_whose_it_is_and_nothing_of_it(
    ask: Case, alice: User, bob: User, audra: User, room: Room
) -> None:
    dm, _new = rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])
    say(alice, dm, "둘만의 말")
    case = ask(room_ids=(dm.pk, room.pk))
    for shown in (
        Api(audra).get("/disclosures").json()["results"][0],
        Api(audra).get(f"/disclosures/{case.pk}").json(),
    ):
        names = {one["type"]: one["name"] for one in shown["rooms"]}
        assert names == {"DM": "김민지, 박준호", "GROUP": "회의실"} and "둘만의 말" not in str(shown)


def test_the_list_takes_the_same_queries_however_many_cases_wait(
    ask: Case, opened: Case, alice: User, bob: User, auditor: User, audra: User, room: Room
) -> None:
    dm, _new = rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])

    def more() -> None:
        ask()
        ask(user_ids=(alice.pk,))
        ask(user_ids=(bob.pk,), room_ids=(dm.pk,))
        opened()

    def queries(who: User) -> int:
        client = Api(who)
        client.get("/disclosures")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/disclosures").status_code == 200
        return len(seen)

    more()
    before = queries(audra), queries(auditor)
    for _ in range(3):
        more()
    assert (queries(audra), queries(auditor)) == before
