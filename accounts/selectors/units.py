"""Departments and the people in them, sub-units included."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from accounts.models import OrgMember, OrgUnit, UserStatus


def names(unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """`{unit id: name}` of those that exist."""
    return dict(OrgUnit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))


def with_sub_units(unit_ids: Iterable[UUID]) -> set[UUID]:
    """These units and everything below them, in one query."""
    below = _children()
    found: set[UUID] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += below[unit_id]
    return found


def people_of(unit_ids: Iterable[UUID]) -> set[UUID]:
    """The active people of these units and of everything below them."""
    posts = OrgMember.objects.filter(unit_id__in=with_sub_units(unit_ids), user__status=UserStatus.ACTIVE)
    return set(posts.values_list("user_id", flat=True))


def people_of_each(unit_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """`{unit id: its active people, sub-units included}`."""
    return {unit_id: people_of([unit_id]) for unit_id in unit_ids}


def units_of(user_id: UUID) -> set[UUID]:
    """The units in which somebody has a post (concurrent posts: several)."""
    return set(OrgMember.objects.filter(user_id=user_id).values_list("unit_id", flat=True))


def _children() -> dict[UUID | None, list[UUID]]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for unit_id, parent_id in OrgUnit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(unit_id)
    return children
