"""What holds at every door whatever is behind it: headers, cookies, CSRF, and no secret in an answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from accounts.models import DeviceSession, User
from chat.models import Room
from messenger.core import limits
from tests.client import whole
from tests.security import world
from tests.security.counting import COUNTED
from tests.security.policy import API, API_ROWS, PAGE_ROWS
from tests.security.rows import Row, fill
from tests.security.world import ANONYMOUS, MEMBER, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_home]

ROWS = [*((API, row) for row in API_ROWS), *(("", row) for row in PAGE_ROWS)]
UNSAFE = [(prefix, row) for prefix, row in ROWS if row.method not in ("GET", "HEAD")]
IDS = [f"{row.method} /{prefix}{row.path}" for prefix, row in ROWS]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TELLS_TOKENS = {"deviceToken", "accessToken"}
# What is called like a secret and is none: a row's name, a chain's link; and a one-time password, shown to its maker.
MEANS_NO_SECRET = {
    "push-tokens": {"pushTokenId"},
    "audit": {"hash"},
    "audit/verify": {"headHash"},
    "admin/people": {"password"},
    "admin/people/<str:user_id>/password": {"password"},
}


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.REGISTRATION", "open")
        yield world.build()
        patch.undo()
        transaction.set_rollback(True)


def browser(things: World, persona: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    if cookie := things.cookies.get(persona):
        client.cookies[settings.SESSION_COOKIE] = cookie
    return client


def ask(client: Client, things: World, prefix: str, row: Row, persona: str, **extra: Any) -> Any:
    """The row's request as a browser sends it."""
    limits.forget_all()
    state = row.states[0]
    body = row.body(things, state) if row.body else {}
    raw = json.dumps(body, default=str) if prefix else ""
    kind = "application/json" if prefix else "application/x-www-form-urlencoded"
    return whole(client.generic(row.method, "/" + prefix + fill(row, things, persona, state), raw, kind, **extra))


@pytest.mark.parametrize(("prefix", "row"), ROWS, ids=IDS)
@pytest.mark.parametrize("persona", [ANONYMOUS, MEMBER])
def test_every_answer_carries_the_headers(things: World, persona: str, prefix: str, row: Row) -> None:
    mark = transaction.savepoint()
    answer = ask(browser(things, persona), things, prefix, row, persona)
    transaction.savepoint_rollback(mark)
    framed = row.path.endswith("/preview") and answer.status_code == 200  # a document in a frame of our own pages
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == ("SAMEORIGIN" if framed and name == "X-Frame-Options" else value), name
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", answer.headers["X-Request-ID"])
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    if not row.path.startswith("sw.js"):  # a worker's policy says what it may fetch, nothing else
        assert ("frame-ancestors 'self'" if framed else "frame-ancestors 'none'") in policy
        assert "base-uri 'none'" in policy
    scripts = next((part for part in policy.split(";") if part.strip().startswith("script-src")), "")
    assert "unsafe" not in scripts and "*" not in policy and "http:" not in policy
    assert ("'unsafe-inline'" in policy) == (row.path == "docs")
    if prefix:
        assert "no-store" in answer.headers.get("Cache-Control", ""), "an answer that may be kept"
    for cookie in answer.cookies.values():
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["path"] in ("/", "/pending") and not cookie["domain"]
        assert not cookie.value or bool(cookie["httponly"]) == (cookie.key == settings.SESSION_COOKIE)


