"""How a device's token is replaced, and how a copied one is noticed (contract sections 2 and 12).

Clients ask for a new token and get it in the answer: it counts from then on, and the old one has
a grace for the case that the answer was lost. Browsers are handed a new cookie with a page: it
is a candidate until they show it. Both times a token that should be gone ends the session.
"""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import tokens
from accounts.errors import SessionEnded
from accounts.models import DeviceSession
from accounts.services import ending, owing, ways
from accounts.services.lifetimes import SignedIn, ends_at


def refresh(*, device_token: str) -> SignedIn:
    """A new device token for the newest one, or for one replaced a moment ago.

    An older token of the device revokes its session. Raises `SessionEnded`, `Unavailable` (whoever let the device
    in has been silent for too long).
    """
    session_id = tokens.session_of("device", device_token)
    if session_id is None:
        raise SessionEnded
    ways.require_vouched(session_id)
    with transaction.atomic():
        session = _locked(session_id)
        stolen = not _is_newest(session, device_token) and not _in_grace(session, device_token)
        if stolen:
            _revoke_stolen(session)
        else:
            renewed = _renew(session)
    if stolen:
        raise SessionEnded
    return renewed


def accept_browser_token(session: DeviceSession, token: str) -> bool:
    """Whether a browser's cookie is good. Its candidate becomes the newest token by being shown."""
    if _is_newest(session, token) or _in_grace(session, token):
        return True
    with transaction.atomic():
        current = _locked(session.pk)  # another request may have moved it on meanwhile
        if _is_candidate(current, token):
            _replace(current, current.next_hash)
            current.next_hash, current.next_at = "", None
            current.save(update_fields=["token_hash", "grace_hashes", "rotated_at", "next_hash", "next_at"])
            return True
        if _is_newest(current, token) or _in_grace(current, token):
            return True
        _revoke_stolen(current)
    return False


def next_browser_token(*, session: DeviceSession, token: str) -> str | None:
    """A candidate to follow `token`, once that is old enough; None: nothing to do yet.

    While a candidate is on its way no second one is made, or two tabs opened at once would
    overtake one another.
    """
    if not _is_due(session, token):
        return None
    with transaction.atomic():
        current = _locked(session.pk)
        if not _is_due(current, token):
            return None
        now = timezone.now()
        if current.next_hash:  # perhaps not lost but late
            current.grace_hashes = {**_alive(current, now), current.next_hash: now.timestamp()}
        candidate = tokens.mint("browser", current.pk)
        current.next_hash, current.next_at = tokens.digest(candidate), now
        current.save(update_fields=["next_hash", "next_at", "grace_hashes"])
    return candidate


def _locked(session_id: UUID) -> DeviceSession:
    rows = DeviceSession.objects.select_related("user__profile").select_for_update(of=("self",))
    session = rows.filter(pk=session_id).first()
    if session is None or not session.is_open:
        raise SessionEnded
    return session


def _renew(session: DeviceSession) -> SignedIn:
    token = tokens.mint("device", session.pk)
    _replace(session, tokens.digest(token))
    session.last_seen_at = session.rotated_at
    session.expires_at = ends_at(session, session.rotated_at)
    session.save(update_fields=["token_hash", "grace_hashes", "rotated_at", "last_seen_at", "expires_at"])
    owing.look_again(session)
    return SignedIn(session, token)


def _replace(session: DeviceSession, token_hash: str) -> None:
    """The newest token gets its grace, measured from now; graces that are over are forgotten."""
    now = timezone.now()
    session.grace_hashes = {**_alive(session, now), session.token_hash: now.timestamp()}
    session.token_hash = token_hash
    session.rotated_at = now


def _alive(session: DeviceSession, now: dt.datetime) -> dict[str, float]:
    oldest = now.timestamp() - settings.DEVICE_TOKEN_GRACE_SECONDS
    return {known: replaced for known, replaced in session.grace_hashes.items() if replaced >= oldest}


def _is_newest(session: DeviceSession, token: str) -> bool:
    return constant_time_compare(session.token_hash, tokens.digest(token))


def _is_candidate(session: DeviceSession, token: str) -> bool:
    return bool(session.next_hash) and constant_time_compare(session.next_hash, tokens.digest(token))


def _in_grace(session: DeviceSession, token: str) -> bool:
    return tokens.digest(token) in _alive(session, timezone.now())


def _is_due(session: DeviceSession, token: str) -> bool:
    now = timezone.now()
    grace = dt.timedelta(seconds=settings.DEVICE_TOKEN_GRACE_SECONDS)
    if session.next_at is not None and now - session.next_at <= grace:
        return False
    old = now - session.rotated_at >= dt.timedelta(seconds=settings.BROWSER_TOKEN_SECONDS)
    return old and (_is_newest(session, token) or _in_grace(session, token))


def _revoke_stolen(session: DeviceSession) -> None:
    ending.revoke([session.pk], actor=None, reason="token_reuse")
