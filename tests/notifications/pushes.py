"""Keys, subscriptions and what a browser does with a push, for the tests."""

import base64
import hashlib
import hmac
import json
import os
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from messenger.core.push import Push

NOTICE = Push("김하늘 · 회의실", "3시에 봐요", 7, "thread", "c" * 32, 600, {"roomId": "r", "messageId": "12"})


@cache
def ec_pem() -> str:
    return _pem(ec.generate_private_key(ec.SECP256R1()))


@cache
def account() -> str:
    """A Firebase service account."""
    key = _pem(rsa.generate_private_key(65537, 2048))
    return json.dumps({"project_id": "maru-test", "client_email": "push@maru.test", "private_key": key})


def _pem(key: Any) -> str:
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """The receiver: a subscription, and how it reads what it is sent (RFC 8291, from the other side)."""

    def __init__(self, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": encoded(self.public), "auth": encoded(self._auth)}
        self.token = json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def read(self, body: bytes) -> Any:
        salt, size, sender, sealed = (
            body[:16],
            int.from_bytes(body[16:20]),
            body[21 : 21 + body[20]],
            body[21 + body[20] :],
        )
        assert len(sealed) <= size == 4096
        their = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), their)
        material = _one(_hmac(self._auth, shared), b"WebPush: info\x00" + self.public + sender)
        extracted = _hmac(salt, material)
        key = _one(extracted, b"Content-Encoding: aes128gcm\x00")[:16]
        nonce = _one(extracted, b"Content-Encoding: nonce\x00")[:12]
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text[-1] == 2  # the last record
        return json.loads(text[:-1])


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, hashlib.sha256)


def _one(key: bytes, info: bytes) -> bytes:
    return _hmac(key, info + b"\x01")
