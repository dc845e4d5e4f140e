"""Signing in with the company's OpenID provider (docs/openid.md). Without OIDC_ISSUER there is none."""

from urllib.parse import urlsplit

from messenger import env
from messenger.settings.house import PRODUCTION

_HERE = ("127.0.0.1", "localhost", "::1")
_ALGORITHMS = {f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)} | {"EdDSA"}
# What we want to know: the claim that says it. A dot leads into an object (`realm_access.roles`).
_CLAIMS = {
    "login": "preferred_username",
    "name": "name",
    "email": "email",
    "phone": "phone_number",
    "title": "title",
    "employee_no": "employee_no",
    "department": "department",
    "groups": "groups",
}


def _issuer(raw: str) -> str:
    parts = urlsplit(raw)
    safe = parts.scheme == "https" or (parts.scheme == "http" and (not PRODUCTION or parts.hostname in _HERE))
    if not safe or not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        raise ValueError
    return raw


def _algorithms(raw: str) -> tuple[str, ...]:
    """Signatures by a key pair alone: a secret that both sides know proves nothing, `none` even less."""
    words = tuple(raw.split())
    if not words or not _ALGORITHMS.issuperset(words):
        raise ValueError
    return words


def _claims(raw: str) -> dict[str, str]:
    pairs = dict(word.split("=", 1) for word in raw.split())
    if not _CLAIMS.keys() >= pairs.keys() or not all(pairs.values()):
        raise ValueError
    return {**_CLAIMS, **pairs}


def _words(raw: str) -> tuple[str, ...]:
    return tuple(raw.split())


OIDC_ISSUER = env.shaped("OIDC_ISSUER", "", lambda raw: _issuer(raw) if raw else "", "an https:// address")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
OIDC_CLIENT_AUTH = env.text("OIDC_CLIENT_AUTH", "basic" if OIDC_CLIENT_SECRET else "none", ("basic", "post", "none"))
OIDC_SCOPES = env.shaped("OIDC_SCOPES", "openid profile email", _words, "scopes between spaces")
OIDC_ALGORITHMS = env.shaped(
    "OIDC_ALGORITHMS", "RS256 PS256 ES256", _algorithms, f"some of {' '.join(sorted(_ALGORITHMS))}"
)
OIDC_CLAIMS = env.shaped("OIDC_CLAIMS", "", _claims, f"pairs such as login=sub, of {', '.join(_CLAIMS)}")
OIDC_USERINFO = env.text("OIDC_USERINFO", "auto", ("auto", "always", "never"))
OIDC_MATCH = env.text("OIDC_MATCH", "none", ("none", "login", "employee_no"))
OIDC_CREATE = env.text("OIDC_CREATE", "approval", ("off", "approval", "on"))
OIDC_GROUP = env.text("OIDC_GROUP")  # only its members come in
OIDC_ADMIN_GROUP = env.text("OIDC_ADMIN_GROUP")
OIDC_AUDITOR_GROUP = env.text("OIDC_AUDITOR_GROUP")
OIDC_SECOND_FACTOR = env.text("OIDC_SECOND_FACTOR", "ours", ("ours", "provider"))
OIDC_ACR = env.shaped("OIDC_ACR", "", _words, "values of acr between spaces")  # those that mean a second factor
OIDC_LABEL = env.text("OIDC_LABEL")  # what the button says
OIDC_ONLY = env.boolean("OIDC_ONLY", False)  # passwords are for system admins alone
OIDC_LOGOUT = env.boolean("OIDC_LOGOUT", True)  # signing out here signs out there
OIDC_SECONDS = env.integer("OIDC_SECONDS", 3, least=1, most=30)  # the provider answers within
OIDC_KEYS_SECONDS = env.integer("OIDC_KEYS_SECONDS", 3600, least=1)  # then its keys are asked for again
OIDC_KEYS_KEPT_SECONDS = env.integer("OIDC_KEYS_KEPT_SECONDS", 7 * 86400, least=1)  # while it cannot be reached
OIDC_ATTEMPT_SECONDS = env.integer("OIDC_ATTEMPT_SECONDS", 600, least=30, most=3600)  # to sign in over there

if OIDC_ISSUER and not OIDC_CLIENT_ID:
    env.stop("OIDC_CLIENT_ID", "is missing: OIDC_ISSUER needs the name under which the provider knows us")
if OIDC_CLIENT_AUTH != "none" and OIDC_ISSUER and not OIDC_CLIENT_SECRET:
    env.stop("OIDC_CLIENT_SECRET", f"is missing: OIDC_CLIENT_AUTH={OIDC_CLIENT_AUTH} needs it")
if "openid" not in OIDC_SCOPES:
    env.stop("OIDC_SCOPES", "must have openid among them")
if OIDC_ONLY and not OIDC_ISSUER:
    env.stop("OIDC_ONLY", "shuts everybody out without OIDC_ISSUER")
