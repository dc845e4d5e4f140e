"""Whom to wake and for what: rows that a job turns into pushes (decision 0026)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chat.models import PushDue, PushToken
from chat.services import moments
from messenger.core import push

WAKE = "push.wake"
AT_ONCE = 2000  # rows in one look: more than wait for a service that is down


def wake(
    users: Iterable[UUID],
    type: str,
    *,
    room_id: UUID | None = None,
    message_id: int | None = None,
    notifications: Mapping[UUID, int] | None = None,
) -> None:
    """Have the devices of these people woken in a while. What belongs together is one, with the newest of it."""
    if not push.is_on():
        return
    asked = timezone.now()
    reachable = PushToken.objects.filter(user_id__in=set(users), disabled_at=None).values_list("user_id", flat=True)
    rows = [
        PushDue(
            user_id=user_id,
            thread=f"{type}:{room_id or (notifications or {}).get(user_id, '')}",
            type=type,
            room_id=room_id,
            message_id=message_id,
            notification_id=(notifications or {}).get(user_id),
            asked_at=asked,
            due_at=asked + dt.timedelta(seconds=settings.PUSH_WAIT_SECONDS),
        )
        for user_id in sorted(set(reachable), key=str)
    ]
    PushDue.objects.bulk_create(  # the first of a burst says when
        rows,
        update_conflicts=True,
        unique_fields=["user", "thread"],
        update_fields=["message", "notification", "asked_at", "reached"],
    )


def due() -> list[tuple[UUID, UUID]]:
    """Who is to be woken now, twice each: as what the job is about, and as whose it is."""
    if not push.is_on():
        return []
    rows = PushDue.objects.filter(due_at__lte=timezone.now()).order_by("due_at").values_list("user_id", flat=True)
    return [(user_id, user_id) for user_id in dict.fromkeys(rows[:AT_ONCE])]


moments.look_at(WAKE, due)
