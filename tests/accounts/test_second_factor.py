"""The second factor over REST: set up by a code, ended by password and code, reset by an admin."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services, totp
from accounts.errors import NoSecondFactor
from accounts.models import DeviceSession, KnownBrowser, RecoveryCode, Role, SecondFactor, User
from accounts.services import ending
from audit.models import AuditEntry
from messenger.core.errors import Forbidden, NotFound
from tests.accounts.authenticator import Phone, set_up
from tests.accounts.conftest import PASSWORD, Caller, Clock, SignsIn

PATH = "me/second-factor"


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_the_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of eight digits."""
    assert totp.code(b"12345678901234567890", moment // 30) == code[-6:]


def test_a_code_of_the_phone_switches_it_on(
    alice: User, signed_in: Callable[[User], Caller], clock: Clock, bob: User
) -> None:
    hers = signed_in(alice)
    assert hers("GET", PATH)[1] == {
        "enabled": False, "confirmedAt": None, "codesLeft": 0, "policy": "optional", "required": False,
    }  # fmt: skip
    status, begun = hers("POST", PATH)
    assert status == 201 and begun["qr"].startswith("<svg") and "style=" not in begun["qr"]
    assert begun["address"].startswith(f"otpauth://totp/Maru%3Aalice?secret={begun['key']}&issuer=Maru")
    assert hers("POST", PATH)[1]["key"] == begun["key"], "the page opened twice shows the same"
    assert hers("POST", f"{PATH}/confirm", {"otp": "000000"})[0] == 401
    phone = Phone(begun["key"])
    status, confirmed = hers("POST", f"{PATH}/confirm", {"otp": f"{phone.code()[:3]} {phone.code()[3:]}"})
    assert status == 200 and len(set(confirmed["recoveryCodes"])) == 10
    state = hers("GET", PATH)[1]
    assert state["enabled"] and state["codesLeft"] == 10
    assert hers("POST", PATH)[0] == 409, "nobody sees the key again"
    assert AuditEntry.objects.filter(action="second_factor.on", actor_id=alice.pk).count() == 1
    assert not signed_in(bob)("GET", PATH)[1]["enabled"]


def test_a_key_that_somebody_else_began_is_not_the_one_that_is_confirmed(alice: User) -> None:
    """A thief who knew the password begins, keeps the key, and waits for its owner to confirm it."""
    here = services.open_device_session(alice, device_name="PC").session
    begun = services.begin_second_factor(actor=alice, session=here).key
    services.set_password(actor=None, user=alice, password="바다가 보이는 새 창문 2026", keep=here.pk)
    after_the_password = services.begin_second_factor(actor=alice, session=here).key
    assert after_the_password != begun
    SecondFactor.objects.filter(user=alice).update(made_at=timezone.now() - dt.timedelta(minutes=16))
    assert services.begin_second_factor(actor=alice, session=here).key not in (begun, after_the_password)


def _signs_the_others_out(user: User, here: DeviceSession) -> None:
    services.revoke_other_devices(actor=user, current=here.pk)


def _is_signed_out_by_an_admin(user: User, _here: DeviceSession) -> None:
    ending.revoke_all(user, actor=None, reason="admin")


@pytest.mark.parametrize("ended", [_signs_the_others_out, _is_signed_out_by_an_admin])
def test_signing_out_everywhere_takes_a_key_away_that_was_only_begun(
    alice: User, bob: User, ended: Callable[[User, DeviceSession], None]
) -> None:
    """Who sat at one of those devices may keep it, and wait for its owner to confirm it. Others keep theirs."""
    for user in (alice, bob):
        here = services.open_device_session(user, device_name="PC").session
        services.begin_second_factor(actor=user, session=here)
    ended(alice, alice.device_sessions.get())
    assert SecondFactor.objects.get().user_id == bob.pk
    set_up(bob)
    ended(bob, bob.device_sessions.get())
    assert SecondFactor.objects.get().confirmed_at is not None, "one that counts stays"


def test_the_database_holds_neither_key_nor_codes(alice: User, clock: Clock) -> None:
    phone, codes = set_up(alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        sealed = bytes(cursor.fetchone()[0])
    assert phone.secret not in sealed
    stored = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert len(stored) == 10 and not any(code in one for code in codes for one in stored)
    logged = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert not any(secret in logged for secret in (*codes, phone.code(-1), totp.key_text(phone.secret)))


def test_off_means_that_nobody_sets_one_up(alice: User, signed_in: Callable[[User], Caller], settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    status, body = signed_in(alice)("POST", PATH)
    assert (status, body["error"]["details"]) == (403, {"reason": "SECOND_FACTOR_OFF"})


def test_ending_it_takes_password_and_code(alice: User, sign_in: SignsIn, clock: Clock) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    phone, _codes = set_up(alice)
    services.know_browser(alice)
    assert hers("DELETE", PATH, {"otp": phone.code()})[0] == 400
    assert hers("DELETE", PATH, {"password": "not-the-password", "otp": phone.code()})[0] == 400
    assert hers("DELETE", PATH, {"password": PASSWORD, "otp": "000000"})[0] == 401
    assert hers("DELETE", PATH, {"password": PASSWORD, "otp": phone.code()})[0] == 204
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert not KnownBrowser.objects.exists()
    assert hers("DELETE", PATH, {"password": PASSWORD, "otp": phone.code(1)})[0] == 409
    assert AuditEntry.objects.filter(action="second_factor.off", actor_id=alice.pk).count() == 1


def test_who_needs_it_cannot_end_it(alice: User, sign_in: SignsIn, clock: Clock, settings: Any) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    phone, _codes = set_up(alice)
    settings.SECOND_FACTOR = "everybody"
    status, body = hers("DELETE", PATH, {"password": PASSWORD, "otp": phone.code()})
    assert (status, body["error"]["details"]) == (403, {"reason": "SECOND_FACTOR_REQUIRED"})
    assert SecondFactor.objects.filter(user=alice).exists()


def test_new_recovery_codes_replace_the_old(alice: User, sign_in: SignsIn, clock: Clock) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    phone, old = set_up(alice)
    assert hers("POST", f"{PATH}/codes", {"otp": "123456"})[0] == 401
    status, made = hers("POST", f"{PATH}/codes", {"otp": phone.code()})
    assert status == 200 and not set(made["recoveryCodes"]) & set(old)
    assert hers("POST", f"{PATH}/codes", {"otp": old[0]})[0] == 401
    assert hers("POST", f"{PATH}/codes", {"otp": made["recoveryCodes"][0].upper()})[0] == 200


def test_an_admin_resets_it_and_the_person_is_signed_out(alice: User, bob: User, clock: Clock) -> None:
    services.open_device_session(alice, device_name="PC")
    set_up(alice)
    with pytest.raises(Forbidden):
        services.reset_second_factor(actor=alice, user_id=alice.pk)
    services.set_role(actor=None, user_id=bob.pk, role=Role.SYSTEM_ADMIN)
    services.reset_second_factor(actor=bob, user_id=alice.pk)
    assert not SecondFactor.objects.exists()
    assert DeviceSession.objects.get(user=alice).revoked_at is not None
    assert AuditEntry.objects.get(action="second_factor.reset").actor_id == bob.pk
    with pytest.raises(NoSecondFactor):
        services.reset_second_factor(actor=bob, user_id=alice.pk)
    with pytest.raises(NotFound):
        services.reset_second_factor(actor=bob, user_id=alice.device_sessions.get().pk)


def test_a_key_sealed_otherwise_opens_nothing(alice: User, call: Caller, clock: Clock, settings: Any) -> None:
    phone, codes = set_up(alice)
    settings.SEALING_KEY = "another-key-of-at-least-thirty-two-letters"
    for otp in (phone.code(), codes[0]):
        body = {"username": "alice", "password": PASSWORD, "deviceName": "PC", "otp": otp}
        assert call("POST", "device-sessions", body)[0] == 401
