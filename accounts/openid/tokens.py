"""Whether a token is the provider's, for us, and for this moment. What is not certain is refused."""

import base64
import hashlib
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.utils.crypto import constant_time_compare

from accounts.openid import provider
from accounts.openid.errors import BadToken

LEEWAY = 60  # seconds that two clocks may differ
LOGOUT_SECONDS = 300  # a logout token is sent at once, not kept
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 32 << 10
_SHORTEST_RSA = 2048
_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512, "DSA": hashlib.sha512}
_REFUSALS: tuple[tuple[type[jwt.InvalidTokenError], str], ...] = (
    (jwt.InvalidSignatureError, "signature"),
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "not_yet"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.InvalidAudienceError, "audience"),
)
Claims = dict[str, Any]


def identity(token: str, *, nonce: str, access_token: str, asked_at: float) -> Claims:
    """The claims of an ID token that answers the question of `asked_at` (seconds since 1970). Raises `BadToken`.

    OpenID Connect Core 3.1.3.7 and 3.1.3.8.
    """
    claims, algorithm = _verified(token, types=("jwt",), require=("exp", "iat", "aud", "iss", "sub"))
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise BadToken("nonce")
    if claims["iat"] < asked_at - LEEWAY:
        raise BadToken("too_old")
    at_hash = claims.get("at_hash")
    if at_hash is not None and not constant_time_compare(str(at_hash), _half_hash(access_token, algorithm)):
        raise BadToken("at_hash")
    return claims


def logout(token: str) -> Claims:
    """The claims of a back-channel logout token. Raises `BadToken`. OpenID Connect Back-Channel Logout 2.6."""
    claims, _algorithm = _verified(token, types=("logout+jwt", "jwt"), require=("iat", "aud", "iss", "jti"))
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise BadToken("events")
    if "nonce" in claims:
        raise BadToken("nonce")
    if claims["iat"] < time.time() - LOGOUT_SECONDS - LEEWAY:
        raise BadToken("too_old")
    named = [claims.get(name) for name in ("sub", "sid") if name in claims]
    if not named or not all(isinstance(name, str) and 0 < len(name) <= 255 for name in named):
        raise BadToken("nobody")
    return claims


def _verified(token: str, *, types: tuple[str, ...], require: tuple[str, ...]) -> tuple[Claims, str]:
    header = _header(token)
    algorithm = header.get("alg")
    if algorithm not in settings.OIDC_ALGORITHMS:
        raise BadToken("algorithm")
    if "crit" in header or str(header.get("typ", "jwt")).lower().removeprefix("application/") not in types:
        raise BadToken("type")
    key = _key(header.get("kid"), algorithm)
    try:
        claims: Claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": list(require)},
        )
    except jwt.InvalidTokenError as error:
        raise BadToken(next((why for kind, why in _REFUSALS if isinstance(error, kind)), "claims")) from None
    _check_parties(claims)
    return claims, algorithm


def _header(token: str) -> dict[str, Any]:
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise BadToken("form")
    try:
        return jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, RecursionError):
        raise BadToken("form") from None


def _check_parties(claims: Claims) -> None:
    """For several parties it must say who it was given to; and that must be us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if ("azp" in claims or several) and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise BadToken("azp")
    if "sub" in claims and not 0 < len(claims["sub"]) <= 255:
        raise BadToken("sub")
    if isinstance(claims["iat"], bool) or not isinstance(claims["iat"], int | float):
        raise BadToken("claims")


def _key(kid: Any, algorithm: str) -> jwt.PyJWK:
    """The provider's key of this name; asked for once more if it is not known. What a token brings along is no key."""
    found = _among(provider.keys(), kid, algorithm) or _among(provider.keys_again(), kid, algorithm)
    if found is None:
        raise BadToken("key")
    return found


def _among(keys: list[dict[str, Any]], kid: Any, algorithm: str) -> jwt.PyJWK | None:
    fitting = [key for key in keys if _fits(key, algorithm) and (kid is None or key.get("kid") == kid)]
    if not fitting or (kid is None and len(fitting) > 1):
        return None
    try:
        key = jwt.PyJWK(fitting[0], algorithm)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    weak = isinstance(key.key, RSAPublicKey) and key.key.key_size < _SHORTEST_RSA
    return None if weak else key


def _fits(key: dict[str, Any], algorithm: str) -> bool:
    """Whether a key is for signatures of this kind. One that both sides know (`oct`) never is."""
    kind = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}[algorithm[:2]]
    return (
        key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and "d" not in key  # a private one is nobody's to publish
        and (kind != "EC" or key.get("crv") == _CURVES[algorithm])
    )


def _half_hash(access_token: str, algorithm: str) -> str:
    digest = _HASHES[algorithm[-3:]](access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
