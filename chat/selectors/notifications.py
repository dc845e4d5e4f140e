"""The notifications of a person, with what they may see of the messages now."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from chat.models import Message, Notification
from chat.schemas.notifications import notification_out
from chat.selectors import messages, rooms


def mine(actor: User, *, limit: int, before: int | None = None) -> tuple[list[dict[str, Any]], int | None]:
    """A page of the actor's notifications, newest first; and before which id the next one starts."""
    rows = Notification.objects.filter(user_id=actor.pk)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return shown_to(actor, found), (found[-1].pk if more else None)


def shown_to(actor: User, rows: Iterable[Notification]) -> list[dict[str, Any]]:
    """The actor's notifications on the wire, with the text of those messages that they see today."""
    rows = list(rows)
    ids = {row.message_id for row in rows if row.message_id is not None}
    visible: dict[int, Message] = messages.visible_to(actor).in_bulk(ids) if ids else {}
    return [notification_out(row, visible.get(row.message_id or 0)) for row in rows]


def counts(actor: User) -> dict[str, int]:
    """The numbers that call for attention: unread messages, and notifications (contract 10: `HELLO`)."""
    return {"unreadCount": rooms.unread_total(actor), "unreadNotifications": unread_count(actor)}


def unread_count(actor: User) -> int:
    """How many the actor has not read."""
    return unread_counts([actor.pk]).get(actor.pk, 0)


def unread_counts(user_ids: Collection[UUID]) -> dict[UUID, int]:
    """`{user id: how many they have not read}` of those who have any."""
    rows = Notification.objects.filter(user_id__in=user_ids, read_at=None).order_by()
    return dict(rows.values_list("user_id").annotate(n=Count("pk")))
