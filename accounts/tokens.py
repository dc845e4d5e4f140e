"""The strings that open doors. All are signed; the database holds hashes of the lasting ones.

They are made of letters, digits, `-`, `_` and `.`, so that they fit a cookie, a header and a
WebSocket subprotocol.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

# None is a substitute for another: a client's token, a browser's cookie, a sign-in that waits for its code,
# a browser that need not give one, and one in which somebody signed in before.
Kind = Literal["device", "browser", "ticket", "known", "seen"]


@dataclass(frozen=True, slots=True)
class Access:
    """An access token and the moment it ends."""

    token: str
    expires_at: dt.datetime


def mint(kind: Kind, session_id: UUID) -> str:
    """A new token of a device session (or of what else it opens), with 256 random bits."""
    return _signer(kind).sign(f"{session_id.hex}.{secrets.token_urlsafe(32)}")


def session_of(kind: Kind, token: str) -> UUID | None:
    """The device session a token names, if it was signed here."""
    head = _unsigned(kind, token).partition(".")[0]
    return UUID(head) if head else None


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def mint_access(session_id: UUID) -> Access:
    """A short-lived token that needs no row of its own."""
    ends = timezone.now() + dt.timedelta(seconds=settings.ACCESS_TOKEN_SECONDS)
    return Access(_signer("access").sign(f"{session_id.hex}.{int(ends.timestamp() * 1000)}"), ends)


def session_of_access(token: str) -> UUID | None:
    """The device session of an access token that was signed here and has not ended."""
    head, _, ends = _unsigned("access", token).partition(".")
    if not head or int(ends) <= timezone.now().timestamp() * 1000:
        return None
    return UUID(head)


def signed_here(kind: Literal["browser", "access"], token: str) -> bool:
    """Whether a browser's cookie or an access token was signed here; it may have ended. Asks nobody."""
    return bool(_unsigned(kind, token))


def _signer(kind: str) -> Signer:
    return Signer(salt=f"accounts.{kind}", sep=".")


def _unsigned(kind: str, token: str) -> str:
    try:
        return _signer(kind).unsign(token)
    except (BadSignature, UnicodeError):
        return ""
