"""Reminders of messages, each told exactly once (decision 0025)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, UserStatus
from chat import events
from chat.errors import MessageDeleted
from chat.models import Message, Reminder
from chat.notification_types import REMINDER
from chat.schemas.around import reminder_out
from chat.selectors import around, messages
from chat.services import moments
from chat.services.notifying import notify
from messenger.core import jobs
from messenger.core.errors import Forbidden, Invalid, NotFound

TELL = "message.reminder"


@transaction.atomic
def set_reminder(*, actor: User, message_id: int, at: dt.datetime) -> tuple[dict[str, Any], bool]:
    """Be reminded of a visible message at `at`; again at the same moment, the same reminder. It, and whether it is new.

    `Invalid` for a moment in the past, beyond `SCHEDULE_AHEAD_DAYS`, and beyond `MAX_REMINDERS`.
    """
    _member, message = messages.visible_message(actor, message_id)
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    known = Reminder.objects.filter(user=actor, message=message, at=at, told_at=None).first()
    if known is None:
        _check(actor, at)
    row, new = Reminder.objects.get_or_create(user=actor, message=message, at=at)
    if new:
        events.reminder_updated(actor.pk, reminder_out(row, None))
    return reminder_out(row, messages.rendered([message])[0]), new


@transaction.atomic
def drop_reminder(*, actor: User, reminder_id: UUID) -> None:
    """No reminder any more."""
    row = around.own_reminder(actor, reminder_id)
    events.reminder_updated(actor.pk, {**reminder_out(row, None), "cancelled": True})
    row.delete()


def tell_due(run: jobs.Run, reminder_id: UUID) -> None:
    """Notify its owner, if it is still to be told and its moment has come; nobody of what they see no more."""
    with run.done():
        rows = Reminder.objects.select_for_update().select_related("user")
        row = rows.filter(pk=reminder_id, told_at=None, at__lte=timezone.now()).first()
        if row is None:
            return
        row.told_at = timezone.now()
        row.save(update_fields=["told_at"])
        events.reminder_updated(row.user_id, reminder_out(row, None))
        room_id = _room_seen_by(row)
        if room_id is not None:
            target = {"kind": "message", "id": row.message_id}
            key = f"reminder:{row.pk}"
            notify([row.user_id], REMINDER, room_id=room_id, message_id=row.message_id, target=target, key=key)


def _due() -> list[tuple[UUID, UUID]]:
    rows = Reminder.objects.filter(told_at=None, at__lte=timezone.now()).order_by("at")
    return list(rows.values_list("pk", "user_id")[: moments.AT_ONCE])


moments.look_at(TELL, _due)


def _room_seen_by(row: Reminder) -> UUID | None:
    """The room of the message, if its owner still sees it."""
    if row.user.status != UserStatus.ACTIVE:
        return None
    try:
        _member, message = messages.visible_message(row.user, row.message_id)
    except NotFound:
        return None
    return message.room_id if message.deleted_at is None else None


def _check(actor: User, at: dt.datetime) -> None:
    moments.check_ahead(at)
    if Reminder.objects.filter(user=actor, told_at=None).count() >= settings.MAX_REMINDERS:
        raise Invalid(at=[str(_("You have as many reminders as you can have."))])
