"""Reads the whole directory: everybody whom the settings call people, a page at a time."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import timezone

from accounts.directory import client, groups, mapping, state
from accounts.directory.errors import DirectoryDown
from accounts.roster.entries import Entry


def everybody(step: Callable[[], None] = lambda: None) -> list[Entry]:
    """What the directory says of everybody; all of it, or `DirectoryDown`: half a list would disable the other half.

    Entries without a login or a name are no people; logins of LDAP_LOCAL_LOGINS stay local. `step` is called at each.
    """
    try:
        entries = list(_entries(step))
    except DirectoryDown as down:
        state.note_failure(down.why)
        raise
    state.note_answer()
    return entries


def _entries(step: Callable[[], None]) -> Iterator[Entry]:
    now = timezone.now()
    with client.bound() as connection:
        known = groups.read(connection)
        people = client.search(connection, settings.LDAP_USER_BASE, settings.LDAP_USER_FILTER, client.wanted())
        for found in people:
            step()
            entry = mapping.entry_of(found, known.of(found), now)
            if entry is not None and entry.login_id.lower() not in settings.LDAP_LOCAL_LOGINS:
                yield entry
