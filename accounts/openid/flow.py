"""Signing in at the provider: authorization code with PKCE (RFC 6749, 7636, 9207; OpenID Connect Core 3.1)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.conf import settings
from django.db import transaction

from accounts.errors import OtpRequired
from accounts.models import OpenIdentity
from accounts.openid import attempts, calling, claims, once, people, provider, tokens
from accounts.openid.attempts import Attempt
from accounts.openid.claims import Said
from accounts.openid.errors import BadToken, NotAsked, NotBegun, NotWelcome, ProviderDown, ProviderRefused
from accounts.openid.provider import Endpoints
from accounts.services import SignedIn, admit, openings, owing
from accounts.services.second_factor_browsers import give_ticket, ticket_of
from audit import actions
from audit.services import record
from messenger.core.errors import Refusal

_LONGEST = 4096  # of what comes back in an address
_TROUBLES = frozenset({"access_denied", "login_required", "interaction_required", "consent_required", "server_error"})
_AWAY = frozenset({"temporarily_unavailable", "server_error"})


@dataclass(frozen=True, slots=True)
class Finished:
    """Signed in; or, with a `ticket`, known and still to show a code. `going` is a place of ours."""

    going: str
    signed_in: SignedIn | None = None
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class _Given:
    """What the provider gave for the code."""

    id_token: str
    said: Said


def begin(*, redirect: str, going: str) -> tuple[str, str]:
    """Where to send the browser, and the cookie that it needs to come back. Raises `ProviderDown`."""
    attempt = Attempt(redirect=redirect, going=going)
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect,
        "scope": " ".join(settings.OIDC_SCOPES),
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    if settings.OIDC_ACR:
        asked["acr_values"] = " ".join(settings.OIDC_ACR)
    address = provider.endpoints().authorization
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", attempts.sealed(attempt)


def finish(*, answer: Mapping[str, str], cookie: str, device_name: str, known: str = "") -> Finished:
    """Take the provider's answer. `known` is the token of a browser that need not give a code.

    A failure is written down before it is raised: `NotAsked`, `ProviderRefused`, `ProviderDown`, `BadToken`,
    `NotWelcome`, and what `admit` raises (which writes down its own). But for an answer in a browser in which nobody
    began anything: anybody can send that, without end, and it says nothing about anybody.
    """
    said: Said | None = None
    try:
        attempt = attempts.answered(cookie, answer.get("state"))
        endpoints = provider.endpoints()
        given = _ask(endpoints, attempt, _code(endpoints, answer))
        said = given.said
        identity = people.identity_of(said)
    except (NotAsked, ProviderRefused, ProviderDown, BadToken, NotWelcome) as refusal:
        if not isinstance(refusal, NotBegun):
            _write_down(refusal.reason, said)
        raise
    return _admit(identity, given, attempt, device_name, known)


def _code(endpoints: Endpoints, answer: Mapping[str, str]) -> str:
    """The code of an answer that is this provider's (RFC 9207: no other's, sent here by mistake or malice)."""
    issuer = answer.get("iss")
    if (issuer is not None or endpoints.names_itself) and issuer != settings.OIDC_ISSUER:
        raise ProviderRefused("other_issuer")
    if trouble := answer.get("error"):
        known = trouble if trouble in _TROUBLES | _AWAY else "error"
        raise ProviderDown(f"provider_{known}") if trouble in _AWAY else ProviderRefused(f"provider_{known}")
    code = answer.get("code", "")
    if not 0 < len(code) <= _LONGEST:
        raise ProviderRefused("no_code")
    return code


def _ask(endpoints: Endpoints, attempt: Attempt, code: str) -> _Given:
    """Exchange the code, verify the ID token, and ask for what it leaves out."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": attempt.redirect,
        "code_verifier": attempt.verifier,
    }
    headers = _prove_ourselves(form)
    status, answer = calling.post(endpoints.token, form, headers)
    if status != 200:
        raise ProviderRefused("code_refused")
    id_token, access_token = answer.get("id_token"), answer.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise BadToken("missing")
    found = tokens.identity(id_token, nonce=attempt.nonce, access_token=access_token, asked_at=attempt.asked_at)
    return _Given(id_token, claims.read(_with_user_info(endpoints, access_token, found)))


def _prove_ourselves(form: dict[str, str]) -> dict[str, str]:
    """The header by which the provider knows us, or the fields (RFC 6749 2.3.1)."""
    if settings.OIDC_CLIENT_AUTH == "basic":
        pair = f"{quote_plus(settings.OIDC_CLIENT_ID)}:{quote_plus(settings.OIDC_CLIENT_SECRET)}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    form["client_id"] = settings.OIDC_CLIENT_ID
    if settings.OIDC_CLIENT_AUTH == "post":
        form["client_secret"] = settings.OIDC_CLIENT_SECRET
    return {}


def _with_user_info(endpoints: Endpoints, access_token: str, found: dict[str, Any]) -> dict[str, Any]:
    """The claims with the user info's, which adds to the ID token and changes nothing of it."""
    wanted = settings.OIDC_USERINFO
    if wanted == "never" or not endpoints.userinfo or (wanted == "auto" and claims.says_enough(found)):
        return found
    info = calling.get(endpoints.userinfo, access_token)
    if info.get("sub") != found["sub"]:  # Core 5.3.2: somebody else's
        raise BadToken("userinfo")
    return {**info, **found}


def _admit(identity: OpenIdentity, given: _Given, attempt: Attempt, device_name: str, known: str) -> Finished:
    """The door that all ways in share; beside the session, or its first step, stands the provider's."""
    user, said = identity.user, given.said
    twice = settings.OIDC_SECOND_FACTOR == "provider" and said.second_factor
    by = owing.PROVIDER_TWICE if twice else owing.PROVIDER
    refusal: Refusal | None = None
    finished = Finished(attempt.going)
    with transaction.atomic():
        if said.sid and once.is_spent("sid", said.sid):  # over there it has ended meanwhile
            refusal = ProviderRefused("ended")
        else:
            try:
                signed_in = admit(user, by=by, device_name=device_name, browser=True, known=known)
                openings.open_beside(identity, sid=said.sid, id_token=given.id_token, device=signed_in.session)
                finished = Finished(attempt.going, signed_in)
            except OtpRequired:
                finished = _first_step(identity, given, attempt, by)
            except Refusal as why:  # kept, not raised: what was written down about it must stay
                refusal = why
    if isinstance(refusal, ProviderRefused):
        _write_down(refusal.reason, said)
    if refusal is not None:
        raise refusal
    return finished


def _first_step(identity: OpenIdentity, given: _Given, attempt: Attempt, by: str) -> Finished:
    token = give_ticket(identity.user, by=by, going=attempt.going)
    openings.open_beside(identity, sid=given.said.sid, id_token=given.id_token, ticket=ticket_of(token))
    return Finished(attempt.going, ticket=token)


def _write_down(reason: str, said: Said | None) -> None:
    """What went wrong, and whom the provider named; nothing of what it sent."""
    known = people.known(said.subject) if said else None
    user = known.user if known else None
    record(
        actions.AUTH_LOGIN_FAILED,
        target_type="user" if user else "openid",
        target_id=user.pk if user else said.subject[:64] if said else "",
        outcome="failure",
        reason=reason,
        by=owing.PROVIDER,
    )
