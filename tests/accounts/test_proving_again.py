"""A way into the account is changed only by who shows once more who they are; wrong guesses count and are written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts import services
from accounts.errors import NoSecondFactor
from accounts.models import DeviceSession, KnownBrowser, Role, SecondFactor, User
from accounts.selectors.second_factor import BEGUN_FOR
from audit.models import AuditEntry
from messenger.core import limits
from tests.accounts.authenticator import Phone, set_up
from tests.accounts.conftest import PASSWORD, Caller, Clock, SignsIn

PATH = "me/second-factor"


@pytest.fixture
def hers(alice: User, clock: Clock, sign_in: SignsIn) -> Caller:
    """alice at a desk where she signed in a while ago: whoever sits there now may be somebody else."""
    token = sign_in(alice)["accessToken"]
    clock.move(site.PROOF_SECONDS)
    return Caller(token)


def _reasons() -> list[str]:
    failures = AuditEntry.objects.filter(action="auth.login_failed").order_by("id")
    return [entry.detail["reason"] for entry in failures]


def test_a_sign_in_of_a_while_ago_begins_no_second_factor(hers: Caller) -> None:
    status, body = hers("POST", PATH)
    assert (status, body["error"]["details"]) == (403, {"reason": "PROOF_REQUIRED", "by": "password"})
    assert not SecondFactor.objects.exists()
    assert hers("POST", PATH, {"password": "not-the-password"})[0] == 400
    assert not SecondFactor.objects.exists() and _reasons() == ["wrong_password"]
    status, begun = hers("POST", PATH, {"password": PASSWORD})
    assert status == 201
    assert hers("POST", PATH)[1]["key"] == begun["key"], "asked once, not at every step"


def test_a_sign_in_of_a_while_ago_confirms_none_either(
    alice: User, clock: Clock, signed_in: Callable[[User], Caller]
) -> None:
    """A key that was left on the screen is not to be guessed at by whoever sits there next."""
    hers = signed_in(alice)
    phone = Phone(hers("POST", PATH)[1]["key"])
    clock.move(site.PROOF_SECONDS)
    status, body = hers("POST", f"{PATH}/confirm", {"otp": phone.code()})
    assert (status, body["error"]["details"]) == (403, {"reason": "PROOF_REQUIRED", "by": "password"})
    assert SecondFactor.objects.get().confirmed_at is None and not _reasons()
    assert hers("POST", PATH, {"password": PASSWORD})[1]["key"] == phone.key, "it is the same for as long as it counts"
    assert hers("POST", f"{PATH}/confirm", {"otp": phone.code()})[0] == 200


def test_wrong_first_codes_count_and_are_written_down(
    alice: User, clock: Clock, signed_in: Callable[[User], Caller], settings: Any
) -> None:
    hers = signed_in(alice)
    phone = Phone(hers("POST", PATH)[1]["key"])
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert hers("POST", f"{PATH}/confirm", {"otp": "000000"})[0] == 401
    assert hers("POST", f"{PATH}/confirm", {"otp": phone.code()})[0] == 429
    assert _reasons() == ["wrong_code"] * settings.AXES_FAILURE_LIMIT + ["locked"]
    assert SecondFactor.objects.get().confirmed_at is None


def test_a_key_that_was_begun_long_ago_is_not_confirmed(alice: User, clock: Clock) -> None:
    here = services.open_device_session(alice, device_name="Chrome", browser=True)
    browser = Client()
    browser.cookies[site.SESSION_COOKIE] = here.token
    phone = Phone(services.begin_second_factor(actor=alice, session=here.session).key)
    clock.move(BEGUN_FOR.total_seconds() + 1)
    DeviceSession.objects.update(proven_at=clock())
    session = DeviceSession.objects.get()
    with pytest.raises(NoSecondFactor):
        services.confirm_second_factor(actor=alice, otp=phone.code(), session=session)
    late = browser.post("/second-factor", {"otp": phone.code()})
    assert late.headers["Location"] == "/second-factor", "the page shows another, and calls no code wrong"
    assert phone.key not in browser.get("/second-factor").content.decode().replace(" ", "") and not _reasons()


def test_being_fresh_is_the_devices_own(hers: Caller, alice: User, signed_in: Callable[[User], Caller]) -> None:
    assert signed_in(alice)("POST", PATH)[0] == 201
    assert hers("POST", PATH)[0] == 403


def test_who_has_no_password_signs_in_again(hers: Caller, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    details = {"reason": "PROOF_REQUIRED", "by": "sign_in"}
    for body in ({}, {"password": PASSWORD}):
        status, answer = hers("POST", PATH, body)
        assert (status, answer["error"]["details"]) == (403, details)
    here = services.open_device_session(alice, device_name="PC", by="oidc").session
    assert services.begin_second_factor(actor=alice, session=here).key


def test_the_page_asks_for_the_password_before_it_shows_a_key(alice: User, clock: Clock) -> None:
    browser = Client()
    browser.cookies[site.SESSION_COOKIE] = services.open_device_session(alice, device_name="x", browser=True).token
    assert 'id="key"' in browser.get("/second-factor").content.decode()
    clock.move(site.PROOF_SECONDS)
    page = browser.get("/second-factor?next=/settings").content.decode()
    assert 'id="key"' not in page and 'name="password"' in page and "autofocus" in page
    assert browser.post("/second-factor", {"otp": "000000"}).status_code == 200, "a form that was open for too long"
    wrong = browser.post("/second-factor", {"password": "not-the-password"})
    assert wrong.status_code == 400 and 'id="password-error"' in wrong.content.decode()
    right = browser.post("/second-factor", {"password": PASSWORD, "next": "/settings"})
    assert right.headers["Location"] == "/second-factor?next=%2Fsettings"
    assert 'id="key"' in browser.get("/second-factor").content.decode()
    alice.set_unusable_password()
    alice.save()
    clock.move(site.PROOF_SECONDS)
    page = browser.get("/second-factor").content.decode()
    assert 'name="password"' not in page and "다시 로그인" in page


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("DELETE", PATH, {"password": PASSWORD}), ("POST", f"{PATH}/codes", {})],
    ids=["turning off", "new codes"],
)
def test_wrong_codes_of_who_is_signed_in_count_and_are_written_down(
    alice: User, clock: Clock, sign_in: SignsIn, settings: Any, method: str, path: str, body: dict[str, str]
) -> None:
    hers = Caller(sign_in(alice)["accessToken"])
    phone, _codes = set_up(alice)
    for _ in range(settings.SECOND_FACTOR_FAILURES):
        assert hers(method, path, {**body, "otp": "000000"})[0] == 401
    assert hers(method, path, {**body, "otp": phone.code()})[0] == 429
    assert _reasons() == ["wrong_code"] * settings.SECOND_FACTOR_FAILURES + ["locked"]
    assert SecondFactor.objects.get().failures == settings.SECOND_FACTOR_FAILURES


def _guess_at_the_door(typed: str) -> int:
    limits.forget_all()
    return Caller()("POST", "device-sessions", {"username": typed, "password": "wrong-guess", "deviceName": "PC"})[0]


def test_who_guesses_at_the_door_keeps_nobody_from_what_defends_them(
    alice: User, clock: Clock, sign_in: SignsIn, settings: Any
) -> None:
    """A colleague behind the same address may type her login, or whatever her own tries might be counted for."""
    hers = Caller(sign_in(alice)["accessToken"])
    phone, _codes = set_up(alice)
    for typed in ("alice", f"alice {alice.pk}", f"alice {alice.pk.hex}"):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            assert _guess_at_the_door(typed) == 401
        assert _guess_at_the_door(typed) == 429
    assert hers("POST", f"{PATH}/codes", {"otp": phone.code()})[0] == 200
    new = {"current": PASSWORD, "new": "바다가 보이는 새 창문 2026"}
    assert hers("PUT", "me/password", new)[0] == 204
    assert _guess_at_the_door("alice") == 429, "nor does she free them of their wait"


def test_wrong_proofs_shut_nobody_out_at_the_door(alice: User, clock: Clock, sign_in: SignsIn, settings: Any) -> None:
    """Whoever sits at a device of hers that was left open has tries of their own, and she has hers."""
    hers = Caller(sign_in(alice)["accessToken"])
    new = "바다가 보이는 새 창문 2026"
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert hers("PUT", "me/password", {"current": "not-the-password", "new": new})[0] == 400
    limits.forget_all()
    assert sign_in(alice)["accessToken"]
    assert hers("PUT", "me/password", {"current": PASSWORD, "new": new})[0] == 429


def test_wrong_codes_count_toward_the_lock_of_proving(
    alice: User, clock: Clock, sign_in: SignsIn, settings: Any
) -> None:
    settings.SECOND_FACTOR_FAILURES = 100
    hers = Caller(sign_in(alice)["accessToken"])
    phone, _codes = set_up(alice)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert hers("POST", f"{PATH}/codes", {"otp": "000000"})[0] == 401
    assert hers("POST", f"{PATH}/codes", {"otp": phone.code()})[0] == 429


def test_signing_the_others_out_asks_for_codes_there_again(alice: User, bob: User, clock: Clock) -> None:
    here = services.open_device_session(alice, device_name="Chrome · Windows", browser=True)
    browser = Client()
    browser.cookies[site.SESSION_COOKIE] = here.token
    browser.cookies[f"{site.SESSION_COOKIE}-known"] = services.know_browser(alice)
    mine = KnownBrowser.objects.get().pk
    services.know_browser(alice)
    services.know_browser(bob)
    services.give_ticket(alice, by="password")
    browser.post("/devices", {"others": "1"})
    assert list(KnownBrowser.objects.filter(user=alice).values_list("pk", flat=True)) == [mine]
    assert KnownBrowser.objects.filter(user=bob).exists() and not alice.sign_in_tickets.exists()
    session = DeviceSession.objects.get(pk=here.session.pk)
    services.revoke_other_devices(actor=alice, current=session.pk)  # over REST nobody shows a browser's token
    assert not KnownBrowser.objects.filter(user=alice).exists()


def test_a_role_owes_the_second_factor_at_once(alice: User, sign_in: SignsIn, clock: Clock, settings: Any) -> None:
    settings.SECOND_FACTOR = "admins"
    hers = Caller(sign_in(alice)["accessToken"])
    assert hers("GET", "me")[0] == 200
    services.set_role(actor=None, user_id=alice.pk, role=Role.AUDITOR)
    assert hers("GET", "me")[1]["error"]["details"] == {"reason": "SECOND_FACTOR_REQUIRED"}
    services.set_role(actor=None, user_id=alice.pk, role=Role.USER)
    assert hers("GET", "me")[0] == 200
