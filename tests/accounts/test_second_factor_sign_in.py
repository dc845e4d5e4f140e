"""Signing in with a second factor over REST: each code opens once, and guessing ends soon."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import services
from accounts.errors import LockedOut, OtpRequired, OtpWrong
from accounts.models import DeviceSession, RecoveryCode, SecondFactor, User
from audit.models import AuditEntry
from messenger.core import limits
from tests.accounts.authenticator import Phone, set_up
from tests.accounts.conftest import PASSWORD, Caller, Clock
from tests.files.stores import together


def _attempt(call: Caller, otp: str | None = None, password: str = PASSWORD) -> tuple[int, Any]:
    limits.forget_all()  # the rate is another story
    body = {"username": "alice", "password": password, "deviceName": "PC"} | ({} if otp is None else {"otp": otp})
    return call("POST", "device-sessions", body)


@pytest.fixture
def phone(alice: User, clock: Clock) -> Phone:
    return set_up(alice)[0]


def test_the_right_password_is_asked_for_a_code(phone: Phone, call: Caller) -> None:
    status, body = _attempt(call)
    assert (status, body["error"]["details"]) == (401, {"reason": "OTP_REQUIRED"})
    status, body = _attempt(call, "000000")
    assert (status, body["error"]["details"]) == (401, {"reason": "OTP_WRONG"})
    assert not DeviceSession.objects.exists()
    assert _attempt(call, phone.code())[0] == 201
    entry = AuditEntry.objects.get(action="auth.login")
    assert entry.detail["secondFactor"] == "totp"


def test_a_wrong_password_tells_nothing_of_codes(phone: Phone, call: Caller) -> None:
    for otp in (None, "000000", phone.code()):
        status, body = _attempt(call, otp, "not-the-password")
        assert (status, body["error"]["details"]) == (401, {})
    assert _attempt(call, phone.code())[0] == 201, "and takes no code"


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_that_is_half_a_minute_off_does(alice: User, call: Caller, clock: Clock, later: int) -> None:
    phone, _codes = set_up(alice)
    clock.move(60)
    assert _attempt(call, phone.code(later))[0] == 201


@pytest.mark.parametrize("later", [-2, 2, 20])
def test_a_clock_that_is_further_off_does_not(alice: User, call: Caller, clock: Clock, later: int) -> None:
    phone, _codes = set_up(alice)
    clock.move(90)
    assert _attempt(call, phone.code(later))[0] == 401


def test_a_code_opens_once_and_so_do_those_before_it(phone: Phone, call: Caller, clock: Clock) -> None:
    clock.move(60)
    assert _attempt(call, phone.code())[0] == 201
    assert _attempt(call, phone.code())[0] == 401
    assert _attempt(call, phone.code(-1))[0] == 401
    assert _attempt(call, phone.code(1))[0] == 201


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}-{2}", "{1} {2}"])
def test_a_code_is_typed_as_people_type(phone: Phone, call: Caller, typed: str) -> None:
    code = phone.code()
    assert _attempt(call, typed.format(code, code[:3], code[3:]))[0] == 201


def test_full_width_digits_are_digits(phone: Phone, call: Caller) -> None:
    assert _attempt(call, "".join(chr(ord(digit) + 0xFEE0) for digit in phone.code()))[0] == 201


def test_a_recovery_code_opens_once(alice: User, call: Caller, clock: Clock) -> None:
    _phone, codes = set_up(alice)
    assert _attempt(call, codes[3].replace("-", "").upper())[0] == 201
    assert _attempt(call, codes[3])[0] == 401
    assert _attempt(call, codes[4])[0] == 201
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 8
    used = AuditEntry.objects.filter(action="second_factor.code_used").order_by("id")
    assert [one.detail["left"] for one in used] == [9, 8]


@pytest.mark.django_db(transaction=True)
def test_one_code_given_many_times_at_once_opens_once(alice: User, settings: Any) -> None:
    """Ten at the same moment: V58 of the advisories, a code that is used twice."""
    settings.SECOND_FACTOR_FAILURES = 100
    phone, codes = set_up(alice)
    for otp in (phone.code(), codes[0]):
        opened: list[str] = []

        def attempt(otp: str = otp, opened: list[str] = opened) -> None:
            try:
                services.admit(alice, by="password", device_name="PC", otp=otp)
                opened.append(otp)
            except OtpWrong:
                pass

        together(*[attempt] * 10)
        assert opened == [otp]


def test_guessing_codes_ends_whatever_address_it_comes_from(
    phone: Phone, caller: Callable[..., Caller], clock: Clock, settings: Any
) -> None:
    for at in range(settings.SECOND_FACTOR_FAILURES):
        assert _attempt(caller(REMOTE_ADDR=f"10.0.0.{at + 1}"), "000000")[0] == 401
    elsewhere = caller(REMOTE_ADDR="10.0.9.9")
    status, body = _attempt(elsewhere, phone.code())
    assert status == 429 and 0 < body["error"]["details"]["retryAfter"] <= 901
    clock.move(901)
    assert _attempt(elsewhere, phone.code())[0] == 201
    assert SecondFactor.objects.get().failures == 0


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_all_counted(alice: User, settings: Any) -> None:
    set_up(alice)
    settings.AXES_FAILURE_LIMIT = 1000
    told: list[str] = []

    def guess() -> None:
        try:
            services.admit(alice, by="password", device_name="PC", otp="000000")
        except (LockedOut, OtpWrong) as refusal:
            told.append(type(refusal).__name__)

    together(*[guess] * 12)
    most = settings.SECOND_FACTOR_FAILURES
    assert sorted(told) == ["LockedOut"] * (12 - most) + ["OtpWrong"] * most
    assert SecondFactor.objects.get(user=alice).failures == most


def test_wrong_codes_count_like_wrong_passwords(phone: Phone, call: Caller, settings: Any) -> None:
    settings.SECOND_FACTOR_FAILURES = 100
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert _attempt(call, "000000")[0] == 401
    assert _attempt(call, phone.code())[0] == 429


def test_the_first_step_alone_forgets_no_failure(phone: Phone, call: Caller, settings: Any) -> None:
    settings.SECOND_FACTOR_FAILURES = 100
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert _attempt(call)[0] == 401
        assert _attempt(call, "000000")[0] == 401
    assert _attempt(call, phone.code())[0] == 429


@pytest.mark.parametrize("by", ["password", "directory", "oidc"])
def test_every_way_in_asks_for_it(alice: User, phone: Phone, by: str) -> None:
    with pytest.raises(OtpRequired):
        services.admit(alice, by=by, device_name="PC")
    with pytest.raises(OtpWrong):
        services.admit(alice, by=by, device_name="PC", otp="000000")
    assert services.admit(alice, by=by, device_name="PC", otp=phone.code()).session.signed_in_by == by


def test_a_refresh_asks_for_no_code(phone: Phone, call: Caller) -> None:
    device_token = _attempt(call, phone.code())[1]["deviceToken"]
    assert call("POST", "device-sessions/refresh", {"deviceToken": device_token})[0] == 200


def test_switched_off_nobody_is_asked(phone: Phone, call: Caller, settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    assert _attempt(call)[0] == 201
