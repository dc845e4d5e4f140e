"""Passwords: changed by their owner, reset by an admin, and what they may not be."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import passwords, services
from accounts.errors import WeakPassword
from accounts.models import DeviceSession, KnownBrowser, Role, User
from audit.models import AuditEntry
from messenger.core import limits
from messenger.core.errors import Forbidden
from messenger.core.models import PolicyValue
from tests.accounts.conftest import PASSWORD, Caller, Clock, SignsIn

NEW = "강-건너-불빛-하나-둘"


def _change(hers: Caller, current: str = PASSWORD, new: str = NEW) -> int:
    return hers("PUT", "me/password", {"current": current, "new": new})[0]


def test_a_change_signs_the_other_devices_out(alice: User, sign_in: SignsIn) -> None:
    here, there = Caller(sign_in(alice)["accessToken"]), Caller(sign_in(alice, "집 노트북")["accessToken"])
    services.know_browser(alice)
    assert _change(here) == 204
    assert here("GET", "me")[0] == 200
    assert there("GET", "me")[0] == 401
    assert not KnownBrowser.objects.exists(), "a browser that was known is asked for a code again"
    limits.forget_all()
    body = {"username": "alice", "deviceName": "PC"}
    assert Caller()("POST", "device-sessions", body | {"password": PASSWORD})[0] == 401
    assert Caller()("POST", "device-sessions", body | {"password": NEW})[0] == 201
    assert AuditEntry.objects.get(action="user.password_changed").actor_id == alice.pk


def test_the_wrong_current_one_changes_nothing_and_counts(
    alice: User, sign_in: SignsIn, clock: Clock, settings: Any
) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    for _ in range(settings.AXES_FAILURE_LIMIT):
        status, body = hers("PUT", "me/password", {"current": "not-the-password", "new": NEW})
        assert status == 400 and body["error"]["details"]["current"]
    assert _change(hers) == 429
    written = AuditEntry.objects.filter(action="auth.login_failed").order_by("id")
    reasons = [entry.detail["reason"] for entry in written]
    assert reasons == ["wrong_password"] * settings.AXES_FAILURE_LIMIT + ["locked"]
    assert passwords.is_right(User.objects.get(), PASSWORD)


@pytest.mark.parametrize("new", ["짧은것", "1234567890", "2021-0042a", PASSWORD])
def test_what_a_password_may_not_be(alice: User, sign_in: SignsIn, new: str) -> None:
    """Short, common, like the login, the present one."""
    hers = Caller(sign_in(alice)["accessToken"])
    status, body = hers("PUT", "me/password", {"current": PASSWORD, "new": new})
    assert status == 400 and body["error"]["details"]["password"]


def test_the_one_before_is_refused_as_well(alice: User, sign_in: SignsIn) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    assert _change(hers) == 204
    assert _change(hers, NEW, PASSWORD) == 400
    assert _change(hers, NEW, "달빛-아래-세-번째-집") == 204


def test_an_admin_says_how_long_a_password_is(alice: User, sign_in: SignsIn) -> None:
    PolicyValue.objects.create(name="PASSWORD_LEAST", value=14)
    hers = Caller(sign_in(alice)["accessToken"])
    assert _change(hers, new="열두글자인비밀번호는안돼") == 400
    assert _change(hers, new="열두글자인비밀번호는안돼고길게") == 204
    with pytest.raises(WeakPassword):
        services.create_user(login_id="erin", name="에린", password="열두글자인비밀번호는안돼")


def test_a_reset_one_is_shown_once_and_has_to_be_changed(alice: User, bob: User, sign_in: SignsIn) -> None:
    old = Caller(sign_in(alice)["accessToken"])
    with pytest.raises(Forbidden):
        services.reset_password(actor=bob, user_id=alice.pk)
    services.set_role(actor=None, user_id=bob.pk, role=Role.SYSTEM_ADMIN)
    given = services.reset_password(actor=bob, user_id=alice.pk)
    assert old("GET", "me")[0] == 401
    limits.forget_all()
    body = {"username": "alice", "deviceName": "PC"}
    assert Caller()("POST", "device-sessions", body | {"password": PASSWORD})[0] == 401
    status, answer = Caller()("POST", "device-sessions", body | {"password": given})
    assert (status, answer["owes"]) == (201, "PASSWORD")
    hers = Caller(answer["accessToken"])
    assert _change(hers, given, given) == 400
    assert _change(hers, given) == 204
    assert hers("GET", "me")[0] == 200
    logged = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert given not in logged and AuditEntry.objects.filter(action="user.password_reset", actor_id=bob.pk).exists()


@pytest.mark.parametrize("least", [10, 64])
def test_a_one_time_password_meets_the_policy(db: None, settings: Any, least: int) -> None:
    settings.PASSWORD_LEAST = least
    made = {passwords.one_time() for _ in range(20)}
    assert len(made) == 20 and all(len(one) >= max(least, 16) for one in made)
    passwords.choose(User(login_id="erin"), made.pop())


def test_who_has_no_password_here_changes_none(alice: User, signed_in: Callable[[User], Caller]) -> None:
    hers = signed_in(alice)
    alice.set_unusable_password()
    alice.save()
    status, body = hers("PUT", "me/password", {"current": PASSWORD, "new": NEW})
    assert (status, body["error"]["details"]) == (403, {"reason": "PASSWORD_ELSEWHERE"})
    assert DeviceSession.objects.get().is_open
