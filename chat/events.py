"""What happens in the chat: the only home of these event names (contract 10)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chat.models import Member, Room
from messenger.core.events import Event, declare, publish
from messenger.core.wire import rfc3339

declare(
    "MESSAGE_CREATED",
    "MESSAGE_UPDATED",
    "READ_UPDATED",
    "TYPING",
    "ROOM_CREATED",
    "ROOM_UPDATED",
    "ROOM_DELETED",
    "MEMBER_INVITED",
    "MEMBER_REMOVED",
    "PIN_UPDATED",
    "POLL_UPDATED",
    "NOTI_BADGE_UPDATED",
    "NOTIFICATION_CREATED",
    "NOTIFICATIONS_READ",
    "FILE_UPDATED",
    "BOOKMARK_UPDATED",
    "DRAFT_UPDATED",
    "SCHEDULED_UPDATED",
    "REMINDER_UPDATED",
    "MUST_READ_CREATED",
    "MUST_READ_CONFIRMED",
    "MUST_READ_UPDATED",
)


def message_created(wire: dict[str, Any], epoch: int) -> None:
    """To the members who can see it, the sender's other devices among them."""
    publish(_message("MESSAGE_CREATED", wire, epoch))


def message_updated(wire: dict[str, Any], epoch: int) -> None:
    """To the members who can see it: whatever gave it a new `change`."""
    publish(_message("MESSAGE_UPDATED", wire, epoch))


def _message(name: str, wire: dict[str, Any], epoch: int) -> Event:
    return Event(name, {"message": wire}, room=wire["roomId"], epoch=epoch, seq=wire["seq"], change=wire["change"])


def read_updated(member: Member, room: Room, *, private: bool) -> None:
    """To the room; in large rooms to the reader's own devices alone."""
    data = {
        "roomId": room.pk,
        "userId": member.user_id,
        "lastReadMessageId": member.last_read_message_id,
        "lastReadSeq": member.last_read_seq,
    }
    if private:
        publish(Event("READ_UPDATED", data, users=(member.user_id,)))
    else:
        publish(Event("READ_UPDATED", data, room=room.pk, epoch=room.member_epoch))


def badge_updated(user_id: UUID, unread_count: int) -> None:
    """To one person's devices: the unread messages of all their rooms."""
    publish(Event("NOTI_BADGE_UPDATED", {"userId": user_id, "unreadCount": unread_count}, users=(user_id,)))


def notification_created(user_id: UUID, shown: dict[str, Any], unread: int) -> None:
    """To one person's devices; `unread` counts the notifications they have not read."""
    data = {"notification": shown, "unreadNotifications": unread}
    publish(Event("NOTIFICATION_CREATED", data, users=(user_id,)))


def notifications_read(user_id: UUID, ids: list[int], moment: dt.datetime, unread: int) -> None:
    """To the reader's devices."""
    data = {"ids": ids, "readAt": rfc3339(moment), "unreadNotifications": unread}
    publish(Event("NOTIFICATIONS_READ", data, users=(user_id,)))


def typing(room: Room, user_id: UUID) -> None:
    """To the members but the typist."""
    data = {"roomId": room.pk, "userId": user_id}
    publish(Event("TYPING", data, room=room.pk, epoch=room.member_epoch, without=user_id))


def room_created(user_id: UUID, room: dict[str, Any]) -> None:
    """To one person, with their own `me`."""
    publish(Event("ROOM_CREATED", {"room": room}, users=(user_id,)))


def room_updated(room: Room, wire: dict[str, Any]) -> None:
    """To all members: what is the same for each of them."""
    publish(Event("ROOM_UPDATED", {"room": wire}, room=room.pk, epoch=room.member_epoch))


def room_updated_for(user_id: UUID, wire: dict[str, Any]) -> None:
    """To one person's devices, with their own `me`."""
    publish(Event("ROOM_UPDATED", {"room": wire}, users=(user_id,)))


def room_deleted(room_id: UUID, user_ids: Iterable[UUID]) -> None:
    """To those who were members; the room itself can be asked no more."""
    publish(Event("ROOM_DELETED", {"roomId": room_id}, users=tuple(user_ids)))


def room_hidden(room_id: UUID, user_id: UUID) -> None:
    """To the devices of somebody who left a DM: off the list; the other one learns nothing."""
    publish(Event("MEMBER_REMOVED", {"roomId": room_id, "userId": user_id}, users=(user_id,)))


