"""An ID token that is not the provider's, not for us or not for this question opens nothing.

The provider is one of the test's own, which says whatever it is told to. Each case differs from a good
one in one thing.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site

from accounts.models import DeviceSession, OpenProvider, User
from accounts.openid import tokens
from audit.models import AuditEntry
from tests.openid.conftest import Asked
from tests.openid.hostile import ACCESS, CLIENT, Hostile, ec_key, public, rsa_key

pytestmark = pytest.mark.django_db
NOW = int(time.time())
REFUSED_CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "http://127.0.0.1:1"}, "issuer"),
    "an issuer with a slash": ({"iss": "{issuer}/"}, "issuer"),
    "no issuer": ({"iss": None}, "claims"),
    "for another client": ({"aud": "other"}, "audience"),
    "for nobody": ({"aud": None}, "claims"),
    "for two, given to the other": ({"aud": [CLIENT, "other"], "azp": "other"}, "azp"),
    "for two, given to nobody": ({"aud": [CLIENT, "other"]}, "azp"),
    "given to another": ({"azp": "other"}, "azp"),
    "expired": ({"exp": NOW - 120}, "expired"),
    "without an end": ({"exp": None}, "claims"),
    "from the future": ({"iat": NOW + 3600}, "not_yet"),
    "not valid yet": ({"nbf": NOW + 3600}, "not_yet"),
    "of an earlier sign-in": ({"iat": NOW - 3600}, "too_old"),
    "of no moment": ({"iat": None}, "claims"),
    "a moment in words": ({"iat": "now"}, "claims"),
    "another question's": ({"nonce": "another"}, "nonce"),
    "no question's": ({"nonce": None}, "nonce"),
    "about another access token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at_hash"),
    "about nobody": ({"sub": None}, "claims"),
    "about an empty name": ({"sub": ""}, "sub"),
    "about a name too long": ({"sub": "s" * 256}, "sub"),
    "about a number": ({"sub": 1}, "claims"),
}
REFUSED_HEADERS: dict[str, tuple[dict[str, Any], Any, str]] = {
    "no signature": ({"alg": "none"}, None, "algorithm"),
    "a shared secret": ({"alg": "HS256"}, "s" * 32, "algorithm"),
    "an algorithm that is not on the list": ({"alg": "RS384"}, None, "algorithm"),
    "somebody else's key": ({}, rsa_key("two"), "signature"),
    "an unknown key": ({"kid": "three"}, rsa_key("three"), "key"),
    "a key it brings along": ({"kid": "three", "jwk": public("three")}, rsa_key("three"), "key"),
    "a key of another kind": ({"alg": "ES256"}, ec_key("curve"), "key"),
    "another padding": ({"alg": "PS256"}, rsa_key("two"), "signature"),
    "another type": ({"typ": "at+jwt"}, None, "type"),
    "a logout token's type": ({"typ": "logout+jwt"}, None, "type"),
    "a condition nobody knows": ({"crit": ["exp"], "exp": 1}, None, "form"),
}


def refused(answer: Any, reason: str) -> None:
    """The browser sees one sentence, the log says why, and nobody is in."""
    assert answer.status_code == 401 and "응답을 확인하지 못했습니다" in answer.content.decode()
    assert site.SESSION_COOKIE not in answer.cookies
    assert not DeviceSession.objects.exists() and not User.objects.exists()
    entry = AuditEntry.objects.get(action="auth.login_failed")
    assert (entry.outcome, entry.detail["reason"], entry.detail["by"]) == ("failure", reason, "oidc")


def test_a_good_one_opens(ask: Callable[..., Asked], hostile: Hostile) -> None:
    """The premise of all others."""
    assert ask(going="/devices").answered()["Location"] == "/devices"
    (form,) = hostile.forms
    assert form["grant_type"] == "authorization_code" and len(form["code_verifier"]) >= 43
    assert form["redirect_uri"] == "http://testserver/openid/callback"


@pytest.mark.parametrize("case", REFUSED_CLAIMS)
def test_claims_are_looked_at(ask: Callable[..., Asked], hostile: Hostile, case: str) -> None:
    claims, reason = REFUSED_CLAIMS[case]
    said = {k: v.format(issuer=hostile.issuer) if isinstance(v, str) else v for k, v in claims.items()}
    refused(ask(**said).answered(), reason)


@pytest.mark.parametrize("case", REFUSED_HEADERS)
def test_signatures_are_looked_at(ask: Callable[..., Asked], hostile: Hostile, case: str) -> None:
    header, key, reason = REFUSED_HEADERS[case]
    refused(ask(header=header, key=key).answered(), reason)


@pytest.mark.parametrize("clock", [-55, 55])
def test_clocks_may_differ_by_a_minute(ask: Callable[..., Asked], clock: int) -> None:
    now = int(time.time()) + clock
    assert ask(iat=now, nbf=now, exp=now + 30 if clock > 0 else now + 1).answered().status_code == 302


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é.é.é", "x" * 40_000])
def test_what_is_no_token_is_refused(ask: Callable[..., Asked], hostile: Hostile, text: str) -> None:
    asked = ask()
    hostile.gives(text)
    refused(asked.answered(), "form")


@pytest.mark.parametrize(
    ("keys", "key", "header"),
    [
        ([public("one"), public("two")], None, {}),
        ([public("one", use="enc"), public("one")], None, {}),
        ([public("one")], None, {"kid": None}),
        ([public("curve", kind="EC"), public("one", alg="PS256")], None, {"alg": "PS256"}),
        ([public("curve", kind="EC")], ec_key("curve"), {"alg": "ES256", "kid": "curve"}),
    ],
)
def test_the_right_key_among_others_is_found(
    ask: Callable[..., Asked], hostile: Hostile, keys: list[Any], key: Any, header: dict[str, Any]
) -> None:
    hostile.keys = keys
    assert ask(key=key, header=header).answered().status_code == 302


@pytest.mark.parametrize(
    "keys",
    [
        [public("one", use="enc")],
        [public("one", alg="RS512")],
        [public("one", bits=1024)],
        [{"kty": "oct", "kid": "one", "k": "c2VjcmV0"}],
        [{**public("one"), "n": "!"}],
        [{**public("one"), "d": "AQAB"}],
        [{"kty": "RSA", "kid": "one"}],
        ["no key", public("two")],
    ],
)
def test_a_key_that_is_not_for_this_is_no_key(ask: Callable[..., Asked], hostile: Hostile, keys: list[Any]) -> None:
    hostile.keys = keys
    key = rsa_key("one", 1024) if len(keys) == 1 and len(keys[0].get("n", "")) < 200 else None
    refused(ask(key=key).answered(), "key")


def test_of_two_keys_without_names_none_is_guessed(ask: Callable[..., Asked], hostile: Hostile) -> None:
    hostile.keys = [public("one"), public("two")]
    refused(ask(header={"kid": None}).answered(), "key")


def test_the_user_info_of_somebody_else_is_refused(ask: Callable[..., Asked], hostile: Hostile, settings: Any) -> None:
    settings.OIDC_USERINFO = "always"
    hostile.info = {"sub": "s-2", "name": "남의 이름"}
    refused(ask().answered(), "userinfo")


def test_the_user_info_adds_and_changes_nothing(ask: Callable[..., Asked], hostile: Hostile, settings: Any) -> None:
    hostile.info = {"sub": "s-1", "name": "김민지", "preferred_username": "other", "title": "부장"}
    assert ask(name=None).answered().status_code == 302  # asked for by itself: the token has no name
    user = User.objects.get()
    assert (user.login_id, user.profile.name, user.profile.title) == ("minji.kim", "김민지", "부장")


def test_nothing_of_a_token_is_kept_where_a_copy_of_the_database_shows_it(ask: Callable[..., Asked]) -> None:
    ask().answered()
    assert ACCESS not in str(list(OpenProvider.objects.values()))


def test_each_algorithm_that_may_be_configured_has_its_hash() -> None:
    assert set(tokens._HASHES) == {"256", "384", "512", "DSA"}
