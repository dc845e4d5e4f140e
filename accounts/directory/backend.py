"""Proves a password: django-auth-ldap finds the person and binds as them; nothing of it touches our tables."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.directory import client, groups, mapping, reaching
from accounts.directory.bindings import auth, kinds, ldap
from accounts.directory.errors import DirectoryDown
from accounts.models import User
from accounts.roster.entries import Entry

_Base: Any = auth.LDAPBackend if auth else object


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody whose password is right. `entry` None: the directory says too little about them to take them in."""

    external_id: str
    entry: Entry | None


class DirectoryBackend(_Base):
    """django-auth-ldap, told by our settings. The `User` it hands back is a stand-in that carries `ldap_user`."""

    def __init__(self) -> None:
        self.settings = auth.LDAPSettings("LDAP_OF_NOBODY_", _configured())

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[User, bool]:
        """People come in through the roster, not here."""
        return User(login_id=username), False


def prove(login: str, password: str) -> Proven | None:
    """Whose password this is in the directory, also of somebody who may not come in: `entry` says so.

    `login` is a login or an employee number. Raises `DirectoryDown`, at once while the directory is left alone.
    """
    if not password or "\0" in password or not login:
        return None  # a bind without a password succeeds: it proves nothing
    with client.breaker.asking(), client.answering():
        user = DirectoryBackend().authenticate(None, username=login, password=password)
        return None if user is None else _proven(user.ldap_user)


def _proven(ldap_user: Any) -> Proven:
    found = client.found(ldap_user.dn, ldap_user.attrs)
    within = _groups(ldap_user) | (groups.said_by(found) if groups.are_asked() else frozenset())
    return Proven(mapping.external_id(found), mapping.entry_of(found, within, timezone.now()))


def _groups(ldap_user: Any) -> frozenset[str]:
    if not groups.are_asked():
        return frozenset()
    return frozenset(map(client.normal, ldap_user.group_dns))


def _configured() -> dict[str, Any]:
    kind = settings.LDAP_GROUP_TYPE
    chosen: dict[str, Any] = {
        "SERVER_URI": reaching.server(),
        "START_TLS": settings.LDAP_START_TLS,
        "BIND_DN": settings.LDAP_BIND_DN,
        "BIND_PASSWORD": settings.LDAP_BIND_PASSWORD,
        "CONNECTION_OPTIONS": client.options(),
        "USER_SEARCH": kinds.LDAPSearch(
            settings.LDAP_USER_BASE, ldap.SCOPE_SUBTREE, f"(&{_people()}{_login()})", client.wanted()
        ),
        "ALWAYS_UPDATE_USER": False,
        "PERMIT_EMPTY_PASSWORD": False,
    }
    if groups.are_asked():
        member = groups.MEMBER[kind]
        chosen["GROUP_SEARCH"] = kinds.LDAPSearch(
            settings.LDAP_GROUP_BASE, ldap.SCOPE_SUBTREE, f"(objectClass={kind})", ["cn", member]
        )
        chosen["GROUP_TYPE"] = kinds.NestedMemberDNGroupType(member)
    return chosen


def _people() -> str:
    return settings.LDAP_USER_FILTER.replace("%", "%%")


def _login() -> str:
    """What was typed, escaped by django-auth-ldap, is somebody's login or employee number."""
    names = filter(None, (settings.LDAP_ATTRIBUTES[what] for what in ("login", "employee_no")))
    return "(|{})".format("".join(f"({name}=%(user)s)" for name in names))


def _pass_on(exception: Exception, **_about: Any) -> None:
    """django-auth-ldap takes every trouble for a wrong password. A silent directory is none."""
    if not isinstance(exception, _ABOUT_THE_PERSON):
        raise DirectoryDown(type(exception).__name__) from exception


_ABOUT_THE_PERSON: tuple[type[Exception], ...] = ()
if auth:
    _ABOUT_THE_PERSON = (
        ldap.UNWILLING_TO_PERFORM,
        ldap.INAPPROPRIATE_AUTH,
        ldap.CONSTRAINT_VIOLATION,
        ldap.INVALID_DN_SYNTAX,
        ldap.NO_SUCH_OBJECT,
    )
    auth.ldap_error.connect(_pass_on, sender=DirectoryBackend, dispatch_uid="accounts.directory")
