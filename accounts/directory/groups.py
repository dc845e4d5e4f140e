"""Groups of groups: which groups somebody is in, directly or through others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from accounts.directory import client
from accounts.directory.client import Found

# How the kinds of groups call their members.
MEMBER = {
    "groupOfNames": "member",
    "groupOfUniqueNames": "uniqueMember",
    "group": "member",
    "organizationalRole": "roleOccupant",
}


def are_asked() -> bool:
    """Whether any setting asks for groups."""
    return any(
        (
            settings.LDAP_REQUIRE_GROUP,
            settings.LDAP_DENY_GROUP,
            settings.LDAP_ADMIN_GROUP,
            settings.LDAP_AUDITOR_GROUP,
        )
    )


class Groups:
    """All groups, read once. An entry is asked by its members and by `memberOf`: large groups show theirs in parts."""

    def __init__(self, groups: Iterable[Found]) -> None:
        self._above: dict[str, set[str]] = defaultdict(set)
        member = MEMBER[settings.LDAP_GROUP_TYPE].lower()
        for group in groups:
            self._above[group.dn].update(said_by(group))
            for name, members in group.attributes.items():
                if name.partition(";")[0] == member:
                    for dn in members:
                        self._above[client.normal(dn.decode(errors="replace"))].add(group.dn)

    def of(self, found: Found) -> frozenset[str]:
        """The normal DNs of the groups that an entry is in, at any depth; circles end."""
        reached: set[str] = set()
        edge = self._above.get(found.dn, set()) | said_by(found)
        while edge:
            reached |= edge
            edge = {above for group in edge for above in self._above.get(group, ())} - reached
        return frozenset(reached)


def read(connection: Any) -> Groups:
    """The groups below LDAP_GROUP_BASE; none, if no setting asks for any."""
    if not are_asked():
        return Groups(())
    kind = settings.LDAP_GROUP_TYPE
    which = f"(objectClass={kind})"
    return Groups(client.search(connection, settings.LDAP_GROUP_BASE, which, [MEMBER[kind], "memberOf"]))


def said_by(found: Found) -> set[str]:
    """The groups that an entry itself names (`memberOf`): the directory may know of more than a search finds."""
    return {client.normal(dn.decode(errors="replace")) for dn in found.attributes.get("memberof", [])}
