"""A session that owes a step opens that step's door and no other: every address, every method, the socket too."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts import services, tokens
from accounts.authentication import authenticate_socket
from accounts.models import DeviceSession, Owed, Role, User
from messenger.core import events, limits
from messenger.core.models import PolicyValue
from tests.accounts.authenticator import Phone, set_up
from tests.accounts.conftest import PASSWORD, Caller, Clock, SignsIn

METHODS = {True: ("GET",), False: ("GET", "POST")}  # an endpoint finds out who asks before it looks at the method
SOME_ID = "00000000-0000-4000-8000-000000000000"
# The doors of each step, and what every session may do: sign out, renew itself, and what is open to everybody.
STEPS = {
    Owed.SECOND_FACTOR: {"api/v1/me/second-factor", "api/v1/me/second-factor/confirm", "second-factor"},
    Owed.PASSWORD: {"api/v1/me/password", "password"},
}
ALWAYS = {"api/v1/device-sessions/current", "logout"}


def _doors() -> Iterator[str]:
    def walk(patterns: list[Any], prefix: str) -> Iterator[str]:
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, path)
            elif isinstance(one, URLPattern):
                yield path

    return walk(get_resolver().url_patterns, "")


def _filled(path: str) -> str:
    parts = []
    for part in path.replace("^", "").replace("$", "").split("/"):
        for kind, value in (("<message_id", "1"), ("<int", "1"), ("<path", "a"), ("<", SOME_ID)):
            if kind in part:
                part = part[: part.index("<")] + value + part[part.rindex(">") + 1 :]
                break
        parts.append(part)
    return "/" + "/".join(parts)


@pytest.fixture(params=STEPS, ids=str)
def owes(request: pytest.FixtureRequest) -> Owed:
    return Owed(request.param)


@pytest.fixture
def owing(alice: User, owes: Owed, settings: Any) -> User:
    """alice with every role there is, who owes the step."""
    services.set_role(actor=None, user_id=alice.pk, role=Role.SYSTEM_ADMIN)
    if owes == Owed.PASSWORD:
        User.objects.filter(pk=alice.pk).update(must_change_password=True)
    else:
        settings.SECOND_FACTOR = "everybody"
    return User.objects.select_related("profile").get(pk=alice.pk)


def _ask(client: Client, method: str, path: str, headers: dict[str, str]) -> Any:
    limits.forget_all()
    return client.generic(method, _filled(path), b"{}", "application/json", headers=headers)


def test_no_endpoint_opens_but_that_of_the_step(owing: User, owes: Owed) -> None:
    """By an access token and by a browser's cookie, over all addresses of the resolver."""
    signed_in = services.open_device_session(owing, device_name="PC")
    by_cookie = services.open_device_session(owing, device_name="Chrome", browser=True)
    assert signed_in.session.owes == by_cookie.session.owes == owes
    bearer = {"Authorization": f"Bearer {tokens.mint_access(signed_in.session.pk).token}"}
    nobody, client, browser = (Client(raise_request_exception=False) for _ in range(3))
    browser.cookies[site.SESSION_COOKIE] = by_cookie.token
    wrong = []
    for path in sorted(set(_doors()) - ALWAYS - STEPS[owes]):
        endpoint = path.startswith("api/v1/")
        for method in METHODS[endpoint]:
            answers = [_ask(client, method, path, bearer), _ask(browser, method, path, {})]
            if endpoint and all(_is_refused(one, owes) for one in answers):
                continue
            theirs = _ask(nobody, method, path, {})
            # A page takes them for nobody, and the sign-in leads to the step; some doors are open to nobody, too.
            same = not endpoint and {one.status_code for one in answers} == {theirs.status_code}
            if not same and not _is_open(theirs):
                wrong.append(f"{method} {path}: {[one.status_code for one in answers]}")
    assert not wrong, "\n".join(wrong)
    assert not DeviceSession.objects.filter(user=owing, revoked_at__isnull=True, owes="").exists()


def _is_refused(answer: Any, owes: Owed) -> bool:
    reason = "PASSWORD_CHANGE_REQUIRED" if owes == Owed.PASSWORD else "SECOND_FACTOR_REQUIRED"
    return bool(answer.status_code == 403 and answer.json()["error"]["details"] == {"reason": reason})


def _is_open(answer: Any) -> bool:
    """Whether it answers everybody: nobody at all is let in (or is told that there is no such method)."""
    return answer.status_code not in (302, 401, 403)


def test_the_sign_in_says_what_is_owed_and_leads_there(owing: User, owes: Owed, call: Caller) -> None:
    body = {"username": "alice", "password": PASSWORD, "deviceName": "PC"}
    assert call("POST", "device-sessions", body)[1]["owes"] == owes
    browser = Client()
    browser.cookies[site.SESSION_COOKIE] = services.open_device_session(owing, device_name="x", browser=True).token
    page = browser.get("/login", {"next": "/settings"})
    assert page.headers["Location"].startswith(f"/{'password' if owes == Owed.PASSWORD else 'second-factor'}?next=")


