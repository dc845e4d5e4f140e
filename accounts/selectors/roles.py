"""Who may look after the machine."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Role, User, UserRole, UserStatus
from messenger.core.errors import Forbidden


def require(actor: User, role: Role) -> None:
    """`Forbidden` for everybody who was not granted the role (contract 12: 403 outside rooms and messages)."""
    if role not in actor.roles:
        raise Forbidden


def require_still(actor: User, role: Role) -> None:
    """The same as the database says now: for what was asked for a while ago. Who was disabled since may nothing."""
    if not _held(role).filter(user_id=actor.pk).exists():
        raise Forbidden


def holders(role: Role) -> set[UUID]:
    """The active people who were granted a role."""
    return set(_held(role).values_list("user_id", flat=True))


def held_since(user_ids: Collection[UUID], moment: dt.datetime) -> dict[UUID, set[str]]:
    """`{user id: roles}` of what these people were granted by then and have had ever since."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = UserRole.objects.filter(user_id__in=user_ids, granted_at__lte=moment)
    for user_id, role in rows.values_list("user_id", "role"):
        found[user_id].add(role)
    return found


def _held(role: Role) -> QuerySet[UserRole]:
    return UserRole.objects.filter(role=role, user__status=UserStatus.ACTIVE)
