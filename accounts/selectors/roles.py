"""Who may look after the machine."""

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


def _held(role: Role) -> QuerySet[UserRole]:
    return UserRole.objects.filter(role=role, user__status=UserStatus.ACTIVE)
