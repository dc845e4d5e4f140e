"""Signing oneself up, under each of the three policies."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts import services
from accounts.errors import LoginTaken
from accounts.models import User, UserStatus
from audit.models import AuditEntry
from messenger.core.errors import RateLimited
from tests.accounts.conftest import PASSWORD, Caller

WANTED = {"username": "newcomer", "password": PASSWORD, "name": "새사람", "employeeNo": "2026-0001"}


def _register(call: Caller, **more: Any) -> tuple[int, Any]:
    return call("POST", "register", {**WANTED, **more})


def _signs_in(call: Caller) -> int:
    wanted = {"username": "newcomer", "password": PASSWORD, "deviceName": "PC"}
    return call("POST", "device-sessions", wanted)[0]


def test_open_lets_newcomers_in_at_once(db: None, call: Caller, settings: Any) -> None:
    settings.REGISTRATION = "open"
    assert _register(call) == (201, {"status": "ACTIVE"})
    assert _signs_in(call) == 201
    assert AuditEntry.objects.get(action="user.registered").target_id == str(User.objects.get().pk)


def test_approval_makes_them_wait(db: None, call: Caller, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    assert _register(call) == (201, {"status": "PENDING"})
    assert _signs_in(call) == 403
    services.enable_user(actor=None, user_id=User.objects.get().pk)
    assert _signs_in(call) == 201
    assert AuditEntry.objects.filter(action="user.approved").count() == 1


def test_off_refuses(db: None, call: Caller, settings: Any) -> None:
    settings.REGISTRATION = "off"
    status, body = _register(call)
    assert (status, body["error"]["code"]) == (403, "FORBIDDEN")
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["alice", "ALICE"])
def test_a_login_that_is_taken(alice: User, call: Caller, username: str) -> None:
    status, body = _register(call, username=username)
    assert (status, body["error"]["code"]) == (409, "CONFLICT")


def test_an_employee_number_that_is_taken(alice: User, call: Caller) -> None:
    assert _register(call, employeeNo=alice.employee_no)[0] == 409


def test_the_employee_number_may_be_left_out(db: None, call: Caller) -> None:
    assert _register(call, employeeNo=None)[0] == 201
    assert _register(call, employeeNo="", username="another")[0] == 201


@pytest.mark.parametrize("password", ["short", "password123", "1234567890", "newcomer-1", "x" * 257])
def test_weak_passwords_are_refused_with_reasons(db: None, call: Caller, password: str) -> None:
    status, body = _register(call, password=password)
    assert (status, body["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert body["error"]["details"]["password"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "a b"},
        {"username": "-dash"},
        {"username": "x" * 65},
        {"username": 5},
        {"name": ""},
        {"name": "\u202eevil"},
        {"name": "two\nlines"},
        {"name": None},
        {"employeeNo": 7},
        {"employeeNo": "no spaces"},
    ],
)
def test_names_that_make_no_sense(db: None, call: Caller, wrong: dict[str, Any]) -> None:
    status, body = _register(call, **wrong)
    assert (status, body["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert list(body["error"]["details"]) == list(wrong)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_want_one_login_at_once() -> None:
    def register(login: str) -> object:
        try:
            return services.register(username=login, password=PASSWORD, name="새사람")
        except LoginTaken as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(register, ["Newcomer", "newcomer"]))
    assert sorted(type(result).__name__ for result in results) == ["LoginTaken", "User"]
    assert User.objects.get().status == UserStatus.PENDING


def test_nobody_takes_a_colleagues_employee_number_as_a_login(alice: User, call: Caller) -> None:
    """Else the colleague, who types that number at sign-in, is shut out."""
    assert alice.employee_no
    assert _register(call, username=alice.employee_no)[0] == 409
    assert _register(call, employeeNo="ALICE")[0] == 409
    wanted = {"username": alice.employee_no, "password": PASSWORD, "deviceName": "PC"}
    assert call("POST", "device-sessions", wanted)[0] == 201


def test_an_employee_number_is_taken_in_any_case(db: None, call: Caller) -> None:
    assert _register(call, employeeNo="HB-7")[0] == 201
    assert _register(call, employeeNo="hb-7", username="another")[0] == 409


def test_sign_ups_from_one_address_are_counted_at_every_door(db: None, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "register": (1, 60)}
    services.register(username="first.one", password="a-long-good-phrase", name="첫째")
    with pytest.raises(RateLimited):
        services.register(username="second.one", password="a-long-good-phrase", name="둘째")
