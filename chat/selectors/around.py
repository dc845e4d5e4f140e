"""What the actor keeps around messages. Rows are one's own; messages are shown as far as one sees them still."""

from typing import Any
from uuid import UUID

from accounts.models import User
from chat.errors import ReminderNotFound, ScheduledNotFound
from chat.models import Bookmark, Message, Reminder, RoomDraft, ScheduledMessage
from chat.schemas.around import bookmark_out, draft_out, reminder_out
from chat.selectors import messages, rooms


def my_bookmarks(actor: User, *, after: int | None, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """A page of bookmarks, latest first, and the id after which the next one begins."""
    rows = Bookmark.objects.filter(user=actor, message__in=messages.visible_to(actor).values("pk"))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("message__reply_to").order_by("-pk")[: limit + 1])
    shown = messages.rendered([row.message for row in found[:limit]])
    wire = [bookmark_out(row, message) for row, message in zip(found[:limit], shown, strict=True)]
    return wire, found[limit - 1].pk if len(found) > limit else None


def bookmarked_ids(actor: User) -> list[int]:
    """The ids of all messages that the actor has bookmarked; there are at most `MAX_BOOKMARKS`."""
    return list(Bookmark.objects.filter(user=actor).order_by("-pk").values_list("message_id", flat=True))


def my_drafts(actor: User) -> list[dict[str, Any]]:
    """What the actor has begun to write in rooms they are in, latest first."""
    mine = rooms.places(actor).values("room_id")
    rows = list(RoomDraft.objects.filter(user=actor, room_id__in=mine).exclude(text="").order_by("-updated_at"))
    answered = _visible(actor, {row.reply_to_id for row in rows if row.reply_to_id is not None})
    return [draft_out(row, answered.get(row.reply_to_id or 0)) for row in rows]


def draft_shown(actor: User, row: RoomDraft) -> dict[str, Any]:
    """One draft on the wire."""
    answered = _visible(actor, {row.reply_to_id} if row.reply_to_id is not None else set())
    return draft_out(row, answered.get(row.reply_to_id or 0))


def my_scheduled(actor: User) -> list[ScheduledMessage]:
    """What is to be sent, and what could not be; the next one first."""
    rows = ScheduledMessage.objects.filter(sender=actor).exclude(state=ScheduledMessage.State.SENT)
    return list(rows.order_by("at", "pk"))


def own_scheduled(actor: User, scheduled_id: UUID, *, lock: bool = False) -> ScheduledMessage:
    """A scheduled message of the actor's, sent or not; `ScheduledNotFound`."""
    rows = ScheduledMessage.objects.select_for_update() if lock else ScheduledMessage.objects
    try:
        return rows.get(pk=scheduled_id, sender=actor)
    except ScheduledMessage.DoesNotExist:
        raise ScheduledNotFound from None


def my_reminders(actor: User) -> list[dict[str, Any]]:
    """What the actor will be reminded of, the next one first."""
    rows = list(Reminder.objects.filter(user=actor, told_at=None).order_by("at", "pk"))
    seen = _visible(actor, {row.message_id for row in rows})
    shown = {message["messageId"]: message for message in messages.rendered(list(seen.values()))}
    return [reminder_out(row, shown.get(row.message_id)) for row in rows]


def own_reminder(actor: User, reminder_id: UUID) -> Reminder:
    """A reminder of the actor's; `ReminderNotFound`."""
    try:
        return Reminder.objects.get(pk=reminder_id, user=actor)
    except Reminder.DoesNotExist:
        raise ReminderNotFound from None


def _visible(actor: User, ids: set[int]) -> dict[int, Message]:
    if not ids:
        return {}
    found = messages.visible_to(actor).filter(pk__in=ids).select_related("reply_to")
    return {message.pk: message for message in found}