def test_no_socket_opens(owing: User) -> None:
    session = services.open_device_session(owing, device_name="PC").session
    token = tokens.mint_access(session.pk).token
    cookie = services.open_device_session(owing, device_name="Chrome", browser=True).token
    assert authenticate_socket({"authorization": f"Bearer {token}"}) is None
    assert authenticate_socket({}, ["bearer", token]) is None
    assert authenticate_socket({"cookie": f"{site.SESSION_COOKIE}={cookie}"}) is None


def test_a_refresh_owes_on(owing: User, owes: Owed, call: Caller) -> None:
    signed_in = services.open_device_session(owing, device_name="PC")
    status, body = call("POST", "device-sessions/refresh", {"deviceToken": signed_in.token})
    assert (status, body["owes"]) == (200, owes)
    assert Caller(body["accessToken"])("GET", "me")[0] == 403


def test_the_step_done_opens_everything(alice: User, sign_in: SignsIn, clock: Clock, settings: Any) -> None:
    """Both steps, one after the other: first the password that others know, then the second factor."""
    settings.SECOND_FACTOR = "everybody"
    User.objects.filter(pk=alice.pk).update(must_change_password=True)
    body = sign_in(alice)
    hers = Caller(body["accessToken"])
    assert body["owes"] == "PASSWORD" and hers("POST", "me/second-factor")[0] == 403
    changed = {"current": PASSWORD, "new": "아무도-모르는-새-비밀번호"}
    assert hers("PUT", "me/password", changed)[0] == 204
    assert hers("PUT", "me/password", changed)[0] == 403
    assert hers("GET", "me")[1]["error"]["details"] == {"reason": "SECOND_FACTOR_REQUIRED"}
    begun = hers("POST", "me/second-factor")[1]
    assert hers("POST", "me/second-factor/confirm", {"otp": Phone(begun["key"]).code()})[0] == 200
    assert hers("GET", "me")[0] == 200


@pytest.mark.parametrize(
    ("policy", "role", "owed"),
    [
        ("off", "SYSTEM_ADMIN", ""),
        ("optional", "SYSTEM_ADMIN", ""),
        ("admins", "USER", ""),
        ("admins", "AUDITOR", "SECOND_FACTOR"),
        ("admins", "SYSTEM_ADMIN", "SECOND_FACTOR"),
        ("everybody", "USER", "SECOND_FACTOR"),
    ],
)
@pytest.mark.parametrize("by", ["password", "directory", "oidc"])
def test_whom_the_policy_requires_it_of(
    alice: User, clock: Clock, settings: Any, policy: str, role: str, owed: str, by: str
) -> None:
    settings.SECOND_FACTOR = policy
    services.set_role(actor=None, user_id=alice.pk, role=Role(role))
    assert services.admit(alice, by=by, device_name="PC").session.owes == owed
    phone, _codes = set_up(alice) if policy != "off" else (None, None)
    otp = phone.code() if phone else ""
    assert services.admit(alice, by=by, device_name="PC", otp=otp).session.owes == ""


@pytest.mark.django_db(transaction=True)
def test_who_is_signed_in_owes_it_within_a_minute(
    alice: User, sign_in: SignsIn, clock: Clock, told: list[events.Notice]
) -> None:
    """An admin's decision reaches those who are there, and hangs their sockets up."""
    body = sign_in(alice)
    hers = Caller(body["accessToken"])
    assert hers("GET", "me")[0] == 200
    PolicyValue.objects.create(name="SECOND_FACTOR", value="everybody")
    clock.move(61)
    assert hers("GET", "me")[0] == 403
    assert events.Hangup((UUID(body["deviceSessionId"]),)) in told
    PolicyValue.objects.update(value="optional")
    clock.move(61)
    assert hers("GET", "me")[0] == 200, "and is free again when it is taken back"


@pytest.mark.parametrize(("by", "owed"), [("password", "PASSWORD"), ("directory", ""), ("oidc", "")])
def test_a_password_grows_old(alice: User, clock: Clock, settings: Any, by: str, owed: str) -> None:
    """Ours does; those of others are theirs to judge."""
    settings.PASSWORD_DAYS = 90
    alice.password_changed_at = clock() - dt.timedelta(days=89)
    alice.save()
    assert services.admit(alice, by=by, device_name="PC").session.owes == ""
    clock.move(86400)
    assert services.admit(alice, by=by, device_name="PC").session.owes == owed


def test_nobody_is_disabled_by_owing(owing: User, owes: Owed, call: Callable[..., Any]) -> None:
    """Signing out works, so that a shared computer is not left signed in."""
    signed_in = services.open_device_session(owing, device_name="PC")
    theirs = Caller(tokens.mint_access(signed_in.session.pk).token)
    assert theirs("DELETE", "device-sessions/current")[0] == 204
    assert theirs("DELETE", "device-sessions/current")[0] == 401
