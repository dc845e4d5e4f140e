"""What people do with their notifications."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Notification
from chat.selectors import notifications


@transaction.atomic
def read_notifications(*, actor: User, up_to_id: int | None = None, ids: list[int] | None = None) -> dict[str, Any]:
    """Mark one's own notifications as read: all that were created up to one, or these. Others' are left alone."""
    rows = Notification.objects.filter(user_id=actor.pk, read_at=None)
    rows = rows.filter(pk__in=ids) if ids is not None else rows.filter(pk__lte=up_to_id)
    return _read(actor, list(rows.values_list("pk", flat=True)))


def _read(actor: User, found: list[int]) -> dict[str, Any]:
    moment = timezone.now()
    Notification.objects.filter(pk__in=found, read_at=None).update(read_at=moment)
    unread = notifications.unread_count(actor)
    if found:
        events.notifications_read(actor.pk, found, moment, unread)
    return {"unreadNotifications": unread}
