"""Only the browser that asked brings the answer back, once, in time; and what the provider says in between."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site
from django.core import signing
from django.test import Client

from accounts.models import DeviceSession, OpenOnce, User
from accounts.openid import attempts
from audit.models import AuditEntry
from tests.openid.conftest import Asked
from tests.openid.hostile import Hostile

pytestmark = pytest.mark.django_db
COOKIE = "maru-openid"


def reason() -> Any:
    return AuditEntry.objects.filter(action="auth.login_failed").latest("id").detail["reason"]


def test_what_is_asked_is_all_there(ask: Callable[..., Asked], visitor: Client, hostile: Hostile) -> None:
    asked = ask()
    assert asked.address.startswith(f"{hostile.issuer}/auth?")
    query = asked.query
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    assert query["redirect_uri"] == "http://testserver/openid/callback" and query["scope"].split()[0] == "openid"
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    cookie = visitor.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 600
    again = Asked(Client()).query
    assert all(again[name] != query[name] for name in ("state", "nonce", "code_challenge"))


def test_asking_writes_nothing_but_the_answer_counts_once(ask: Callable[..., Asked], visitor: Client) -> None:
    asked = ask()
    assert not OpenOnce.objects.exists()
    kept = visitor.cookies[COOKIE].value
    assert asked.answered().status_code == 302
    assert not visitor.cookies[COOKIE].value, "the cookie goes with the answer"
    stolen = Client()
    stolen.cookies[COOKIE] = kept
    answer = stolen.get("/openid/callback", {"code": "a-code", "state": asked.query["state"]})
    assert answer.status_code == 400 and reason() == "answered_before"
    assert DeviceSession.objects.count() == 1


@pytest.mark.parametrize("state", [None, "", "x" * 43, "ÿ"])
def test_an_answer_to_another_question_is_refused(ask: Callable[..., Asked], state: str | None) -> None:
    answer = ask().answered(state=state)
    assert answer.status_code == 400 and "다시 시작" in answer.content.decode()
    assert reason() == "state" and not DeviceSession.objects.exists()


def test_another_browser_cannot_bring_the_answer(ask: Callable[..., Asked]) -> None:
    """Nobody signs a colleague's browser in as themselves (login CSRF)."""
    asked = ask()
    answer = Client().get("/openid/callback", {"code": "a-code", "state": asked.query["state"]})
    assert answer.status_code == 400 and not DeviceSession.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "e30:1uN4aB:AAAA", signing.dumps({"state": "x"}, salt="accounts.openid")])
def test_a_made_up_question_is_none(visitor: Client, hostile: Hostile, value: str) -> None:
    visitor.cookies[COOKIE] = value
    for _ in range(3):
        assert visitor.get("/openid/callback", {"code": "c", "state": "x"}).status_code == 400
    assert not hostile.forms and not AuditEntry.objects.exists(), "anybody could fill the log"


def test_after_ten_minutes_the_question_is_over(ask: Callable[..., Asked], settings: Any) -> None:
    asked = ask()
    settings.OIDC_ATTEMPT_SECONDS = -1
    assert asked.answered().status_code == 400 and reason() == "too_late"


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:1", "", "{issuer}/"])
def test_another_providers_answer_is_refused(ask: Callable[..., Asked], hostile: Hostile, issuer: str) -> None:
    """Mix-up: an answer that says whose it is must say ours (RFC 9207)."""
    answer = ask().answered(iss=issuer.format(issuer=hostile.issuer))
    assert answer.status_code == 401 and reason() == "other_issuer" and not hostile.forms


def test_a_provider_that_names_itself_must_do_so(ask: Callable[..., Asked], hostile: Hostile) -> None:
    hostile.document["authorization_response_iss_parameter_supported"] = True
    assert ask().answered().status_code == 401 and reason() == "other_issuer"
    assert ask().answered(iss=hostile.issuer).status_code == 302


