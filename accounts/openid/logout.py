"""Signing out on both sides: ours ends the provider's session, and the provider's ends ours.

OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from accounts.models import DeviceSession
from accounts.openid import once, provider, tokens
from accounts.openid.errors import BadToken, ProviderDown
from accounts.services import openings
from audit import actions
from audit.services import record
from messenger.core import context, limits


def leaving(device: DeviceSession, *, back: str) -> str:
    """Where the browser must go so that the provider's session ends too; "" if nowhere. Asks nobody.

    Call it before the device session ends. `back` is registered over there.
    """
    if not settings.OIDC_ISSUER or not settings.OIDC_LOGOUT:
        return ""
    hint = openings.id_token_of(device)
    known = provider.known_endpoints() if hint else None
    if known is None or not known.end_session:
        return ""
    asked = {"id_token_hint": hint, "client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back}
    return f"{known.end_session}{'&' if '?' in known.end_session else '?'}{urlencode(asked)}"


def by_provider(logout_token: str) -> int:
    """End what the provider says has ended; how many devices that were. The same again ends nothing more.

    A token counts once. Raises `BadToken`, `ProviderDown`, which are written down; `RateLimited` for too many such.
    """
    try:
        claims = tokens.logout(logout_token)
        return _end(claims)
    except (BadToken, ProviderDown) as refusal:
        limits.spend("openid_logout", str(context.current().ip))  # a right one is never too much
        record(actions.AUTH_PROVIDER_LOGOUT, target_type="openid", outcome="failure", reason=refusal.reason)
        raise


@transaction.atomic
def _end(claims: tokens.Claims) -> int:
    kept = tokens.LOGOUT_SECONDS + 2 * tokens.LEEWAY
    if not once.spend("jti", str(claims["jti"]), kept):
        raise BadToken("used_before")
    subject, sid = claims.get("sub", ""), claims.get("sid", "")
    if sid:  # a sign-in of this session may be on its way at this very moment
        once.spend("sid", sid, settings.OIDC_ATTEMPT_SECONDS)
    ended = openings.close_all(issuer=settings.OIDC_ISSUER, subject=subject, sid=sid)
    record(actions.AUTH_PROVIDER_LOGOUT, target_type="openid", target_id=(subject or sid)[:64], devices=ended)
    return ended
