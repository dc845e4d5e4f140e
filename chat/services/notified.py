"""What people do with their notifications."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.models import Notification
from chat.notification_types import OF_ROOMS
from chat.selectors import notifications


@transaction.atomic
def read_notifications(*, actor: User, up_to_id: int | None = None, ids: list[int] | None = None) -> dict[str, Any]:
    """Mark one's own notifications as read: all that were created up to one, or these. Others' are left alone."""
    rows = Notification.objects.filter(user_id=actor.pk, read_at=None)
    rows = rows.filter(pk__in=ids) if ids is not None else rows.filter(pk__lte=up_to_id)
    return _read(actor.pk, list(rows.values_list("pk", flat=True)))


def read_with_messages(actor_id: UUID, room_id: UUID, seq: int) -> None:
    """Who has read a room up to this message has read what notified of messages up to it."""
    rows = Notification.objects.filter(user_id=actor_id, room_id=room_id, read_at=None, type__in=OF_ROOMS)
    found = list(rows.filter(message__seq__lte=seq).values_list("pk", flat=True))
    if found:
        _read(actor_id, found)


@transaction.atomic
def take_back(kind: str, target_id: UUID, *, since: dt.datetime) -> None:
    """What these led to was taken back by who made it: no title of it stays, and nobody is woken for it any more.

    `since` is when it was made; there is no index by target, but one by time.
    """
    rows = Notification.objects.filter(created_at__gte=since, target__kind=kind, target__id=str(target_id))
    unread: dict[UUID, list[int]] = defaultdict(list)
    for pk, user_id in rows.filter(read_at=None).values_list("pk", "user_id"):
        unread[user_id].append(pk)
    moment = timezone.now()
    rows.filter(read_at=None).update(read_at=moment)
    rows.update(text="")
    left = notifications.unread_counts(list(unread))
    for user_id, found in unread.items():
        events.notifications_read(user_id, found, moment, left.get(user_id, 0))


def forget_old() -> int:
    """Delete what is older than the settings say, and beyond how many a person may have; how many those were."""
    before = timezone.now() - dt.timedelta(days=settings.NOTIFICATION_KEPT_DAYS)
    forgotten = Notification.objects.filter(created_at__lt=before).delete()[0]
    counted = Notification.objects.order_by().values_list("user_id").annotate(n=Count("pk"))
    for user_id, _n in counted.filter(n__gt=settings.MAX_NOTIFICATIONS):
        rows = Notification.objects.filter(user_id=user_id).order_by("-pk").values_list("pk", flat=True)
        oldest_kept = rows[settings.MAX_NOTIFICATIONS - 1]
        forgotten += Notification.objects.filter(user_id=user_id, pk__lt=oldest_kept).delete()[0]
    return forgotten


def _read(actor_id: UUID, found: list[int]) -> dict[str, Any]:
    moment = timezone.now()
    Notification.objects.filter(pk__in=found, read_at=None).update(read_at=moment)
    unread = notifications.unread_counts([actor_id]).get(actor_id, 0)
    if found:
        events.notifications_read(actor_id, found, moment, unread)
    return {"unreadNotifications": unread}
