"""What is asked for around messages, and how it looks: forwards, bookmarks, drafts, scheduled messages, reminders."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.models import Bookmark, Message, Reminder, RoomDraft, ScheduledMessage
from chat.schemas.messages import quote_out
from chat.schemas.requests import IdList, Mentions
from messenger.core.fields import Id, Moment, Schema, Text, Whole
from messenger.core.wire import rfc3339


class ForwardMessage(Schema):
    """POST /messages/{messageId}/forward."""

    clientMsgId = Id(source="client_msg_id")
    roomIds = IdList(source="room_ids", allow_empty=False, max_length=settings.MAX_FORWARD_ROOMS)
    comment = Text(allow_blank=True, default="", max_length=settings.MAX_TEXT)


class KeepBookmark(Schema):
    """PUT /messages/{messageId}/bookmark."""

    note = Text(allow_blank=True, default="", max_length=settings.MAX_NOTE)


class KeepDraft(Schema):
    """PUT /rooms/{roomId}/draft. `version` is the one that the text was written over."""

    text = Text(allow_blank=True, trim_whitespace=False, max_length=settings.MAX_TEXT)
    replyTo = Whole(source="reply_to", allow_null=True, default=None, min_value=1)
    version = Whole(default=0, min_value=0)


class ScheduleMessage(Schema):
    """POST /rooms/{roomId}/scheduled."""

    clientMsgId = Id(source="client_msg_id")
    text = Text(max_length=settings.MAX_TEXT)
    at = Moment()
    mentions = Mentions(default=((), False))
    mentionUnits = IdList(source="mention_units", default=list, max_length=settings.MAX_MENTIONS)
    replyTo = Whole(source="reply_to", allow_null=True, default=None, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs["mentions"], attrs["mentions_all"] = attrs["mentions"]
        attrs["mention_units"] = tuple(attrs["mention_units"])
        return attrs


class ChangeScheduled(Schema):
    """PATCH /scheduled/{scheduledId}; what is left out stays."""

    text = Text(required=False, max_length=settings.MAX_TEXT)
    at = Moment(required=False)
    mentions = Mentions(required=False)
    mentionUnits = IdList(source="mention_units", required=False, max_length=settings.MAX_MENTIONS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"text": _("Nothing is to be changed.")})
        if "mentions" in attrs:
            attrs["mentions"], attrs["mentions_all"] = attrs["mentions"]
        return attrs


class SetReminder(Schema):
    """POST /messages/{messageId}/reminders."""

    at = Moment()


def scheduled_out(row: ScheduledMessage, state: str = "") -> dict[str, Any]:
    """Scheduled. `state` stands in for the row's own where that is gone: CANCELLED."""
    return {
        "scheduledId": row.pk,
        "roomId": row.room_id,
        "clientMsgId": row.client_msg_id,
        "text": row.text,
        "mentions": [*(["all"] if row.mentions_all else []), *row.mentions],
        "mentionUnits": row.mention_units,
        "replyTo": row.reply_to_id,
        "at": rfc3339(row.at),
        "state": state or row.state,
        "failure": row.failure or None,
        "messageId": row.message_id,
        "createdAt": rfc3339(row.created_at),
    }


def reminder_out(row: Reminder, message: dict[str, Any] | None) -> dict[str, Any]:
    """Reminder; `message` is null for who sees it no more, and in events."""
    return {
        "reminderId": row.pk,
        "messageId": row.message_id,
        "at": rfc3339(row.at),
        "toldAt": rfc3339(row.told_at),
        "createdAt": rfc3339(row.created_at),
        "message": message,
    }


def bookmark_out(row: Bookmark, message: dict[str, Any]) -> dict[str, Any]:
    """Bookmark with its message as it is now."""
    return {
        "messageId": row.message_id,
        "note": row.note,
        "bookmarkedAt": rfc3339(row.created_at),
        "message": message,
    }


def draft_out(row: RoomDraft, answered: Message | None) -> dict[str, Any]:
    """Draft; `answered` is the message that it answers, if its author sees that."""
    return {
        "roomId": row.room_id,
        "text": row.text,
        "replyTo": quote_out(answered) if answered is not None else None,
        "version": row.version,
        "updatedAt": rfc3339(row.updated_at),
    }
