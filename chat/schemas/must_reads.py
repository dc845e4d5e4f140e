"""Must-read notices on the wire (contract 8)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.models import MustRead, MustReadPlace, MustReadRecipient
from chat.schemas.requests import IdList
from messenger.core.fields import Id, Moment, Name, Schema, Text
from messenger.core.wire import rfc3339

MAX_TITLE = 100  # the column's width
BETWEEN = "\n\n"  # stands between title and text in the message


class PublishMustRead(Schema):
    """POST /must-reads."""

    clientMsgId = Id(source="client_msg_id")
    title = Name(max_length=MAX_TITLE)
    text = Text(max_length=max(1, settings.MAX_TEXT - MAX_TITLE - len(BETWEEN)))
    roomIds = IdList(source="room_ids", default=list, max_length=settings.MAX_MUST_READ_PLACES)
    orgUnitIds = IdList(source="unit_ids", default=list, max_length=settings.MAX_MUST_READ_PLACES)
    deadline = Moment(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for key in ("room_ids", "unit_ids"):
            attrs[key] = tuple(dict.fromkeys(attrs[key]))
        if not attrs["room_ids"] and not attrs["unit_ids"]:
            raise serializers.ValidationError({"roomIds": _("A room or a department is expected.")})
        return attrs


@dataclass(frozen=True, slots=True)
class Count:
    """How many have confirmed, of how many."""

    confirmed: int
    of: int

    def as_wire(self) -> dict[str, int]:
        return {"confirmedCount": self.confirmed, "targetCount": self.of}


def hung_out(notice: MustRead, count: Count) -> dict[str, Any]:
    """What comes with the message of a notice, the same for all who see it."""
    return {
        "mustReadId": notice.pk,
        "title": notice.title,
        "deadline": rfc3339(notice.deadline),
        "closedAt": rfc3339(notice.closed_at),
        **count.as_wire(),
    }


def must_read_out(
    notice: MustRead,
    count: Count,
    *,
    places: list[dict[str, Any]],
    mine: MustReadRecipient | None,
    manages: bool,
) -> dict[str, Any]:
    """A notice as one person sees it. `me` is null for who has nothing to confirm."""
    return {
        **hung_out(notice, count),
        "authorId": notice.author_id,
        "text": notice.text,
        "createdAt": rfc3339(notice.created_at),
        "withdrawnAt": rfc3339(notice.withdrawn_at),
        "places": places,
        "me": None if mine is None else confirmation_out(notice, mine),
        "manages": manages,
        "remindedAt": rfc3339(notice.reminded_at) if manages else None,
        "remindableAt": rfc3339(remindable_at(notice)) if manages else None,
    }


def confirmation_out(notice: MustRead, mine: MustReadRecipient) -> dict[str, Any]:
    """When somebody confirmed, and whether that was after the deadline."""
    return {"confirmedAt": rfc3339(mine.confirmed_at), "late": is_late(notice, mine.confirmed_at)}


def recipient_out(notice: MustRead, recipient: MustReadRecipient) -> dict[str, Any]:
    """Somebody on the list of who confirmed and who did not."""
    return {
        "userId": recipient.user_id,
        "unitName": recipient.unit_name,
        **confirmation_out(notice, recipient),
    }


def place_out(place: MustReadPlace, room_name: str) -> dict[str, Any]:
    """A room with the message there, or a department."""
    in_room = place.room_id is not None
    return {
        "roomId": place.room_id,
        "messageId": place.message_id,
        "orgUnitId": None if in_room else place.unit_id,
        "name": room_name if in_room else place.unit_name,
    }


def is_late(notice: MustRead, confirmed_at: dt.datetime | None) -> bool:
    """Whether a confirmation came after the deadline."""
    return confirmed_at is not None and notice.deadline is not None and confirmed_at > notice.deadline


def remindable_at(notice: MustRead) -> dt.datetime | None:
    """The earliest moment of the next reminder by hand; None: now."""
    if notice.reminded_at is None:
        return None
    return notice.reminded_at + dt.timedelta(seconds=settings.MUST_READ_REMIND_SECONDS)


def message_text(title: str, text: str) -> str:
    """What the message of a notice says: everybody can read it, whatever their client knows of notices."""
    return f"{title}{BETWEEN}{text}"
