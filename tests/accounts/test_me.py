"""Oneself: what one sees and may change."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import preferences, services
from accounts.models import Role, User
from audit.models import AuditEntry
from messenger.core.events import Event, Notice
from tests.accounts.conftest import Caller

SignedIn = Callable[[User], Caller]


def test_me_shows_profile_roles_and_preferences(alice: User, signed_in: SignedIn) -> None:
    services.set_role(actor=None, user_id=alice.pk, role=Role.SYSTEM_ADMIN)
    status, body = signed_in(alice)("GET", "me")
    assert status == 200
    assert body["loginId"] == "alice"
    assert body["employeeNo"] == "2021-0042"
    assert body["roles"] == ["SYSTEM_ADMIN", "USER"]
    assert body["preferences"] == preferences.DEFAULTS
    assert (body["preferences"]["theme"], body["preferences"]["sendKey"]) == ("system", "enter")


def test_preferences_are_changed_one_by_one(alice: User, signed_in: SignedIn) -> None:
    call = signed_in(alice)
    assert call("PATCH", "me", {"preferences": {"theme": "dark", "language": "en"}})[0] == 200
    status, body = call("PATCH", "me", {"preferences": {"theme": "light", "notificationSound": False}})
    assert status == 200
    assert body["preferences"]["theme"] == "light"
    assert body["preferences"]["language"] == "en"
    assert body["preferences"]["notificationSound"] is False
    assert call("GET", "me")[1] == body


def test_a_new_phone_is_told_to_everybody_and_found(
    alice: User, bob: User, signed_in: SignedIn, told: list[Notice], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        status, body = signed_in(alice)("PATCH", "me", {"phone": "02-777-8888", "email": "minsu@hanbit.example"})
    assert (status, body["phone"], body["email"]) == (200, "02-777-8888", "minsu@hanbit.example")
    (event,) = [notice for notice in told if isinstance(notice, Event)]
    assert event.name == "PROFILE_UPDATED"
    assert event.everybody
    assert event.data["user"]["phone"] == "02-777-8888"
    assert "preferences" not in event.data["user"]
    assert signed_in(bob)("GET", "users?query=027778888")[1]["results"][0]["userId"] == str(alice.pk)
    assert AuditEntry.objects.get(action="user.updated").detail == {"fields": ["phone", "email"]}


def test_preferences_are_nobody_elses_business(
    alice: User, signed_in: SignedIn, told: list[Notice], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(alice)("PATCH", "me", {"preferences": {"theme": "dark"}})
    assert told == []


def test_what_others_decide_cannot_be_changed(alice: User, signed_in: SignedIn) -> None:
    wanted = {"name": "사장", "title": "사장", "employeeNo": "1", "status": "PENDING", "roles": ["SYSTEM_ADMIN"]}
    status, body = signed_in(alice)("PATCH", "me", wanted)
    assert status == 200
    assert (body["name"], body["title"], body["employeeNo"]) == ("김민수", "대리", "2021-0042")
    assert (body["status"], body["roles"]) == ("ACTIVE", ["USER"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": 10},
        {"phone": "call me"},
        {"phone": "1" * 33},
        {"phone": None},
        {"email": "no address"},
        {"email": ["a@b.example"]},
        {"preferences": None},
        {"preferences": "dark"},
        {"preferences": {"theme": "pink"}},
        {"preferences": {"theme": 1}},
        {"preferences": {"language": "de"}},
        {"preferences": {"notificationSound": "yes"}},
        {"preferences": {"notificationSound": 1}},
        {"preferences": {"sendKey": None}},
    ],
)
def test_values_that_make_no_sense_change_nothing(alice: User, signed_in: SignedIn, wrong: dict[str, Any]) -> None:
    call = signed_in(alice)
    before = call("GET", "me")
    status, body = call("PATCH", "me", wrong)
    assert (status, body["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert list(body["error"]["details"]) == list(wrong)
    assert call("GET", "me") == before
