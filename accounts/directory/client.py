"""Asks the directory: one connection, bound by the name that may read, with an end to every wait.

The certificate is checked (a wrong one is no answer), referrals are not followed, and whatever python-ldap raises
leaves here as `DirectoryDown`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.directory import reaching
from accounts.directory.bindings import dns, ldap, paging
from accounts.directory.breaker import Breaker
from accounts.directory.errors import DirectoryDown

Attributes = dict[str, list[bytes]]  # by their names in lower case

# What says that somebody may not come in any more: Active Directory, OpenLDAP's password policy, shadow, 389.
FLAGS = ("userAccountControl", "accountExpires", "pwdAccountLockedTime", "shadowExpire", "nsAccountLock")
OWN_DN = ("entrydn", "distinguishedname")  # libraries change the case of the names of departments in a DN

breaker = Breaker(lambda: settings.LDAP_PAUSE_SECONDS, lambda: settings.LDAP_SECONDS)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as it is over there. `dn` is in its normal form, `written` as the directory writes it."""

    dn: str
    attributes: Attributes
    written: str


def options() -> dict[int, Any]:
    """What every connection is told, in this order: the last one makes those of TLS count."""
    chosen: dict[int, Any] = {
        ldap.OPT_PROTOCOL_VERSION: 3,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_NETWORK_TIMEOUT: settings.LDAP_SECONDS,
        ldap.OPT_TIMEOUT: settings.LDAP_SECONDS,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if settings.LDAP_CA_FILE:
        chosen[ldap.OPT_X_TLS_CACERTFILE] = settings.LDAP_CA_FILE
    return {**chosen, ldap.OPT_X_TLS_NEWCTX: 0}


@contextmanager
def bound() -> Iterator[Any]:
    """A connection of the name that may read. Raises `DirectoryDown`, at once while the directory is left alone."""
    with breaker.asking(), answering():
        connection = ldap.initialize(reaching.server(), bytes_mode=False)
        try:
            for option, value in options().items():
                connection.set_option(option, value)
            if settings.LDAP_START_TLS:
                connection.start_tls_s()
            connection.simple_bind_s(settings.LDAP_BIND_DN, settings.LDAP_BIND_PASSWORD)
            yield connection
        finally:
            connection.unbind_ext()


@contextmanager
def answering() -> Iterator[None]:
    """What goes wrong over there leaves as `DirectoryDown`."""
    try:
        yield
    except ldap.LDAPError as error:
        raise DirectoryDown(type(error).__name__) from error


def search(
    connection: Any, base: str, which: str, attributes: Sequence[str], *, size: int | None = None
) -> Iterator[Found]:
    """Everything below `base` that the filter `which` fits, a page at a time: servers end after 1,000 otherwise."""
    page = paging.SimplePagedResultsControl(True, size=size or settings.LDAP_PAGE, cookie="")
    while True:
        asked = connection.search_ext(base, ldap.SCOPE_SUBTREE, which, list(attributes), serverctrls=[page])
        _kind, rows, _id, answered = connection.result3(asked, timeout=settings.LDAP_SECONDS)
        for dn, values in rows:
            if dn is not None:  # None: a referral to elsewhere
                yield found(dn, values)
        page.cookie = next((control.cookie for control in answered if control.controlType == page.controlType), b"")
        if not page.cookie:
            return


def found(dn: str, values: Any) -> Found:
    """An entry of whichever library: values as bytes, names in lower case."""
    attributes = {
        name.lower(): [value.encode() if isinstance(value, str) else value for value in said]
        for name, said in values.items()
    }
    written = next((attributes[name][0].decode() for name in OWN_DN if attributes.get(name)), dn)
    return Found(normal(dn), attributes, written)


def normal(dn: str) -> str:
    """The spelling by which names of entries are compared."""
    try:
        parts = dns.str2dn(dn.lower())
    except ldap.DECODING_ERROR:
        return dn.lower().strip()
    return str(dns.dn2str([[(name, value.strip(), 1) for name, value, _kind in part] for part in parts]))


def wanted() -> list[str]:
    """The attributes of a person that we read; photos are read apart (`pictures`)."""
    named = [attribute for what, attribute in settings.LDAP_ATTRIBUTES.items() if attribute and what != "photo"]
    return [*named, *FLAGS, *OWN_DN, "memberOf"]