def test_sign_in_gives_a_cookie_that_no_script_reads(things: World) -> None:
    limits.forget_all()
    user = User.objects.get(pk=things.people[MEMBER].pk)
    user.set_password("바다가-보이는-창문")
    user.save()
    client = Client()
    client.get("/login")
    form = {"username": user.login_id, "password": "바다가-보이는-창문", "remember": "on"}
    answer = client.post("/login", form)
    assert answer.status_code == 302
    cookie = answer.cookies[settings.SESSION_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"]) > 86400


@override_settings(HTTPS=True, CSRF_COOKIE_SECURE=True)
def test_under_tls_cookies_are_secure(things: World) -> None:
    client = browser(things, MEMBER)
    assert client.get("/login", secure=True).status_code == 302
    answer = Client().get("/login", secure=True)
    assert all(cookie["secure"] for cookie in answer.cookies.values())
    mark = transaction.savepoint()
    gone = client.post("/logout", secure=True)
    transaction.savepoint_rollback(mark)
    assert gone.cookies[settings.SESSION_COOKIE]["secure"]


@pytest.mark.parametrize(("prefix", "row"), UNSAFE, ids=[f"{row.method} /{prefix}{row.path}" for prefix, row in UNSAFE])
def test_a_cookie_alone_changes_nothing(things: World, prefix: str, row: Row) -> None:
    """Another site can make a browser send its cookie, but not our CSRF token (contract 1)."""
    if prefix and row.open:
        return  # takes no cookie: there is nothing to forge
    if row.path in ("csp-report", "openid/backchannel"):
        return  # the browser sends it by itself; it only writes a log line
    client = browser(things, MEMBER, enforce_csrf_checks=True)
    before = list(Room.objects.order_by("pk").values_list()), DeviceSession.objects.filter(revoked_at=None).count()
    for extra in ({}, {"headers": {"X-CSRFToken": "x" * 64}}, {"headers": {"Origin": "https://evil.example"}}):
        answer = ask(client, things, prefix, row, MEMBER, **extra)
        assert answer.status_code == 403, answer.content
        if prefix:
            assert answer.json()["error"]["code"] == "FORBIDDEN"
    after = list(Room.objects.order_by("pk").values_list()), DeviceSession.objects.filter(revoked_at=None).count()
    assert before == after
    COUNTED["csrf"] += 3
    if prefix:
        client.get("/settings")  # brings the token
        token = client.cookies[settings.CSRF_COOKIE_NAME].value
        mark = transaction.savepoint()
        answer = ask(client, things, prefix, row, MEMBER, headers={"X-CSRFToken": token})
        transaction.savepoint_rollback(mark)
        assert answer.status_code == row.expected(MEMBER, row.states[0])
        foreign = {"X-CSRFToken": token, "Origin": "https://evil.example"}
        assert ask(client, things, prefix, row, MEMBER, headers=foreign).status_code == 403


def test_a_bad_token_in_hand_is_not_saved_by_a_good_cookie(things: World) -> None:
    client = browser(things, MEMBER)
    assert client.get("/api/v1/me").status_code == 200
    for bad in ("x", "", "a.b", "é", "x" * 5000, things.callers[world.STALE].token):
        assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {bad}"}).status_code == 401


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from keys_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item)


@pytest.mark.parametrize(("prefix", "row"), ROWS, ids=IDS)
def test_no_answer_holds_a_secret(things: World, prefix: str, row: Row) -> None:
    """Neither a key that names one nor a value that is one."""
    secrets = [*User.objects.exclude(password="").values_list("password", flat=True)]
    for session in DeviceSession.objects.all():
        secrets += [session.token_hash, *([session.next_hash] if session.next_hash else [])]
    secrets += [key for key in Room.objects.values_list("dm_key", flat=True) if key] + [settings.SECRET_KEY]
    for persona in (MEMBER, world.SYSADMIN, world.AUDITOR):
        mark = transaction.savepoint()
        answer = ask(browser(things, persona), things, prefix, row, persona)
        transaction.savepoint_rollback(mark)
        text = answer.content.decode(errors="replace")  # a bundle is no text
        assert not [secret for secret in secrets if secret in text]
        if prefix and row.path not in ("schema", "docs") and answer.headers.get("Content-Type") == "application/json":
            named = {key for key in keys_of(answer.json()) if re.search(r"(?i)pass|hash|secret|token|dm_?key", key)}
            named -= MEANS_NO_SECRET.get(row.path, set())
            assert not named - TELLS_TOKENS
            assert not named or row.path.startswith("device-sessions")


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_away(things: World, address: str) -> None:
    """`next` after sign-in and after a change of language leads nowhere but home."""
    answer = browser(things, MEMBER).get("/login", {"next": address})
    assert answer.headers["Location"] == "/"
    answer = Client().post("/language", {"language": "en", "next": address})
    assert answer.headers["Location"] == "/"
