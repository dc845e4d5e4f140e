"""Signing in with a login and a password: who gets in, and what the others learn (nothing)."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from accounts import hashers
from accounts.models import DeviceSession, User
from audit.models import AuditEntry
from messenger.core import limits
from tests.accounts.conftest import PASSWORD, Caller, SignsIn

WRONG = "not-the-password"


def _attempt(call: Caller, username: str, password: str) -> tuple[int, Any]:
    return call("POST", "device-sessions", {"username": username, "password": password, "deviceName": "PC"})


def test_the_right_password_opens_a_device_session(alice: User, sign_in: SignsIn) -> None:
    body = sign_in(alice, "사무실 PC", platform="windows", remember=True)
    assert body["user"]["userId"] == str(alice.pk)
    assert body["user"]["name"] == "김민수"
    assert body["user"]["roles"] == ["USER"]
    assert body["accessExpiresAt"] < body["expiresAt"]
    session = DeviceSession.objects.get(pk=body["deviceSessionId"])
    assert (session.device_name, session.platform, session.ip) == ("사무실 PC", "WINDOWS", "127.0.0.1")


def test_the_database_holds_no_token(alice: User, sign_in: SignsIn) -> None:
    body = sign_in(alice)
    row = DeviceSession.objects.values().get()
    stored = " ".join(str(value) for value in row.values())
    assert body["deviceToken"] not in stored
    assert body["accessToken"] not in stored
    assert len(row["token_hash"]) == 64


@pytest.mark.parametrize("typed", ["alice", "ALICE", " alice ", "2021-0042"])
def test_login_in_any_case_and_employee_number_both_do(alice: User, call: Caller, typed: str) -> None:
    assert _attempt(call, typed, PASSWORD)[0] == 201


def test_a_password_typed_on_a_keyboard_that_decomposes_hangul(alice: User, call: Caller) -> None:
    assert _attempt(call, "alice", unicodedata.normalize("NFD", PASSWORD))[0] == 201


def test_unknown_login_and_wrong_password_answer_alike(alice: User, call: Caller) -> None:
    answers = [_attempt(call, "alice", WRONG), _attempt(call, "nobody-here", WRONG)]
    for status, body in answers:
        body["error"].pop("requestId")
        assert status == 401
    assert answers[0] == answers[1]


@pytest.mark.parametrize("username", ["alice", "nobody-here", "paula", "dora"])
def test_every_attempt_costs_one_hash(
    alice: User, pending: User, disabled: User, call: Caller, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    hashed: list[str] = []
    encode, verify = hashers.Argon2.encode, hashers.Argon2.verify
    monkeypatch.setattr(hashers.Argon2, "encode", lambda *given: hashed.append("encode") or encode(*given))
    monkeypatch.setattr(hashers.Argon2, "verify", lambda *given: hashed.append("verify") or verify(*given))
    _attempt(call, username, WRONG)
    assert len(hashed) == 1


@pytest.mark.parametrize(("login", "reason"), [("paula", "PENDING_APPROVAL"), ("dora", "DISABLED")])
def test_only_the_right_password_tells_why_somebody_may_not_in(
    pending: User, disabled: User, call: Caller, login: str, reason: str
) -> None:
    assert _attempt(call, login, WRONG)[0] == 401
    status, body = _attempt(call, login, PASSWORD)
    assert status == 403
    assert body["error"]["details"] == {"reason": reason}
    assert not DeviceSession.objects.exists()


def test_the_log_says_who_came_in_and_who_was_refused(alice: User, call: Caller) -> None:
    _attempt(call, "alice", WRONG)
    _attempt(call, "alices-password-typed-into-the-wrong-field", WRONG)
    _attempt(call, "alice", PASSWORD)
    wrong, unknown, right = AuditEntry.objects.filter(action__startswith="auth.").order_by("id")
    assert (wrong.action, wrong.outcome, wrong.target_id) == ("auth.login_failed", "failure", str(alice.pk))
    assert wrong.detail == {"reason": "wrong_password"}
    assert "wrong-field" not in str(unknown.__dict__)
    assert (right.action, right.actor_id, right.actor_name) == ("auth.login", alice.pk, "김민수 (alice)")
    assert right.ip == "127.0.0.1"
    assert right.request_id


def test_too_many_attempts_in_a_minute_wait(alice: User, call: Caller) -> None:
    for _ in range(10):
        _attempt(call, "bob", WRONG)
    status, body = _attempt(call, "bob", WRONG)
    assert status == 429
    assert body["error"]["code"] == "RATE_LIMITED"
    assert _attempt(call, "alice", PASSWORD)[0] == 201


def test_an_old_hash_is_renewed_at_sign_in(alice: User, call: Caller) -> None:
    alice.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    alice.save()
    limits.forget_all()
    assert _attempt(call, "alice", PASSWORD)[0] == 201
    alice.refresh_from_db()
    assert alice.password.startswith("argon2")


def test_a_platform_that_grows_in_capitals_still_fits_its_column(alice: User, sign_in: SignsIn) -> None:
    sign_in(alice, platform="ß" * 16)
    assert len(DeviceSession.objects.get().platform) == 16
