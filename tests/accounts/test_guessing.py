"""Guessing passwords: many people's from one address, by either of their names; and what is left to all others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site

from accounts import services
from accounts.errors import WrongCredentials
from accounts.models import SignInTicket, User
from audit.models import AuditEntry
from messenger.core import limits
from tests.accounts.authenticator import set_up
from tests.accounts.conftest import PASSWORD, Caller

MOST = 6


def _attempt(call: Caller, username: str, password: str = "wrong-guess") -> int:
    return call("POST", "device-sessions", {"username": username, "password": password, "deviceName": "PC"})[0]


@pytest.fixture
def office(alice: User, bob: User, settings: Any, caller: Callable[..., Caller]) -> Caller:
    """An address from which alice works, and somebody has just guessed at many logins."""
    settings.RATE_LIMITS = {**site.RATE_LIMITS, "sign_in_failed": (MOST, 900)}
    call = caller(REMOTE_ADDR="10.0.0.7")
    assert _attempt(call, "alice", PASSWORD) == 201
    assert [_attempt(call, f"somebody-{n}") for n in range(MOST)] == [401] * MOST
    return call


@pytest.mark.parametrize("login", ["alice", "bob", "nobody-here"])
def test_guessing_on_is_answered_alike_whoever_is_meant(office: Caller, login: str) -> None:
    assert _attempt(office, login) == 429


def test_a_right_guess_of_somebody_never_seen_there_is_answered_like_a_wrong_one(office: Caller) -> None:
    body = {"username": "bob", "password": PASSWORD, "deviceName": "PC"}
    status, answer = office("POST", "device-sessions", body)
    wrong_status, wrong = office("POST", "device-sessions", {**body, "password": "wrong-guess"})
    assert (status, answer["error"]["message"]) == (wrong_status, wrong["error"]["message"]) and status == 429
    assert 0 < answer["error"]["details"]["retryAfter"] <= 901
    assert AuditEntry.objects.filter(action="auth.login_failed", detail__reason="address_locked").count() == 1


@pytest.mark.parametrize(("login", "password"), [("bob", PASSWORD), ("bob", "wrong-guess"), ("nobody-here", PASSWORD)])
def test_a_series_of_right_guesses_is_answered_like_a_series_of_wrong_ones(
    office: Caller, settings: Any, login: str, password: str
) -> None:
    """The login's own lock comes after as many of them, and says its own wait."""
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": (100, 60), "sign_in_failed": (MOST, 900_000)}
    assert [_attempt(office, f"anybody-{n}") for n in range(MOST)] == [401] * MOST
    body = {"username": login, "password": password, "deviceName": "PC"}
    answers = [office("POST", "device-sessions", body) for _ in range(site.AXES_FAILURE_LIMIT + 2)]
    waits = [answer["error"]["details"]["retryAfter"] for _status, answer in answers]
    assert {status for status, _answer in answers} == {429}
    assert len({answer["error"]["message"] for _status, answer in answers}) == 1
    own_lock = settings.AXES_COOLOFF_TIME * 3600
    assert [wait <= own_lock for wait in waits] == [False] * site.AXES_FAILURE_LIMIT + [True] * 2


def test_who_works_behind_that_address_gets_in(office: Caller) -> None:
    assert _attempt(office, "alice", PASSWORD) == 201


def test_elsewhere_nobody_notices(office: Caller, caller: Callable[..., Caller]) -> None:
    assert _attempt(caller(REMOTE_ADDR="10.0.0.8"), "bob", PASSWORD) == 201


def test_right_passwords_are_never_too_many(office: Caller, settings: Any) -> None:
    limits.forget_all()
    assert [_attempt(office, "alice", PASSWORD) for _ in range(MOST + 2)] == [201] * (MOST + 2)


def test_the_lock_of_a_number_does_not_tell_whose_it_is(alice: User, call: Caller) -> None:
    """Nobody finds out that 2021-0042 is alice by locking the one and trying the other."""
    for _ in range(site.AXES_FAILURE_LIMIT):
        limits.forget_all()
        assert _attempt(call, "2021-0042") == 401
    limits.forget_all()
    assert [_attempt(call, name) for name in ("2021-0042", "alice", "2021-9999")] == [429, 401, 401]
    assert _attempt(call, "alice", PASSWORD) == 201
    assert _attempt(call, "2021-0042", PASSWORD) == 201, "she was right, so nothing of her is locked any more"


@pytest.mark.parametrize("by", ["oidc", "oidc_mfa", "directory"])
def test_who_was_proven_elsewhere_is_not_kept_out_by_who_guesses_a_password(alice: User, call: Caller, by: str) -> None:
    for _ in range(site.AXES_FAILURE_LIMIT):
        limits.forget_all()
        _attempt(call, "alice")
    assert services.admit(alice, by=by, device_name="PC").session.signed_in_by == by


def test_a_code_of_somebody_who_was_proven_is_taken_while_others_guess(alice: User, call: Caller) -> None:
    phone, _codes = set_up(alice)
    services.give_ticket(alice, by="oidc")
    for _ in range(site.AXES_FAILURE_LIMIT):
        limits.forget_all()
        _attempt(call, "alice")
    ticket = SignInTicket.objects.select_related("user").get()
    assert services.finish_sign_in(ticket, otp=phone.code(), device_name="PC")


def test_coming_by_the_provider_forgives_no_guesses(alice: User, call: Caller) -> None:
    for _ in range(site.AXES_FAILURE_LIMIT):
        limits.forget_all()
        _attempt(call, "alice")
    services.admit(alice, by="oidc", device_name="PC")
    assert _attempt(call, "alice", PASSWORD) == 429


def test_a_password_that_was_changed_between_proof_and_door_opens_nothing(alice: User) -> None:
    user, by = services.prove(username="alice", password=PASSWORD)
    services.reset_password(actor=None, user_id=alice.pk)
    with pytest.raises(WrongCredentials):
        services.admit(user, by=by, device_name="PC")
    assert not user.device_sessions.exists()
    assert AuditEntry.objects.filter(action="auth.login_failed", detail__reason="password_changed").count() == 1
