"""Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds), and how they are typed."""

import base64
import datetime as dt
import secrets
import unicodedata
from hmac import compare_digest
from urllib.parse import quote, urlencode

from django_otp.oath import hotp

SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps that a phone's clock may be off, either way
_SECRET_BYTES = 20  # as long as the hash, as RFC 4226 advises


def new_secret() -> bytes:
    """A secret that nobody has yet."""
    return secrets.token_bytes(_SECRET_BYTES)


def typed(raw: str) -> str:
    """A code without what people and keyboards put between and around its characters."""
    return "".join(char for char in unicodedata.normalize("NFKC", raw).lower() if char.isalnum())


def step_at(moment: dt.datetime) -> int:
    """The number of the thirty seconds that `moment` lies in."""
    return int(moment.timestamp()) // SECONDS


def code(secret: bytes, step: int) -> str:
    """The code of one step."""
    return f"{hotp(secret, step, DIGITS):0{DIGITS}d}"


def matching_step(secret: bytes, given: str, moment: dt.datetime) -> int | None:
    """The step around `moment` whose code was given, the latest of them; None: the code is wrong."""
    now = step_at(moment)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):  # always all of them: time tells nothing
        if compare_digest(code(secret, step).encode(), given.encode()):
            found = step
    return found


def key_text(secret: bytes) -> str:
    """The secret as people type it into an authenticator."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, issuer: str, login: str) -> str:
    """The `otpauth:` address that a QR code holds."""
    facts = {"secret": key_text(secret), "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{quote(f'{issuer}:{login}', safe='')}?{urlencode(facts, quote_via=quote)}"
