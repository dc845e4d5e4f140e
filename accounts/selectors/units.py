"""Departments and the people in them, sub-units included."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from accounts.models import OrgMember, OrgUnit, User, UserStatus

NO_ROLE = ("", "겸직")  # a concurrent post is marked in the field of the role, and leads nobody


def names(unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """`{unit id: name}` of those that exist."""
    return dict(OrgUnit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))


def with_sub_units(unit_ids: Iterable[UUID]) -> set[UUID]:
    """These units and everything below them, in one query."""
    return _branch(unit_ids, _children())


def people_of(unit_ids: Iterable[UUID]) -> set[UUID]:
    """The active people of these units and of everything below them."""
    posts = OrgMember.objects.filter(unit_id__in=with_sub_units(unit_ids), user__status=UserStatus.ACTIVE)
    return set(posts.values_list("user_id", flat=True))


def people_of_each(unit_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """`{unit id: its active people, sub-units included}`, in two queries however many units."""
    below = _children()
    branches = {unit_id: _branch([unit_id], below) for unit_id in unit_ids}
    posts = OrgMember.objects.filter(unit_id__in=set().union(*branches.values()), user__status=UserStatus.ACTIVE)
    seated: dict[UUID, set[UUID]] = defaultdict(set)
    for unit_id, user_id in posts.values_list("unit_id", "user_id"):
        seated[unit_id].add(user_id)
    return {unit_id: {one for each in branch for one in seated[each]} for unit_id, branch in branches.items()}


def units_of(user_id: UUID) -> set[UUID]:
    """The units in which somebody has a post (concurrent posts: several)."""
    return set(OrgMember.objects.filter(user_id=user_id).values_list("unit_id", flat=True))


def every() -> set[UUID]:
    """All units."""
    return set(OrgUnit.objects.values_list("pk", flat=True))


def led_by(user_id: UUID) -> set[UUID]:
    """The units in which somebody holds a role, such as 팀장; marking a second post gives none."""
    posts = OrgMember.objects.filter(user_id=user_id).exclude(role_in_org__in=NO_ROLE)
    return set(posts.values_list("unit_id", flat=True))


def seated_over(unit_id: UUID, *, leading: bool) -> set[UUID]:
    """The active people with a post in a unit or above it; `leading`: with a role there, as in `led_by`."""
    above, line = parents(), set()
    at: UUID | None = unit_id
    while at is not None and at not in line:
        line.add(at)
        at = above.get(at)
    posts = OrgMember.objects.filter(unit_id__in=line, user__status=UserStatus.ACTIVE)
    found = posts.exclude(role_in_org__in=NO_ROLE) if leading else posts
    return set(found.values_list("user_id", flat=True))


def main_units_of(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """`{user id: the name of their primary unit}`; who has no post is left out."""
    posts = OrgMember.objects.filter(user_id__in=user_ids).order_by("is_primary", "-unit__order_no")
    return dict(posts.values_list("user_id", "unit__name"))


def _branch(unit_ids: Iterable[UUID], below: dict[UUID | None, list[UUID]]) -> set[UUID]:
    """These units and everything below them."""
    found: set[UUID] = set()
    waiting = list(unit_ids)
    while waiting:
        unit_id = waiting.pop()
        if unit_id not in found:
            found.add(unit_id)
            waiting += below[unit_id]
    return found


def _children() -> dict[UUID | None, list[UUID]]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for unit_id, parent_id in OrgUnit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(unit_id)
    return children


def active_people() -> set[UUID]:
    """Everybody who may sign in."""
    return set(User.objects.filter(status=UserStatus.ACTIVE).values_list("pk", flat=True))


def parents() -> dict[UUID, UUID | None]:
    """The chart from below: `{unit id: the id of the unit above it}`."""
    return dict(OrgUnit.objects.values_list("pk", "parent_id"))


def homes_of(user_ids: Collection[UUID], within: Collection[UUID] | None = None) -> dict[UUID, UUID]:
    """`{user id: the one unit they count for}`: that of their primary post, or the first in the chart's order.

    With `within`, of these units alone; who has no post there is left out.
    """
    posts = OrgMember.objects.order_by("user_id", "-is_primary", "unit__order_no", "unit_id")
    homes: dict[UUID, UUID] = {}
    for user_id, unit_id in posts.values_list("user_id", "unit_id"):
        if user_id in user_ids and (within is None or unit_id in within):
            homes.setdefault(user_id, unit_id)
    return homes
