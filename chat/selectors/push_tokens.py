"""Which devices can be woken."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import DeviceSession, User, UserStatus
from chat.models import PushToken


def open_devices() -> QuerySet[DeviceSession]:
    """The devices on which active people are signed in."""
    return DeviceSession.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), user__status=UserStatus.ACTIVE)


def mine(actor: User) -> list[PushToken]:
    """The actor's own, newest first."""
    return list(PushToken.objects.filter(user_id=actor.pk).order_by("-created_at", "pk"))


def usable(user_id: UUID) -> list[PushToken]:
    """Those by which somebody can be woken now: signed in, and not said to be dead by their service."""
    rows = PushToken.objects.filter(user_id=user_id, disabled_at=None, device__in=open_devices())
    return list(rows.order_by("created_at", "pk"))
