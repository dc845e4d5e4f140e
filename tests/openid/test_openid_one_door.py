"""Whichever way somebody comes, they pass the same door; and which ways there are is told before it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts import lockout
from accounts.models import DeviceSession, OpenSession, User
from audit.models import AuditEntry
from messenger.core import context
from tests.accounts.authenticator import set_up
from tests.client import Api
from tests.conftest import PASSWORD
from tests.openid.conftest import Asked, configure
from tests.openid.hostile import Hostile

pytestmark = pytest.mark.django_db
LABEL = "회사 계정으로 로그인"


def test_without_a_provider_there_is_no_such_door(visitor: Client) -> None:
    assert [visitor.get(f"/openid/{name}").status_code for name in ("login", "callback")] == [404, 404]
    assert visitor.post("/openid/backchannel", {"logout_token": "x"}).status_code == 404
    assert LABEL not in visitor.get("/login").content.decode()


def test_the_button_leads_there_and_back_to_where_one_was_going(visitor: Client, hostile: Hostile) -> None:
    page = visitor.get("/login?next=/devices").content.decode()
    assert LABEL in page and 'href="/openid/login?next=%2Fdevices"' in page
    assert 'name="password"' in page
    english = visitor.get("/login", headers={"Accept-Language": "en"}).content.decode()
    assert "Sign in with company account" in english


def test_the_button_says_what_the_company_calls_it(visitor: Client, hostile: Hostile, settings: Any) -> None:
    settings.OIDC_LABEL = "한빛 통합 로그인"
    assert "한빛 통합 로그인" in visitor.get("/login").content.decode()


def test_where_it_is_the_only_way_the_form_is_for_admins(
    visitor: Client, hostile: Hostile, settings: Any, alice: Any, person: Callable[..., Any]
) -> None:
    settings.OIDC_ONLY = True
    page = visitor.get("/login").content.decode()
    assert 'name="password"' not in page and "/register" not in page and 'href="?local"' in page
    assert 'name="password"' in visitor.get("/login?local").content.decode()
    refused = visitor.post("/login", {"username": "alice", "password": PASSWORD})
    assert refused.status_code == 403 and "회사 계정으로 로그인해 주십시오." in refused.content.decode()
    body = {"username": "alice", "password": PASSWORD, "deviceName": "phone"}
    answer = Api(None).post("/device-sessions", body)
    assert (answer.status_code, answer.json()["error"]["details"]["reason"]) == (403, "OIDC_ONLY")
    assert AuditEntry.objects.filter(action="auth.login_failed", detail__reason="other_way").count() == 2
    person("glass", role="SYSTEM_ADMIN", password=PASSWORD)
    assert visitor.post("/login", {"username": "glass", "password": PASSWORD}).status_code == 302


def test_a_wrong_password_tells_nobody_that_there_is_another_way(
    visitor: Client, hostile: Hostile, settings: Any, alice: Any
) -> None:
    settings.OIDC_ONLY = True
    assert visitor.post("/login", {"username": "alice", "password": "wrong-password"}).status_code == 401


def test_clients_are_told_which_ways_there_are(hostile: Hostile, settings: Any) -> None:
    ways = Api(None).get("/auth/ways").json()
    assert ways == {
        "local": True,
        "directory": False,
        "oidc": {"label": LABEL, "url": "/openid/login"},
        "registration": "approval",
    }
    settings.OIDC_ONLY = True
    assert Api(None).get("/auth/ways").json()["local"] is False
    configure(settings, "")
    assert Api(None).get("/auth/ways").json()["oidc"] is None


def test_who_guesses_somebodys_password_does_not_lock_this_door(ask: Callable[..., Asked], settings: Any) -> None:
    ask().answered()
    settings.AXES_FAILURE_LIMIT = 2
    entered = context.enter(context.Origin(ip="127.0.0.1"))
    for _ in range(2):
        lockout.count_failure("minji.kim")
    assert lockout.seconds_left("minji.kim")
    context.leave(entered)
    assert _again(ask)["Location"] == "/" and DeviceSession.objects.count() == 2


def _again(ask: Callable[..., Asked]) -> Any:
    """The same person once more, in the same browser after signing out."""
    for session in DeviceSession.objects.all():
        DeviceSession.objects.filter(pk=session.pk).update(revoked_at=session.created_at)
    return ask().answered()


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.SECOND_FACTOR = "everybody"


def test_a_second_factor_that_is_demanded_is_owed(ask: Callable[..., Asked], visitor: Client, demanded: None) -> None:
    ask(amr=["pwd", "otp"]).answered()
    assert DeviceSession.objects.get().owes == "SECOND_FACTOR"
    assert visitor.get("/devices").status_code == 302


@pytest.mark.parametrize(
    ("claims", "acr", "enough"),
    [
        ({"amr": ["pwd", "otp"]}, (), True),
        ({"amr": ["mfa"]}, (), True),
        ({"amr": ["pwd"]}, (), False),
        ({"amr": "mfa"}, (), False),
        ({}, (), False),
        ({"acr": "gold"}, ("gold",), True),
        ({"acr": "silver"}, ("gold",), False),
        ({"acr": "gold"}, (), False),
    ],
)
def test_the_providers_own_counts_where_the_settings_trust_it(
    ask: Callable[..., Asked],
    settings: Any,
    demanded: None,
    claims: dict[str, Any],
    acr: tuple[str, ...],
    enough: bool,
) -> None:
    settings.OIDC_SECOND_FACTOR, settings.OIDC_ACR = "provider", acr
    asked = ask(**claims)
    assert asked.query.get("acr_values") == (" ".join(acr) or None)
    asked.answered()
    assert (DeviceSession.objects.get().owes == "") == enough
    assert ("secondFactor" in AuditEntry.objects.get(action="auth.login").detail) == enough


def test_who_has_an_authenticator_shows_its_code_before_they_are_in(
    ask: Callable[..., Asked], visitor: Client, hostile: Hostile
) -> None:
    ask(sid="a").answered()
    user = User.objects.get()
    _phone, codes = set_up(user)
    first = _again(ask)
    assert (first.status_code, first["Location"]) == (302, "/login/code")
    assert site.SESSION_COOKIE not in first.cookies and visitor.get("/devices").status_code == 302
    done = visitor.post("/login/code?recovery", {"otp": codes[0]})
    assert done.status_code == 302 and visitor.get("/devices").status_code == 200
    device = DeviceSession.objects.get(revoked_at=None)
    assert device.signed_in_by == "oidc" and OpenSession.objects.get(device=device).ticket is None


def test_a_logout_over_there_ends_the_first_step_as_well(
    ask: Callable[..., Asked], visitor: Client, hostile: Hostile
) -> None:
    ask().answered()
    _phone, codes = set_up(User.objects.get())
    assert _again(ask)["Location"] == "/login/code"
    Client().post("/openid/backchannel", {"logout_token": hostile.logout_token()})
    late = visitor.post("/login/code?recovery", {"otp": codes[0]})
    assert late["Location"].startswith("/login?") and not DeviceSession.objects.filter(revoked_at=None).exists()
