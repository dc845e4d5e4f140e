"""One sign-in on its way: what was asked, kept in a signed cookie of the browser that asked.

So only that browser can bring the answer back, and who asks without end makes no row. The answer makes one:
each question is answered once.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

from accounts.openid import once
from accounts.openid.errors import NotAsked, NotBegun

_SALT = "accounts.openid"


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Attempt:
    """`verifier` is PKCE's (RFC 7636), `redirect` the address the provider sends back to, `going` a place of ours."""

    redirect: str
    going: str
    state: str = field(default_factory=_random)
    nonce: str = field(default_factory=_random)
    verifier: str = field(default_factory=_random)
    asked_at: float = field(default_factory=time.time)

    @property
    def challenge(self) -> str:
        """What the provider sees of the verifier: S256, never the verifier itself."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def sealed(attempt: Attempt) -> str:
    """The cookie's value."""
    return signing.dumps(asdict(attempt), salt=_SALT)


def answered(cookie: str, state: Any) -> Attempt:
    """The question that `state` answers; it counts as answered from now on. Raises `NotAsked`, `NotBegun`."""
    try:
        attempt = Attempt(**signing.loads(cookie, salt=_SALT, max_age=settings.OIDC_ATTEMPT_SECONDS))
    except signing.SignatureExpired:
        raise NotAsked("too_late") from None
    except (signing.BadSignature, TypeError, UnicodeError):
        raise NotBegun from None
    if not isinstance(state, str) or not constant_time_compare(state, attempt.state):
        raise NotAsked("state")
    if not once.spend("state", attempt.state, settings.OIDC_ATTEMPT_SECONDS):
        raise NotAsked("answered_before")
    return attempt
