"""What the provider publishes: its addresses and its keys, kept in the database for when it cannot be reached.

Everybody looks at the same rows, so a restart of ours needs no answer of theirs.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import OpenProvider
from accounts.openid import calling
from accounts.openid.errors import NoProvider, ProviderDown

AGAIN = dt.timedelta(seconds=30)  # between two look-ups for a key that is not there
_MOST_KEYS = 50


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where to go; "" where there is no such place. `names_itself`: its answers carry `iss` (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end_session: str = ""
    names_itself: bool = False


def endpoints() -> Endpoints:
    """The provider's addresses, asked for anew every `OIDC_KEYS_SECONDS`. Raises `ProviderDown`."""
    row = _row()
    if not _younger(row.document_at, settings.OIDC_KEYS_SECONDS):
        try:
            row.document, row.document_at = _document(), timezone.now()
            _keep(document=row.document, document_at=row.document_at)
        except ProviderDown:
            if not _younger(row.document_at, settings.OIDC_KEYS_KEPT_SECONDS):
                raise
    return _endpoints(row.document)


def known_endpoints() -> Endpoints | None:
    """The same as they were last seen, without asking anybody."""
    row = _row()
    return _endpoints(row.document) if _younger(row.document_at, settings.OIDC_KEYS_KEPT_SECONDS) else None


def keys() -> list[dict[str, Any]]:
    """The provider's public keys, asked for anew every `OIDC_KEYS_SECONDS`. Raises `ProviderDown`."""
    row = _row()
    if _younger(row.keys_at, settings.OIDC_KEYS_SECONDS):
        return list(row.keys)
    try:
        return _fresh_keys()
    except ProviderDown:
        if not _younger(row.keys_at, settings.OIDC_KEYS_KEPT_SECONDS):
            raise
        return list(row.keys)


def keys_again() -> list[dict[str, Any]]:
    """Ask once more, because a key was not there; at most twice a minute, whoever sends what. [] if not yet."""
    now = timezone.now()
    due = OpenProvider.objects.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=now - AGAIN), pk=settings.OIDC_ISSUER)
    return _fresh_keys() if due.update(asked_at=now) else []


def _row() -> OpenProvider:
    if not settings.OIDC_ISSUER:
        raise NoProvider
    return OpenProvider.objects.filter(pk=settings.OIDC_ISSUER).first() or OpenProvider(issuer=settings.OIDC_ISSUER)


def _keep(**fields: Any) -> None:
    OpenProvider.objects.update_or_create(issuer=settings.OIDC_ISSUER, defaults=fields)


def _younger(moment: dt.datetime | None, seconds: int) -> bool:
    return moment is not None and timezone.now() - moment < dt.timedelta(seconds=seconds)


def _document() -> dict[str, Any]:
    """The discovery document, which must speak of the very issuer that was configured (mix-up)."""
    found = calling.get(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderDown("other_issuer")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    safe = ("https://", "http://") if settings.OIDC_ISSUER.startswith("http:") else ("https://",)
    kept = {name: found.get(name) for name in (*wanted, "userinfo_endpoint", "end_session_endpoint")}
    said = {name: url for name, url in kept.items() if isinstance(url, str) and url.startswith(safe)}
    if not all(name in said for name in wanted):
        raise ProviderDown("no_endpoints")
    return {**said, "names_itself": found.get("authorization_response_iss_parameter_supported") is True}


def _endpoints(document: dict[str, Any]) -> Endpoints:
    return Endpoints(
        authorization=document["authorization_endpoint"],
        token=document["token_endpoint"],
        keys=document["jwks_uri"],
        userinfo=document.get("userinfo_endpoint", ""),
        end_session=document.get("end_session_endpoint", ""),
        names_itself=document.get("names_itself", False),
    )


def _fresh_keys() -> list[dict[str, Any]]:
    found = calling.get(endpoints().keys).get("keys")
    usable = [key for key in found if isinstance(key, dict)][:_MOST_KEYS] if isinstance(found, list) else []
    if not usable:
        raise ProviderDown("no_keys")
    now = timezone.now()
    _keep(keys=usable, keys_at=now, asked_at=now)
    return usable
