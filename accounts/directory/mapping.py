"""What an entry of the directory says about a person."""

import datetime as dt
import unicodedata
from uuid import UUID

from django.conf import settings

from accounts.directory.bindings import dns, ldap
from accounts.directory.client import Found, normal
from accounts.models import Role
from accounts.roster.entries import Entry, Post

_DISABLED = 0x2  # ACCOUNTDISABLE of userAccountControl
_NEVER = (0, 2**63 - 1)  # of accountExpires
_EPOCH_OF_FILETIME = 11_644_473_600  # seconds from 1601 to 1970
_LOCKED_FOR_GOOD = "000001010000Z"


def entry_of(found: Found, groups: frozenset[str], now: dt.datetime) -> Entry | None:
    """The person, as the roster takes them in; None for an entry without a login or a name.

    `groups`: normal DNs of all groups they are in. Who is not in LDAP_REQUIRE_GROUP, or is in LDAP_DENY_GROUP, is
    not active.
    """
    login, name = _one(found, "login"), _one(found, "name")
    if not login or not name:
        return None
    return Entry(
        login_id=login,
        name=name,
        external_id=external_id(found),
        employee_no=_said(found, "employee_no") or None,
        title=_said(found, "title"),
        email=_said(found, "email"),
        phone=_said(found, "phone"),
        posts=_posts(found),
        all_posts=settings.LDAP_DEPARTMENTS == "attribute",
        role=_role(groups),
        active=not is_shut(found, now) and may_enter(groups),
    )


def external_id(found: Found) -> str:
    """The directory's own lasting name of an entry; its DN, where it gives none."""
    raw = (_values(found, settings.LDAP_ATTRIBUTES["id"]) or [b""])[0]
    if settings.LDAP_ATTRIBUTES["id"].lower() == "objectguid" and len(raw) == 16:
        return str(UUID(bytes_le=raw))
    return _text(raw) or found.dn[:255]


def may_enter(groups: frozenset[str]) -> bool:
    """Whether the groups that the settings name let them in."""
    required, denied = settings.LDAP_REQUIRE_GROUP, settings.LDAP_DENY_GROUP
    return (not required or normal(required) in groups) and (not denied or normal(denied) not in groups)


def is_shut(found: Found, now: dt.datetime) -> bool:
    """Whether the directory has disabled or locked somebody for good, or their time is over.

    A lock that ends by itself does not count: anybody could bring it about by typing wrong passwords.
    """
    control = _number(found, "userAccountControl") or 0
    expires = _number(found, "accountExpires")
    shadow = _number(found, "shadowExpire")
    return (
        bool(control & _DISABLED)
        or (expires is not None and expires not in _NEVER and expires / 1e7 - _EPOCH_OF_FILETIME <= now.timestamp())
        or (shadow is not None and shadow >= 0 and shadow * 86400 <= now.timestamp())
        or _text((_values(found, "pwdAccountLockedTime") or [b""])[0]) == _LOCKED_FOR_GOOD
        or _text((_values(found, "nsAccountLock") or [b""])[0]).lower() == "true"
    )


def _role(groups: frozenset[str]) -> str | None:
    """The role beyond USER; None, if no group of the directory gives any: then roles are given here."""
    by_group = ((settings.LDAP_ADMIN_GROUP, Role.SYSTEM_ADMIN), (settings.LDAP_AUDITOR_GROUP, Role.AUDITOR))
    if not any(group for group, _role in by_group):
        return None
    return next((role.value for group, role in by_group if group and normal(group) in groups), Role.USER.value)


def _posts(found: Found) -> tuple[Post, ...] | None:
    """Posts by the path of their departments; the first, or the one that the entry stands in, is the primary one."""
    if settings.LDAP_DEPARTMENTS == "off":
        return None
    stands_in = _units_of(found.written)
    if settings.LDAP_DEPARTMENTS == "ou":
        paths = [stands_in]
    else:
        paths = [_path(_text(raw)) for raw in _values(found, settings.LDAP_ATTRIBUTES["department"])]
    paths = list(dict.fromkeys(path for path in paths if path))
    main = stands_in if stands_in in paths else next(iter(paths), ())
    title, position = _one(found, "title"), _one(found, "position")
    return tuple(
        Post(path, title if path == main else "", position if path == main else "", path == main) for path in paths
    )


def _path(said: str) -> tuple[str, ...]:
    """`영업본부/영업1팀`, or the DN of a department."""
    if said.lower().startswith(("ou=", "cn=")):
        return _units_of(said, whole=True)
    return tuple(part for part in map(_clean, said.split(settings.LDAP_DEPARTMENT_SIGN)) if part)


def _units_of(dn: str, *, whole: bool = False) -> tuple[str, ...]:
    """The departments that a DN leads through, from the top, below LDAP_USER_BASE; `whole`: its own name, too."""
    try:
        parts = dns.str2dn(dn)
    except ldap.DECODING_ERROR:
        return ()
    base = len(dns.str2dn(settings.LDAP_USER_BASE))
    above = parts[0 if whole else 1 : max(0, len(parts) - base)]
    names = [part[0][1] for part in above if part[0][0].lower() == "ou" or whole]
    return tuple(filter(None, map(_clean, reversed(names))))


def _one(found: Found, what: str) -> str:
    return _said(found, what) or ""


def _said(found: Found, what: str) -> str | None:
    """The first value; None, if the settings name no attribute for it: then it is not the directory's to say."""
    name = settings.LDAP_ATTRIBUTES[what]
    if not name:
        return None
    return _clean(_text((_values(found, name) or [b""])[0]))


def _values(found: Found, name: str) -> list[bytes]:
    return found.attributes.get(name.lower(), [])


def _number(found: Found, name: str) -> int | None:
    try:
        return int((_values(found, name) or [b""])[0])
    except ValueError:
        return None


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\0", "").split())
