"""What a browser holds between password and code: for one browser, for a while, once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts import services
from accounts.models import DeviceSession, KnownBrowser, SignInTicket, User
from messenger.core import limits
from tests.accounts.authenticator import Phone, set_up
from tests.accounts.conftest import PASSWORD, Clock

TICKET, KNOWN = f"{site.SESSION_COOKIE}-code", f"{site.SESSION_COOKIE}-known"
Begins = Callable[..., Client]


@pytest.fixture
def phone(alice: User, clock: Clock) -> Phone:
    return set_up(alice)[0]


@pytest.fixture
def begins() -> Begins:
    """`begins()`: a browser that has given the password and stands before the page of the code."""

    def begin(browser: Client | None = None, going: str = "/settings", agent: str = "Chrome") -> Client:
        limits.forget_all()
        browser = browser or Client(headers={"User-Agent": agent})
        form = {"username": "alice", "password": PASSWORD, "next": going}
        assert browser.post("/login", form).headers["Location"] == "/login/code"
        return browser

    return begin


def _code(browser: Client, otp: str, **more: Any) -> Any:
    return browser.post("/login/code", {"otp": otp, **more})


def test_password_and_code_lead_to_where_one_was_going(phone: Phone, begins: Begins) -> None:
    browser = begins()
    assert not DeviceSession.objects.exists(), "the password alone opens nothing"
    assert browser.get("/settings").headers["Location"] == "/login?next=/settings"
    answer = _code(browser, phone.code())
    assert answer.headers["Location"] == "/settings"
    assert browser.get("/settings").status_code == 200
    assert not browser.cookies[TICKET].value and not SignInTicket.objects.exists()


@pytest.mark.parametrize("going", ["//evil.example", "https://evil.example", "/logout"])
def test_nobody_is_sent_away(phone: Phone, begins: Begins, going: str) -> None:
    assert _code(begins(going=going), phone.code()).headers["Location"] == "/"


def test_the_cookie_is_out_of_reach_and_names_nobody(phone: Phone, begins: Begins) -> None:
    cookie = begins().cookies[TICKET]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == site.SIGN_IN_TICKET_SECONDS
    assert "alice" not in cookie.value
    assert cookie.value not in str(SignInTicket.objects.values().get())


def test_a_ticket_is_of_one_browser(phone: Phone, begins: Begins) -> None:
    thief = Client(headers={"User-Agent": "another one"})
    thief.cookies[TICKET] = begins().cookies[TICKET].value
    assert _code(thief, phone.code()).headers["Location"] == "/login?late"
    assert not DeviceSession.objects.exists()


def test_a_ticket_opens_once(phone: Phone, begins: Begins) -> None:
    browser = begins()
    copy = browser.cookies[TICKET].value
    assert _code(browser, phone.code()).status_code == 302
    again = Client(headers={"User-Agent": "Chrome"})
    again.cookies[TICKET] = copy
    assert _code(again, phone.code(1)).headers["Location"] == "/login?late"
    assert DeviceSession.objects.count() == 1


@pytest.mark.parametrize("forged", ["", "x", "a.b", "0" * 600])
def test_what_is_no_ticket_leads_back(db: None, forged: str) -> None:
    browser = Client()
    browser.cookies[TICKET] = forged
    assert browser.get("/login/code").headers["Location"] == "/login?late"


def test_a_ticket_is_over_after_a_while(phone: Phone, begins: Begins, clock: Clock) -> None:
    browser = begins()
    clock.move(site.SIGN_IN_TICKET_SECONDS)
    assert browser.get("/login/code").headers["Location"] == "/login?late"
    assert "시간이 지났습니다" in browser.get("/login?late").content.decode()


def test_who_is_disabled_meanwhile_does_not_get_in(phone: Phone, begins: Begins, alice: User) -> None:
    browser = begins()
    services.disable_user(actor=None, user_id=alice.pk)
    assert _code(browser, phone.code()).status_code == 403
    assert not DeviceSession.objects.filter(revoked_at__isnull=True).exists()


def test_a_wrong_code_is_told_beside_the_field(phone: Phone, begins: Begins) -> None:
    answer = _code(begins(), "000000")
    assert answer.status_code == 401
    assert 'aria-describedby="otp-error"' in answer.content.decode()


def test_a_known_browser_gives_the_password_alone(phone: Phone, begins: Begins, clock: Clock) -> None:
    browser = begins()
    _code(browser, phone.code(), known="on")
    assert browser.cookies[KNOWN]["httponly"] and browser.cookies[KNOWN]["max-age"] == site.SECOND_FACTOR_DAYS * 86400
    browser.post("/logout")
    limits.forget_all()
    form = {"username": "alice", "password": PASSWORD, "next": "/settings"}
    assert browser.post("/login", form).headers["Location"] == "/settings"
    browser.post("/logout")
    clock.move(site.SECOND_FACTOR_DAYS * 86400)
    begins(browser)


@pytest.mark.parametrize("what", ["password", "factor", "setting", "person"])
def test_a_known_browser_is_forgotten(
    phone: Phone, begins: Begins, alice: User, bob: User, clock: Clock, settings: Any, what: str
) -> None:
    browser = begins()
    _code(browser, phone.code(), known="on")
    browser.post("/logout")
    if what == "password":
        services.set_password(actor=None, user=alice, password="강-건너-불빛-하나-둘")
        services.set_password(actor=None, user=alice, password="달빛-아래-세-번째-집")
        alice.set_password(PASSWORD)
        alice.save()
    elif what == "factor":
        services.reset_second_factor(actor=None, user_id=alice.pk)
        set_up(alice)
    elif what == "setting":
        settings.SECOND_FACTOR_DAYS = 0
    else:
        KnownBrowser.objects.update(user=bob)  # as if the cookie were shown for somebody else
    begins(browser)


def test_without_the_setting_it_is_not_offered(phone: Phone, begins: Begins, settings: Any) -> None:
    settings.SECOND_FACTOR_DAYS = 0
    browser = begins()
    assert 'name="known"' not in browser.get("/login/code").content.decode()
    _code(browser, phone.code(), known="on")
    assert KNOWN not in browser.cookies and not KnownBrowser.objects.exists()
