"""Reminds those who have not read a message, and only those (contract 5)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import notification_types
from chat.errors import MessageDeleted, NotTheSender
from chat.models import Message, ReadReminder
from chat.selectors import messages
from chat.services.changing import locked_message
from chat.services.notifying import notify
from messenger.core.errors import Forbidden, RateLimited
from messenger.core.wire import rfc3339


@transaction.atomic
def remind_unread(*, actor: User, message_id: int) -> dict[str, Any]:
    """Notify everybody who has not read the message: by its sender or a room admin.

    `{remindedCount, remindedAt, remindableAt}`; sooner than `READ_REMIND_SECONDS` after the last one it is
    `RateLimited`. Where everybody has read it, nothing happens, and `remindedAt` is that of the last time.
    """
    member, room, message = locked_message(actor, message_id)
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    if message.sender_id != actor.pk and not member.is_admin:
        raise NotTheSender
    if message.deleted_at is not None:
        raise MessageDeleted
    last = ReadReminder.objects.filter(message=message).values_list("reminded_at", flat=True).first()
    now, pause = timezone.now(), dt.timedelta(seconds=settings.READ_REMIND_SECONDS)
    if last is not None and last + pause > now:
        raise RateLimited(int((last + pause - now).total_seconds()) + 1)
    people = [one for one in messages.readers(member, message)["unread"] if one != actor.pk]
    if people:
        last = now
        ReadReminder.objects.update_or_create(message=message, defaults={"reminded_at": now, "reminded_by": actor})
        notify(
            people,
            notification_types.READ_REMINDER,
            room_id=room.pk,
            message_id=message.pk,
            target={"kind": "message", "id": message.pk},
            actor_id=actor.pk,
        )
    return {
        "remindedCount": len(people),
        "remindedAt": rfc3339(last),
        "remindableAt": rfc3339(last + pause) if last else None,
    }
