"""The cookie of a browser: renewed while pages are opened, never at the price of a lost answer."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts import browser, services
from accounts.middleware import DeviceSessionMiddleware
from accounts.models import DeviceSession, User
from audit.models import AuditEntry
from tests.accounts.conftest import Caller, Clock

COOKIE = settings.SESSION_COOKIE
PAGE = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Mode": "cors"}


class Browser:
    """Keeps a cookie and opens pages; `loses` drops the answer on its way."""

    def __init__(self, token: str) -> None:
        self.token = token

    def open(self, headers: dict[str, str] = PAGE, *, loses: bool = False) -> Any:
        """The person the server saw, or None."""
        seen: list[Any] = []

        def view(request: HttpRequest) -> HttpResponse:
            seen.append(request.user if request.user.is_authenticated else None)
            return HttpResponse("page")

        request = RequestFactory().get("/", headers=headers)
        request.COOKIES[COOKIE] = self.token
        self.answer = DeviceSessionMiddleware(view)(request)
        if COOKIE in self.answer.cookies and not loses:
            self.token = self.answer.cookies[COOKIE].value
        return seen[0]


@pytest.fixture
def chrome(alice: User, clock: Clock) -> Browser:
    return Browser(services.open_device_session(alice, device_name="Chrome", browser=True).token)


def test_a_young_token_is_kept(chrome: Browser, alice: User, clock: Clock) -> None:
    first = chrome.token
    clock.move(settings.BROWSER_TOKEN_SECONDS - 1)
    assert chrome.open() == alice
    assert chrome.token == first


def test_an_old_token_is_replaced_when_a_page_is_opened(chrome: Browser, alice: User, clock: Clock) -> None:
    first = chrome.token
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    assert chrome.open() == alice
    assert chrome.token != first
    assert chrome.answer.headers["Cache-Control"].find("no-store") >= 0
    assert chrome.open(SCRIPT) == alice


def test_calls_of_scripts_replace_nothing(chrome: Browser, alice: User, clock: Clock) -> None:
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    assert chrome.open(SCRIPT) == alice
    assert COOKIE not in chrome.answer.cookies


def test_a_lost_answer_signs_nobody_out(chrome: Browser, alice: User, clock: Clock) -> None:
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    for _ in range(5):
        assert chrome.open(loses=True) == alice
        clock.move(3600)
    chrome.open()
    clock.move(60)
    assert chrome.open(SCRIPT) == alice


def test_an_answer_that_overtakes_another_is_good(chrome: Browser, alice: User, clock: Clock) -> None:
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    late = Browser(chrome.token)
    chrome.open(loses=True)
    clock.move(31)
    late.token = chrome.answer.cookies[COOKIE].value  # was only slow
    chrome.open()
    assert late.open() == alice
    assert chrome.open() == alice


def test_two_tabs_opened_at_once_get_one_new_token(chrome: Browser, alice: User, clock: Clock) -> None:
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    tab = Browser(chrome.token)
    assert chrome.open() == alice
    assert tab.open() == alice
    assert COOKIE not in tab.answer.cookies


def test_the_old_token_works_for_calls_under_way(chrome: Browser, alice: User, clock: Clock) -> None:
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    under_way = Browser(chrome.token)
    chrome.open()
    chrome.open(SCRIPT)
    clock.move(29)
    assert under_way.open(SCRIPT) == alice


def test_a_copied_cookie_ends_the_session(chrome: Browser, clock: Clock) -> None:
    thief = Browser(chrome.token)
    clock.move(settings.BROWSER_TOKEN_SECONDS)
    chrome.open()
    chrome.open(SCRIPT)
    clock.move(31)
    assert thief.open() is None
    assert chrome.open() is None
    assert AuditEntry.objects.filter(action="device.revoked", detail__reason="token_reuse").count() == 1


@pytest.mark.parametrize("token", ["", "rubbish", "a.b", "0" * 500, "한글"])
def test_a_cookie_that_is_none_of_ours_is_nobody(db: None, token: str) -> None:
    assert Browser(token).open() is None


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(alice: User, clock: Clock) -> None:
    request, response = RequestFactory().get("/login"), HttpResponse()
    browser.set_cookie(request, response, services.open_device_session(alice, device_name="Chrome", browser=True))
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == "", "gone with the browser unless the device is remembered"


def test_a_remembered_browser_keeps_its_cookie(alice: User, clock: Clock) -> None:
    signed_in = services.open_device_session(alice, device_name="Chrome", browser=True, remember=True)
    response = HttpResponse()
    browser.set_cookie(RequestFactory().get("/login"), response, signed_in)
    assert response.cookies[COOKIE]["max-age"] == settings.REMEMBERED_DEVICE_SECONDS


def test_a_write_needs_the_csrf_token(alice: User, call: Caller) -> None:
    signed_in = services.open_device_session(alice, device_name="Chrome", browser=True)
    call.client.cookies[COOKIE] = signed_in.token
    assert call("GET", "me")[0] == 200
    status, body = call("PATCH", "me", {"phone": "02-1"})
    assert (status, body["error"]["code"]) == (403, "FORBIDDEN")
    secret = "a" * 32
    call.client.cookies[settings.CSRF_COOKIE_NAME] = secret
    assert call("PATCH", "me", {"phone": "02-1"}, **{"X-CSRFToken": "b" * 32})[0] == 403
    assert call("PATCH", "me", {"phone": "02-1"}, **{"X-CSRFToken": secret})[0] == 200


def test_signing_out_ends_the_cookie_as_well_as_its_copies(alice: User, call: Caller) -> None:
    signed_in = services.open_device_session(alice, device_name="Chrome", browser=True)
    services.sign_out(session=signed_in.session)
    assert Browser(signed_in.token).open() is None
    assert DeviceSession.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(action="auth.logout", actor_id=alice.pk).count() == 1
