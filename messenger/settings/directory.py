"""Signing in with the company's directory, LDAP or Active Directory (docs/directory.md). Without an address: none."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from messenger import env
from messenger.settings.house import PRODUCTION

_HERE = ("127.0.0.1", "localhost", "::1")
# What we want to know: the attribute that says it.
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "openldap": {
        "id": "entryUUID",
        "login": "uid",
        "name": "cn",
        "title": "title",
        "employee_no": "employeeNumber",
        "email": "mail",
        "phone": "telephoneNumber",
        "department": "ou",
        "position": "",
        "photo": "jpegPhoto",
    },
    "activedirectory": {
        "id": "objectGUID",
        "login": "sAMAccountName",
        "name": "displayName",
        "title": "title",
        "employee_no": "employeeID",
        "email": "mail",
        "phone": "telephoneNumber",
        "department": "department",
        "position": "",
        "photo": "thumbnailPhoto",
    },
}
_FILTERS = {
    "openldap": ("(objectClass=inetOrgPerson)", "groupOfNames"),
    "activedirectory": ("(&(objectCategory=person)(objectClass=user))", "group"),
}


def _servers(raw: str) -> str:
    """One address or several between spaces, asked in this order. Passwords go there: encrypted, or nowhere."""
    for word in raw.split():
        parts = urlsplit(word)
        named = parts.hostname or parts.scheme == "ldapi"
        if parts.scheme not in ("ldap", "ldaps", "ldapi") or not named or parts.path.strip("/") or parts.query:
            raise ValueError
    return " ".join(raw.split())


def _filter(raw: str) -> str:
    if raw and (raw[0], raw[-1], raw.count("(")) != ("(", ")", raw.count(")")):
        raise ValueError
    return raw


def _words(raw: str) -> tuple[str, ...]:
    return tuple(raw.lower().split())


LDAP_SERVER_URI = env.shaped("LDAP_SERVER_URI", "", _servers, "addresses such as ldaps://dc1.company.example")
LDAP_START_TLS = env.boolean("LDAP_START_TLS", False)
LDAP_CA_FILE = env.text("LDAP_CA_FILE")  # who vouches for the server's certificate, if not the system's authorities
LDAP_KIND = env.text("LDAP_KIND", "openldap", tuple(_ATTRIBUTES))
LDAP_BIND_DN = env.text("LDAP_BIND_DN")  # reads only
LDAP_BIND_PASSWORD = env.text("LDAP_BIND_PASSWORD")
LDAP_USER_BASE = env.text("LDAP_USER_BASE")
LDAP_USER_FILTER = env.shaped("LDAP_USER_FILTER", _FILTERS[LDAP_KIND][0], _filter, "a filter in brackets")
LDAP_GROUP_BASE = env.text("LDAP_GROUP_BASE")
LDAP_GROUP_TYPE = env.text(
    "LDAP_GROUP_TYPE", _FILTERS[LDAP_KIND][1], ("groupOfNames", "groupOfUniqueNames", "group", "organizationalRole")
)


def _attributes(raw: str) -> dict[str, str]:
    pairs = dict(word.split("=", 1) for word in raw.split())
    chosen = {**_ATTRIBUTES[LDAP_KIND], **pairs}
    if chosen.keys() != _ATTRIBUTES[LDAP_KIND].keys() or not (chosen["login"] and chosen["name"]):
        raise ValueError
    return chosen


LDAP_ATTRIBUTES = env.shaped(
    "LDAP_ATTRIBUTES", "", _attributes, f"pairs such as login=uid, of {', '.join(_ATTRIBUTES['openldap'])}"
)
LDAP_DEPARTMENTS = env.text("LDAP_DEPARTMENTS", "attribute", ("attribute", "ou", "off"))  # where departments stand
LDAP_DEPARTMENT_SIGN = env.text("LDAP_DEPARTMENT_SIGN", "/")  # between the names of a path
LDAP_REQUIRE_GROUP = env.text("LDAP_REQUIRE_GROUP")  # DN: only its members, nested ones too
LDAP_DENY_GROUP = env.text("LDAP_DENY_GROUP")
LDAP_ADMIN_GROUP = env.text("LDAP_ADMIN_GROUP")
LDAP_AUDITOR_GROUP = env.text("LDAP_AUDITOR_GROUP")
LDAP_LOCAL_LOGINS = env.shaped("LDAP_LOCAL_LOGINS", "", _words, "logins")  # kept here whatever the directory says
LDAP_SECONDS = env.integer("LDAP_SECONDS", 3, least=1, most=30)  # one answer, at most
LDAP_PAUSE_SECONDS = env.integer("LDAP_PAUSE_SECONDS", 10, least=1)  # a directory that fails is left alone so long
LDAP_PAGE = env.integer("LDAP_PAGE", 500, least=10, most=1000)  # entries at a time
LDAP_SYNC_SECONDS = env.integer("LDAP_SYNC_SECONDS", 300, least=10)
LDAP_GRACE_SECONDS = env.integer("LDAP_GRACE_SECONDS", 4 * 3600, most=8 * 3600)  # sessions outlive its silence so long
LDAP_GUARD_PERCENT = env.integer("LDAP_GUARD_PERCENT", 10, most=100)  # of its people may leave in one run
LDAP_GUARD_LEAST = env.integer("LDAP_GUARD_LEAST", 2)  # so many may always: an office of five has leavers, too
LDAP_PREVIEW_CHANGES = env.integer("LDAP_PREVIEW_CHANGES", 500, least=10, most=10_000)  # people a run keeps to look at

if LDAP_SERVER_URI:
    if find_spec("ldap") is None or find_spec("django_auth_ldap") is None:
        env.stop(
            "LDAP_SERVER_URI", "needs python-ldap: install gcc libldap2-dev libsasl2-dev python3-dev, then make setup"
        )
    if not LDAP_USER_BASE:
        env.stop("LDAP_USER_BASE", "is missing: LDAP_SERVER_URI needs to know below which entry people are")
    if any((LDAP_REQUIRE_GROUP, LDAP_DENY_GROUP, LDAP_ADMIN_GROUP, LDAP_AUDITOR_GROUP)) and not LDAP_GROUP_BASE:
        env.stop("LDAP_GROUP_BASE", "is missing: without it nobody's groups can be looked up")
    _bare = [word for word in LDAP_SERVER_URI.split() if word.startswith("ldap://")]
    _far = [word for word in _bare if urlsplit(word).hostname not in _HERE]
    if PRODUCTION and _far and not LDAP_START_TLS:
        env.stop("LDAP_SERVER_URI", "would carry passwords unencrypted: write ldaps://, or set LDAP_START_TLS=true")
    if LDAP_START_TLS and len(_bare) != len(LDAP_SERVER_URI.split()):
        env.stop("LDAP_START_TLS", "is for ldap:// alone: what begins encrypted cannot begin again")
