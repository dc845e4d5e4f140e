"""Encrypts what a browser is woken with, for that browser alone (RFC 8291, RFC 8188 `aes128gcm`)."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
MOST_TEXT = RECORD - 86 - 17  # of one record: without its header, tag and delimiter
_CURVE = ec.SECP256R1()


def public_key(raw: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's key from its 65 bytes; `ValueError` for what is no point of the curve."""
    if len(raw) != 65:
        raise ValueError("a P-256 point has 65 bytes")
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)


def raw_public(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The 65 bytes of a key's public side."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    text: bytes,
    receiver: bytes,
    auth: bytes,
    *,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push: `receiver` and `auth` are the subscription's keys. Key and salt are new for each."""
    ours = ours or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    shared = ours.exchange(ec.ECDH(), public_key(receiver))
    own = raw_public(ours)
    material = _derived(auth, shared, b"WebPush: info\x00" + receiver + own, 32)
    key = _derived(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(salt, material, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4) + bytes([len(own)]) + own
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def _derived(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    """HKDF of one block."""
    extracted = hmac.digest(salt, material, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)[:length]
