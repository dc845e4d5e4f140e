"""A request whose session cannot be checked is refused: 503, on every door that shows anything of anybody's."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from accounts import services
from accounts.models import User
from tests.client import Api

pytestmark = pytest.mark.django_db

PROTECTED = ["/", "/settings", "/devices", "/api/v1/rooms", "/api/v1/me", "/login"]
OPEN = ["/health/live", "/sw.js", "/shell", "/manifest.webmanifest"]


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["maru"] = services.open_device_session(alice, device_name="PC", browser=True).token
    return client


@pytest.fixture(params=[OperationalError, InterfaceError])
def without_sessions(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database does not answer who is signed in."""

    def down(_session_id: Any) -> None:
        raise request.param("gone")

    monkeypatch.setattr(services.devices, "_open_session", down)


def test_what_is_protected_is_closed_and_what_shows_nobody_is_open(
    browser: Client, counters: Any, without_sessions: None
) -> None:
    for path in PROTECTED:
        answer = browser.get(path)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10"), path
        assert "김민지" not in answer.content.decode()
    assert counters["requests"].failed == len(PROTECTED)
    for path in OPEN:
        assert browser.get(path).status_code == 200, path


def test_a_token_is_no_way_around_it(alice: User, counters: Any, without_sessions: None) -> None:
    answer = Api(alice).get("/rooms")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
    assert (counters["requests"].checked, counters["requests"].failed) == (1, 1)


def test_every_look_is_counted(alice: User, browser: Client, counters: Any) -> None:
    assert Api(alice).get("/me").status_code == 200
    assert browser.get("/api/v1/me").status_code == 200
    browser.cookies["maru"] = "copied"
    assert browser.get("/api/v1/me").status_code == 401
    seen = counters["requests"]
    assert (seen.checked, seen.refused, seen.failed) == (3, 1, 0)


def test_health_shows_the_counters_and_warns_of_an_open_guard(sysadmin: User, counters: Any, settings: Any) -> None:
    here = Api(sysadmin)
    part = here.get("/system/health").json()["parts"]["sessions"]
    assert part["state"] == "ok"
    assert part["facts"]["policy"] == "closed"
    assert part["facts"]["requests"]["checked"] >= 1
    settings.SESSION_GUARD = "open"
    part = here.get("/system/health").json()["parts"]["sessions"]
    assert (part["state"], part["facts"]["policy"]) == ("warn", "open")


def test_the_settings_are_what_the_page_on_configuration_says(settings: Any) -> None:
    assert (settings.SESSION_GUARD, settings.SESSION_CHECK_SECONDS, settings.SESSION_GUARD_SECONDS) == ("closed", 5, 30)