@pytest.mark.parametrize(
    ("error", "status", "why"),
    [
        ("access_denied", 401, "provider_access_denied"),
        ("temporarily_unavailable", 503, "provider_temporarily_unavailable"),
        ("<script>alert(1)</script>", 401, "provider_error"),
    ],
)
def test_what_the_provider_refuses_is_told_in_our_words(
    ask: Callable[..., Asked], error: str, status: int, why: str
) -> None:
    answer = ask().answered(code=None, error=error, error_description="보안 경고: 010-0000-0000으로 전화하십시오")
    page = answer.content.decode()
    assert answer.status_code == status and reason() == why
    assert "전화하십시오" not in page and "alert(1)" not in page
    assert 'href="/openid/login"' in page and 'href="/login"' in page


@pytest.mark.parametrize(
    ("token", "why", "status"),
    [
        ((400, {"error": "invalid_grant"}), "code_refused", 401),
        ((500, {}), "status_500", 503),
        ((200, b"<html>"), "no_json", 503),
        ((200, [1]), "no_json", 503),
        ((200, {"access_token": "x"}), "missing", 401),
        ((302, {"location": "http://127.0.0.1:1/"}), "status_302", 503),
    ],
)
def test_a_token_endpoint_that_gives_nothing(
    ask: Callable[..., Asked], hostile: Hostile, token: tuple[int, Any], why: str, status: int
) -> None:
    asked = ask()
    hostile.answers["/token"] = lambda: token
    assert asked.answered().status_code == status and reason() == why
    assert not User.objects.exists()


@pytest.mark.parametrize("code", [None, "", "c" * 5000])
def test_an_answer_without_a_code_asks_nobody(ask: Callable[..., Asked], hostile: Hostile, code: str | None) -> None:
    assert ask().answered(code=code).status_code == 401 and reason() == "no_code" and not hostile.forms


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example", "/login", "devices"])
def test_nobody_is_sent_away_after_signing_in(ask: Callable[..., Asked], place: str) -> None:
    assert ask(going=place).answered()["Location"] == "/"


def test_who_is_in_already_is_not_asked_again(ask: Callable[..., Asked], visitor: Client) -> None:
    asked = ask()
    asked.answered()
    assert visitor.get("/openid/login?next=/devices")["Location"] == "/devices"
    assert asked.answered()["Location"] == "/", "a reload of the answer's address"
    assert DeviceSession.objects.count() == 1


def test_a_public_client_proves_itself_by_its_question_alone(
    ask: Callable[..., Asked], hostile: Hostile, settings: Any
) -> None:
    settings.OIDC_CLIENT_AUTH = "none"
    assert ask().answered().status_code == 302
    (form,) = hostile.forms
    assert form["client_id"] == "maru" and "client_secret" not in form and form["code_verifier"]


def test_a_secret_may_go_with_the_form(ask: Callable[..., Asked], hostile: Hostile, settings: Any) -> None:
    settings.OIDC_CLIENT_AUTH = "post"
    ask().answered()
    assert hostile.forms[0]["client_secret"] == site.OIDC_CLIENT_SECRET


def test_an_address_that_is_registered_is_used_as_it_stands(hostile: Hostile, settings: Any) -> None:
    """Behind a proxy the server sees http; the provider knows https."""
    settings.ALLOWED_ORIGINS, settings.ALLOWED_HOSTS = ["https://chat.hanbit.example"], ["chat.hanbit.example"]
    led = Client().get("/openid/login", headers={"Host": "chat.hanbit.example"})
    query = parse_qs(urlsplit(led["Location"]).query)
    assert query["redirect_uri"] == ["https://chat.hanbit.example/openid/callback"]


def test_the_verifier_never_leaves_with_the_browser() -> None:
    attempt = attempts.Attempt(redirect="x", going="/", verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert attempt.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B


def test_an_address_asks_only_so_often(hostile: Hostile, visitor: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {**dict.fromkeys(settings.RATE_LIMITS, (1000, 60)), "openid": (2, 60)}
    assert [visitor.get("/openid/login").status_code for _ in range(3)] == [302, 302, 429]
