"""Room and member on their way out."""

from typing import Any

from django.conf import settings

from chat.models import Member, Room
from messenger.core.wire import rfc3339


def member_out(member: Member, *, positions: bool) -> dict[str, Any]:
    """A row of a room's `members`; read positions only in rooms that are small enough to show them."""
    row = {"userId": member.user_id, "isAdmin": member.is_admin, "joinedAt": rfc3339(member.joined_at)}
    if positions:
        row |= {"lastReadMessageId": member.last_read_message_id, "lastReadSeq": member.last_read_seq}
    return row


def members_out(members: list[Member], member_count: int) -> list[dict[str, Any]]:
    """`members` of a room of `member_count` people."""
    positions = member_count <= settings.MAX_READ_POSITIONS
    return [member_out(member, positions=positions) for member in members]


def me_out(member: Member, unread_count: int) -> dict[str, Any]:
    """`me`: the viewer's own side of the room."""
    return {
        "isAdmin": member.is_admin,
        "pinned": member.pinned,
        "muted": member.notify_level == Member.Level.NOTHING,
        "notifyLevel": member.notify_level,
        "joinedAt": rfc3339(member.joined_at),
        "lastReadMessageId": member.last_read_message_id,
        "lastReadSeq": member.last_read_seq,
        "unreadCount": unread_count,
    }


def room_out(room: Room, member_count: int, members: list[Member] | None = None) -> dict[str, Any]:
    """What is the same for every member of the room."""
    shown = {
        "roomId": room.pk,
        "type": room.type,
        "name": room.name,
        "createdBy": room.created_by_id,
        "createdAt": rfc3339(room.created_at),
        "memberCount": member_count,
        "lastSeq": room.last_seq,
        "lastChange": room.last_change,
        "historyVisibility": room.history_visibility,
    }
    if members is not None:
        shown["members"] = members_out(members, member_count)
    return shown
