"""What people have begun to write, on all their devices (decision 0025).

The device is the first home of a draft; this is the second. The last writer wins only over what it has seen:
whoever writes over a version they do not know gets that version back, and nothing is lost.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import events
from chat.errors import DraftMoved
from chat.models import RoomDraft
from chat.selectors import around, messages, rooms


def keep_draft(
    *, actor: User, room_id: UUID, text: str, reply_to: int | None = None, version: int = 0
) -> dict[str, Any]:
    """Write the actor's draft of a room over `version`; an empty text is none. `DraftMoved` holds the other text."""
    rooms.visible_room(actor, room_id)
    with transaction.atomic():
        RoomDraft.objects.bulk_create([RoomDraft(user=actor, room_id=room_id)], ignore_conflicts=True)
        row = RoomDraft.objects.select_for_update().get(user=actor, room_id=room_id)
        if (row.text, row.reply_to_id) == (text, _answerable(actor, room_id, reply_to)):
            return around.draft_shown(actor, row)
        if row.version != version and row.text and row.text != text:
            raise DraftMoved(draft=_plain(around.draft_shown(actor, row)))
        row.text, row.reply_to_id = text, _answerable(actor, room_id, reply_to)
        row.version, row.updated_at = row.version + 1, timezone.now()
        row.save()
        shown = around.draft_shown(actor, row)
        events.draft_updated(actor.pk, shown)
    return shown


def _answerable(actor: User, room_id: UUID, message_id: int | None) -> int | None:
    """The message a draft answers, if it stands in the room; a draft is no reason to refuse anything."""
    if message_id is None:
        return None
    member = rooms.visible_room(actor, room_id)
    return message_id if messages.in_room(member).filter(pk=message_id).exists() else None


def _plain(draft: dict[str, Any]) -> dict[str, Any]:
    return {**draft, "roomId": str(draft["roomId"])}
