"""The keys of the audit log, all made from AUDIT_KEY, which is never in the database (decision 0029)."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


def of(purpose: str) -> bytes:
    """32 bytes for one purpose: `mark`, `chain`, `checkpoint`."""
    return _derived(settings.AUDIT_KEY, purpose)


@lru_cache
def _derived(key: str, purpose: str) -> bytes:
    return hmac.digest(key.encode(), b"maru:audit:" + purpose.encode(), hashlib.sha256)


def signer() -> Ed25519PrivateKey:
    """Signs checkpoints. Who verifies them needs `public_key` alone."""
    return Ed25519PrivateKey.from_private_bytes(of("checkpoint"))


def public_key() -> str:
    """64 hex digits to be noted down by the auditor."""
    return signer().public_key().public_bytes_raw().hex()
