"""The org chart."""

from typing import Any
from uuid import UUID

from accounts.models import OrgMember, OrgUnit, User, UserStatus
from accounts.photos import photo_url


def org_tree(actor: User) -> list[dict[str, Any]]:
    """The whole chart as nested units with their active people, in two queries at any depth.

    Everybody who is signed in may see it. Contract section 3.
    """
    nodes: dict[UUID, dict[str, Any]] = {}
    parents: dict[UUID, UUID | None] = {}
    for unit in OrgUnit.objects.all():
        nodes[unit.pk] = _node(unit)
        parents[unit.pk] = unit.parent_id
    _seat_people(nodes)
    roots: list[dict[str, Any]] = []
    for unit_id, parent_id in parents.items():
        siblings = roots if parent_id is None else nodes[parent_id]["children"]
        siblings.append(nodes[unit_id])
    return roots


def _node(unit: OrgUnit) -> dict[str, Any]:
    return {"orgUnitId": unit.pk, "name": unit.name, "parentId": unit.parent_id, "children": [], "members": []}


def _seat_people(nodes: dict[UUID, dict[str, Any]]) -> None:
    posts = OrgMember.objects.filter(user__status=UserStatus.ACTIVE, user__profile__isnull=False)
    rows = posts.values_list(
        "unit_id", "user_id", "user__profile__name", "title", "user__profile__title", "role_in_org",
        "user__profile__photo",
    )  # fmt: skip
    # Who leads a unit stands first in it.
    for unit_id, user_id, name, title, own_title, role, photo in sorted(rows, key=lambda row: (not row[5], row[2])):
        shown = {"name": name, "title": title or own_title, "photoUrl": photo_url(user_id, photo)}
        nodes[unit_id]["members"].append({"userId": user_id, **shown, "roleInOrg": role})
