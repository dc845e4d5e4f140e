"""Message on its way out. REST answer, ACK and event carry the same object."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chat.models import Message, Pin, Reaction
from messenger.core.wire import rfc3339

QUOTE_LENGTH = 100


def message_out(
    message: Message,
    *,
    mentions: Iterable[UUID] = (),
    reactions: Iterable[Reaction] = (),
    attachments: list[dict[str, Any]] | None = None,
    links: list[dict[str, Any]] | None = None,
    pinned: bool = False,
    unread_count: int | None = None,
    extras: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The Message object. `message.reply_to` must be loaded; `extras` are those of `selectors.extras`.

    A deleted one keeps its place only.
    """
    gone = message.deleted_at is not None
    silent = gone or message.type == Message.Type.SYSTEM
    details = (not gone and message.details) or {}
    extras = (not gone and extras) or {}
    return {
        "messageId": message.pk,
        "roomId": message.room_id,
        "seq": message.seq,
        "change": message.change,
        "clientMsgId": message.client_msg_id,
        "senderId": message.sender_id,
        "type": message.type,
        "text": "" if gone else message.text,
        "system": message.system,
        "mentions": [] if gone else [*(["all"] if message.mentions_all else []), *mentions],
        "attachments": [] if gone else attachments or [],
        "links": [] if gone else links or [],
        "replyTo": None if gone or message.reply_to is None else quote_out(message.reply_to),
        "reactions": [] if gone else reactions_out(reactions),
        "mentionUnits": details.get("mentionUnits", []),
        "forwarded": details.get("forwarded"),
        "poll": extras.get("poll"),
        "mustRead": extras.get("mustRead"),
        "pinned": pinned,
        "unreadCount": None if silent else unread_count,
        "createdAt": rfc3339(message.created_at),
        "editedAt": rfc3339(message.edited_at),
        "deletedAt": rfc3339(message.deleted_at),
    }


def quote_out(message: Message) -> dict[str, Any]:
    """ReplyTo: the beginning of the message that was answered, as it reads now."""
    gone = message.deleted_at is not None
    return {
        "messageId": message.pk,
        "senderId": message.sender_id,
        "type": message.type,
        "text": "" if gone else message.text[:QUOTE_LENGTH],
        "deletedAt": rfc3339(message.deleted_at),
    }


def reactions_out(reactions: Iterable[Reaction]) -> list[dict[str, Any]]:
    """Grouped by emoji, in the order in which each emoji first came."""
    groups: dict[str, list[UUID]] = {}
    for reaction in reactions:
        groups.setdefault(reaction.emoji, []).append(reaction.user_id)
    return [{"emoji": emoji, "count": len(users), "userIds": users} for emoji, users in groups.items()]


def pin_out(pin: Pin, message: dict[str, Any]) -> dict[str, Any]:
    """A pinned message with who pinned it."""
    return {
        "messageId": pin.message_id,
        "pinnedBy": pin.pinned_by_id,
        "pinnedAt": rfc3339(pin.pinned_at),
        "message": message,
    }
