"""Read positions and typing (contract 4, 5, 10)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat import events
from chat.models import Member
from chat.selectors import messages, rooms
from chat.services import notified
from messenger.core import limits
from messenger.core.errors import Invalid, RateLimited


def mark_read(*, actor: User, room_id: UUID, message_id: int) -> dict[str, Any]:
    """Move the actor's position up to a message. It never moves backwards."""
    member = rooms.visible_room(actor, room_id)
    seq = messages.in_room(member).filter(pk=message_id).values_list("seq", flat=True).first()
    if seq is None:
        raise Invalid(messageId=[str(_("This message is not in the room."))])
    moved = Member.objects.filter(pk=member.pk, last_read_seq__lt=seq).update(
        last_read_seq=seq, last_read_message_id=message_id
    )
    if moved:
        member.last_read_seq, member.last_read_message_id = seq, message_id
        size = Member.objects.filter(room_id=room_id, left_at=None).count()
        events.read_updated(member, member.room, private=size > settings.MAX_READ_POSITIONS)
        events.badge_updated(actor.pk, rooms.unread_total(actor))
        notified.read_with_messages(actor.pk, room_id, seq)
    else:
        member.refresh_from_db(fields=["last_read_seq", "last_read_message_id"])
    return {
        "lastReadMessageId": member.last_read_message_id,
        "lastReadSeq": member.last_read_seq,
        "unreadCount": rooms.unread_count(member),
    }


def show_typing(*, actor: User, room_id: UUID) -> None:
    """Tell the others that the actor types; at most once in a while, and never twice."""
    room = rooms.visible_room(actor, room_id).room
    try:
        limits.spend("typing", f"{actor.pk}:{room_id}")
    except RateLimited:
        return
    events.typing(room, actor.pk)
