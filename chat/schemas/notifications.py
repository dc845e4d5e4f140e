"""Notifications on the wire (contract 8, 12)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.models import Message, Notification, PushToken
from messenger.core.fields import Choice, Schema, Text, Whole
from messenger.core.wire import rfc3339

EXCERPT = 200  # characters of a message
MOST_READ = 200  # ids in one request
MOST_TOKEN = 4096


class WholeList(serializers.ListField):
    """A list of ids."""

    child = Whole(min_value=1)


class ReadNotifications(Schema):
    """POST /notifications/read: those up to one, or these."""

    upToId = Whole(source="up_to_id", required=False, min_value=0)
    ids = WholeList(required=False, max_length=MOST_READ)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError({"upToId": _("Either upToId or ids is expected.")})
        return attrs


def notification_out(row: Notification, message: Message | None) -> dict[str, Any]:
    """Notification of contract 12; `message` as its reader may see it. What is not theirs to see any more is `gone`."""
    gone = row.message_id is not None and (message is None or message.deleted_at is not None)
    shown = None if gone else message
    return {
        "notificationId": row.pk,
        "type": row.type,
        "roomId": row.room_id,
        "messageId": row.message_id,
        "messageType": shown.type if shown else None,
        "actorId": row.actor_id,
        "text": "" if gone else (shown.text if shown else row.text)[:EXCERPT],
        "target": row.target,
        "gone": gone,
        "createdAt": rfc3339(row.created_at),
        "readAt": rfc3339(row.read_at),
    }


class AddPushToken(Schema):
    """POST /push-tokens; of a browser the token is its subscription as JSON."""

    platform = Choice(choices=PushToken.Platform.choices)
    token = Text(max_length=MOST_TOKEN)


def push_token_out(token: PushToken) -> dict[str, Any]:
    """A token on the wire; never the token itself, which would let others wake the device."""
    return {
        "pushTokenId": token.pk,
        "platform": token.platform,
        "deviceSessionId": token.device_id,
        "createdAt": rfc3339(token.created_at),
        "usedAt": rfc3339(token.used_at),
        "disabledAt": rfc3339(token.disabled_at),
        "disabledReason": token.disabled_why,
    }
