"""What clients may ask of the chat: bodies of REST and data of socket ops."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chat.models import Member, Message, Room
from messenger.core.fields import Choice, Flag, Id, Name, Schema, Text, Whole, is_blank

PLAIN_TYPES = (Message.Type.TEXT, Message.Type.NOTICE)
SENDABLE_TYPES = (*PLAIN_TYPES, Message.Type.FILE, Message.Type.IMAGE)


class IdList(serializers.ListField):
    """A list of UUIDs."""

    child = Id()


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Mentions(serializers.Field[Any, Any, Any, Any]):
    """Members' ids, or "all", alone or in the list: `(ids, everybody)`."""

    def to_internal_value(self, data: Any) -> Any:
        named = [data] if data == "all" else data
        if not isinstance(named, list):
            raise serializers.ValidationError(_("A list of user ids is expected."))
        if len(named) > settings.MAX_MENTIONS:
            raise serializers.ValidationError(_("Too many mentions."))
        return tuple(Id().run_validation(item) for item in named if item != "all"), "all" in named


class SendMessage(Schema):
    """POST /rooms/{roomId}/messages. The type says what must be there (contract 12)."""

    clientMsgId = Id(source="client_msg_id")
    type = Choice(choices=[*SENDABLE_TYPES], default=Message.Type.TEXT)
    text = Text(allow_blank=True, default="", max_length=settings.MAX_TEXT)
    mentions = Mentions(default=((), False))
    mentionUnits = IdList(source="mention_units", default=list, max_length=settings.MAX_MENTIONS)
    attachments = IdList(default=list, max_length=settings.MAX_ATTACHMENTS)
    replyTo = Whole(source="reply_to", allow_null=True, default=None, min_value=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["type"] in PLAIN_TYPES and is_blank(attrs["text"]):
            raise serializers.ValidationError({"text": _("This field may not be blank.")})
        if attrs["type"] not in PLAIN_TYPES and not attrs["attachments"]:
            raise serializers.ValidationError({"attachments": _("An attachment is expected.")})
        attrs["mentions"], attrs["mentions_all"] = attrs["mentions"]
        attrs["attachments"] = tuple(attrs["attachments"])
        attrs["mention_units"] = tuple(attrs["mention_units"])
        return attrs


class SendMessageFrame(SendMessage):
    """The socket's `message.send`: the same with the room."""

    roomId = Id(source="room_id")


class EditMessage(Schema):
    """PATCH /messages/{messageId}."""

    text = Text(allow_blank=True, max_length=settings.MAX_TEXT)


class PinMessage(Schema):
    """POST /rooms/{roomId}/pins."""

    messageId = Whole(source="message_id", min_value=1)


class ReadUpTo(Schema):
    """POST /rooms/{roomId}/read."""

    messageId = Whole(source="message_id", min_value=1)


class ReadFrame(ReadUpTo):
    """The socket's `room.read`: the same with the room."""

    roomId = Id(source="room_id")


class RoomFrame(Schema):
    """The socket's `room.typing`."""

    roomId = Id(source="room_id")


class CreateRoom(Schema):
    """POST /rooms."""

    type = Choice(choices=Room.Type.choices)
    name = Name(allow_blank=True, default="", max_length=settings.MAX_ROOM_NAME)
    memberIds = IdList(source="member_ids")


class UpdateRoom(Schema):
    """PATCH /rooms/{roomId}; what is left out stays."""

    name = Name(required=False, max_length=settings.MAX_ROOM_NAME)
    historyVisibility = Choice(source="history_visibility", choices=Room.HistoryVisibility.choices, required=False)


class AddMembers(Schema):
    """POST /rooms/{roomId}/members."""

    userIds = IdList(source="user_ids", allow_empty=False)


class ChangeMember(Schema):
    """PATCH /rooms/{roomId}/members/{userId}."""

    isAdmin = Flag(source="is_admin")


class ChangeMyPlace(Schema):
    """PATCH /rooms/{roomId}/me."""

    pinned = Flag(required=False)
    muted = Flag(required=False)
    notifyLevel = Choice(source="notify_level", choices=Member.Level.choices, required=False)


class Nothing(Schema):
    """No body is needed."""