def member_invited(room: Room, user_id: UUID) -> None:
    """To the members, the new one among them."""
    publish(_membership("MEMBER_INVITED", room, user_id))


def member_removed(room: Room, user_id: UUID) -> None:
    """To the members, and to the one concerned, who is no member any more."""
    publish(_membership("MEMBER_REMOVED", room, user_id))
    publish(Event("MEMBER_REMOVED", {"roomId": room.pk, "userId": user_id}, users=(user_id,)))


def _membership(name: str, room: Room, user_id: UUID) -> Event:
    return Event(name, {"roomId": room.pk, "userId": user_id}, room=room.pk, epoch=room.member_epoch)


def pins_updated(room: Room, user_ids: Iterable[UUID], pins: list[dict[str, Any]]) -> None:
    """To those who see exactly these pins."""
    data = {"roomId": room.pk, "pins": pins}
    publish(Event("PIN_UPDATED", data, users=tuple(user_ids), room=room.pk, epoch=room.member_epoch))


def poll_updated(poll: dict[str, Any], room: Room, seq: int) -> None:
    """To the members who can see its message: how many chose each option, and whether it is closed."""
    data = {
        "pollId": poll["pollId"],
        "roomId": room.pk,
        "counts": {str(option["optionId"]): option["count"] for option in poll["options"]},
        "voterCount": poll["voterCount"],
        "closedAt": poll["closedAt"],
    }
    publish(Event("POLL_UPDATED", data, room=room.pk, epoch=room.member_epoch, seq=seq))


def bookmark_updated(user_id: UUID, message_id: int, *, kept: bool, note: str = "") -> None:
    """To one person's devices: a star was put on a message, or taken off."""
    publish(Event("BOOKMARK_UPDATED", {"messageId": message_id, "kept": kept, "note": note}, users=(user_id,)))


def draft_updated(user_id: UUID, draft: dict[str, Any]) -> None:
    """To one person's devices: what they have begun to write in a room."""
    publish(Event("DRAFT_UPDATED", {"draft": draft}, users=(user_id,)))


def scheduled_updated(user_id: UUID, scheduled: dict[str, Any]) -> None:
    """To one person's devices: a message for later, as it stands; CANCELLED and SENT ones are no longer listed."""
    publish(Event("SCHEDULED_UPDATED", {"scheduled": scheduled}, users=(user_id,)))


def reminder_updated(user_id: UUID, reminder: dict[str, Any]) -> None:
    """To one person's devices: set, told or taken back, without the message."""
    publish(Event("REMINDER_UPDATED", {"reminder": reminder}, users=(user_id,)))


def file_updated(attachment: dict[str, Any], room_id: UUID, epoch: int, seq: int) -> None:
    """To the members who can see its message: the verdict or the pictures of a file arrived."""
    publish(Event("FILE_UPDATED", _file(attachment), room=room_id, epoch=epoch, seq=seq))


def file_updated_for(user_id: UUID, attachment: dict[str, Any], room_id: UUID, epoch: int) -> None:
    """To the uploader's devices, as long as nobody else has the file and they are a member."""
    publish(Event("FILE_UPDATED", _file(attachment), users=(user_id,), room=room_id, epoch=epoch))


def _file(attachment: dict[str, Any]) -> dict[str, Any]:
    names = ("attachmentId", "roomId", "messageId", "virusStatus", "thumbnailUrl", "previewUrl", "width", "height")
    return {name: attachment[name] for name in names}


def must_read_created(must_read_id: UUID, user_ids: Iterable[UUID]) -> None:
    """To those who have to confirm it, and to its author."""
    publish(Event("MUST_READ_CREATED", {"mustReadId": must_read_id}, users=tuple(user_ids)))


def must_read_confirmed(must_read_id: UUID, user_id: UUID, confirmation: dict[str, Any]) -> None:
    """To the devices of who confirmed."""
    publish(Event("MUST_READ_CONFIRMED", {"mustReadId": must_read_id, **confirmation}, users=(user_id,)))


def must_read_updated(must_read: dict[str, Any], user_ids: Iterable[UUID]) -> None:
    """To its author the numbers as they grow; to everybody concerned that it was closed or withdrawn."""
    publish(Event("MUST_READ_UPDATED", must_read, users=tuple(user_ids)))
