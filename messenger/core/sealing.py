"""What the database may hold and nobody who reads only the database may understand (decision 0022).

Both halves need `settings.SEALING_KEY`, which is never in the database: a name is the same each time
it is made of the same parts, a sealed value is different each time and opens for its own `about` only.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12  # bytes


class Broken(Exception):
    """Sealed under another key, about something else, or changed since."""


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SEALING_KEY.encode(), b"maru:" + purpose.encode(), hashlib.sha256)


def name(purpose: str, *parts: bytes) -> str:
    """64 hex digits that stand for `parts`, and cannot be made without the key."""
    told_apart = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(_key(purpose), told_apart, hashlib.sha256).hex()


def seal(purpose: str, value: bytes, *, about: bytes) -> bytes:
    """`value` with its length, for whoever has the key; bound to what it is `about`."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, value, about)


def unseal(purpose: str, sealed: bytes, *, about: bytes) -> bytes:
    """What was sealed, or `Broken`."""
    try:
        return AESGCM(_key(purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise Broken from error
