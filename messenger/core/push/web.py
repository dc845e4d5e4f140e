"""Web Push (RFC 8030) to browsers, signed with our key (VAPID, RFC 8292)."""

import base64
import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from messenger.core.outbound import targets
from messenger.core.outbound.errors import Blocked
from messenger.core.outbound.posting import Posted
from messenger.core.push.answers import Delivered, Outcome, Push, Refused, TokenDead, TryLater, wait_of
from messenger.core.push.calling import call
from messenger.core.push.encrypting import MOST_TEXT, encrypt, public_key, raw_public

SIGNED_SECONDS = 12 * 3600  # a day at most (RFC 8292)
MOST_BODY = 1000  # characters of a notice


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gave us: where to post, and for whom to encrypt."""

    endpoint: str
    key: bytes
    auth: bytes


def parse(token: str) -> Subscription:
    """A subscription from its JSON; `ValueError` if it is none, or leads to a host that is no push service."""
    try:
        raw = json.loads(token)
        found = Subscription(str(raw["endpoint"]), _decoded(raw["keys"]["p256dh"]), _decoded(raw["keys"]["auth"]))
        target = targets.parse(found.endpoint)
    except (KeyError, TypeError, AttributeError, Blocked, RecursionError) as error:
        raise ValueError("this is no subscription") from error
    if target.scheme != "https" or not _is_push_host(target.host):
        raise ValueError("this host is no push service")
    if len(found.auth) != 16:
        raise ValueError("the secret has 16 bytes")
    public_key(found.key)
    return found


class WebPush:
    """To whatever service a browser names, as long as it stands in `PUSH_HOSTS`."""

    @property
    def missing(self) -> str:
        if not (settings.PUSH_VAPID_KEY and settings.PUSH_VAPID_CONTACT):
            return "PUSH_VAPID_KEY, PUSH_VAPID_CONTACT"
        try:
            _key(settings.PUSH_VAPID_KEY)
        except ValueError:
            return "PUSH_VAPID_KEY"
        return ""

    @property
    def public_key(self) -> str:
        """What a browser subscribes with."""
        return _encoded(raw_public(_key(settings.PUSH_VAPID_KEY)))

    def identity(self, token: str) -> str:
        """What makes two tokens the same device; `ValueError` for what is no token."""
        return parse(token).endpoint

    def send(self, token: str, push: Push) -> Outcome:
        """Post one notice."""
        try:
            subscription = parse(token)
        except ValueError:  # the list of hosts may be another one than when it was taken
            return TokenDead("NOT_ALLOWED")
        headers = {
            "Authorization": self._signature(subscription.endpoint),
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(push.ttl),
            "Urgency": "high",
            "Topic": push.collapse,
        }
        body = encrypt(_text(push), subscription.key, subscription.auth)
        return _outcome(call(subscription.endpoint, headers, body))

    def _signature(self, endpoint: str) -> str:
        target = targets.parse(endpoint)
        claims = {
            "aud": f"{target.scheme}://{target.authority}",
            "exp": int(time.time()) + SIGNED_SECONDS,
            "sub": settings.PUSH_VAPID_CONTACT,
        }
        signed = jwt.encode(claims, _key(settings.PUSH_VAPID_KEY), algorithm="ES256")
        return f"vapid t={signed}, k={self.public_key}"


def _text(push: Push) -> bytes:
    """What the service worker shows, as much of it as fits into one record."""
    for most in (MOST_BODY, 300, 60, 0):
        said: dict[str, Any] = {
            "title": push.title[:most] if most < MOST_BODY else push.title,
            "body": push.body[:most],
            "badge": push.badge,
            "tag": push.thread,
            "data": push.data,
        }
        text = json.dumps(said, ensure_ascii=False).encode()
        if len(text) <= MOST_TEXT:
            break
    return text


def _outcome(answer: Posted) -> Outcome:
    why = f"HTTP {answer.status}"
    if answer.status in (200, 201, 202, 204):
        return Delivered()
    if answer.status in (404, 410):
        return TokenDead(why)
    if answer.status == 429 or answer.status >= 500:
        return TryLater(why, wait_of(answer.headers))
    return Refused(why)


def _is_push_host(host: str) -> bool:
    return any(
        host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:])) for allowed in settings.PUSH_HOSTS
    )


@lru_cache(maxsize=4)
def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("PUSH_VAPID_KEY is no P-256 key")
    return key


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(raw: str) -> bytes:
    """Base64 with or without padding, of either alphabet: browsers differ."""
    if not isinstance(raw, str) or len(raw) > 200:
        raise ValueError("this is no key")
    text = raw.replace("+", "-").replace("/", "_").rstrip("=")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
