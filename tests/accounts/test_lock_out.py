"""Ten failures shut a login out from one address for a while; nobody else is touched."""

from collections.abc import Callable

import pytest
from django.conf import settings

from accounts import hashers
from accounts.models import User
from messenger.core import limits
from tests.accounts.conftest import PASSWORD, Caller, Clock


def _attempt(call: Caller, password: str, username: str = "alice") -> int:
    limits.forget_all()  # the rate is another story
    return call("POST", "device-sessions", {"username": username, "password": password, "deviceName": "PC"})[0]


@pytest.fixture
def office(alice: User, clock: Clock, caller: Callable[..., Caller]) -> Caller:
    """Where alice's login has just been tried too often."""
    call = caller(REMOTE_ADDR="10.0.0.7")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert _attempt(call, "wrong-guess") == 401
    return call


def test_the_right_password_does_not_help_any_more(office: Caller) -> None:
    limits.forget_all()
    status, body = office("POST", "device-sessions", {"username": "ALICE", "password": PASSWORD, "deviceName": "PC"})
    assert status == 429
    assert 0 < body["error"]["details"]["retryAfter"] <= 900


def test_an_unknown_login_is_shut_out_alike(db: None, caller: Callable[..., Caller]) -> None:
    call = caller(REMOTE_ADDR="10.0.0.7")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert _attempt(call, "wrong-guess", "nobody") == 401
    assert _attempt(call, "wrong-guess", "nobody") == 429


def test_alice_at_home_and_bob_beside_her_still_get_in(
    office: Caller, bob: User, caller: Callable[..., Caller]
) -> None:
    assert _attempt(caller(REMOTE_ADDR="10.0.0.8"), PASSWORD) == 201
    assert _attempt(office, PASSWORD, "bob") == 201


def test_after_the_waiting_time_alice_gets_in(office: Caller, clock: Clock) -> None:
    clock.move(899)
    assert _attempt(office, PASSWORD) == 429
    clock.move(2)
    assert _attempt(office, PASSWORD) == 201


def test_trying_on_does_not_lengthen_the_wait(office: Caller, clock: Clock) -> None:
    for _ in range(3):
        clock.move(300)
        _attempt(office, "wrong-guess")
    clock.move(1)
    assert _attempt(office, PASSWORD) == 201


def test_a_success_forgets_earlier_failures(alice: User, clock: Clock, call: Caller) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        _attempt(call, "wrong-guess")
    assert _attempt(call, PASSWORD) == 201
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert _attempt(call, "wrong-guess") == 401
    assert _attempt(call, PASSWORD) == 201


def test_being_shut_out_takes_as_long_as_being_wrong(office: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[int] = []
    verify = hashers.Argon2.verify
    monkeypatch.setattr(hashers.Argon2, "verify", lambda *given: hashed.append(1) or verify(*given))
    _attempt(office, PASSWORD)
    assert len(hashed) == 1
