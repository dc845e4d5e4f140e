"""Cases of disclosure on the wire (contract 9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import User
from chat.models import Disclosure, DisclosureLook, Room
from chat.schemas.requests import IdList
from messenger.core import errors
from messenger.core.fields import Flag, Moment, Name, Schema, Text, Whole
from messenger.core.wire import rfc3339

MAX_REASON = 2000
MAX_BASIS = 300  # the column's width


class AskDisclosure(Schema):
    """POST /disclosures."""

    reason = Text(min_length=5, max_length=MAX_REASON)
    legalBasis = Name(source="legal_basis", min_length=2, max_length=MAX_BASIS)
    roomIds = IdList(source="room_ids", default=list, max_length=settings.MAX_DISCLOSURE_NAMES)
    userIds = IdList(source="user_ids", default=list, max_length=settings.MAX_DISCLOSURE_NAMES)
    hours = Whole(required=False, min_value=1, max_value=24 * settings.DISCLOSURE_MOST_DAYS)
    withFiles = Flag(source="with_files", default=False)
    notifySubjects = Flag(source="tells_subjects", default=False)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python's."""
        return {**super().get_fields(), "from": Moment(source="since"), "to": Moment(source="until")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for key in ("room_ids", "user_ids"):
            attrs[key] = tuple(dict.fromkeys(attrs[key]))
        if not attrs["room_ids"] and not attrs["user_ids"]:
            raise serializers.ValidationError({"roomIds": _("A room or a person is expected.")})
        if attrs["since"] >= attrs["until"]:
            raise serializers.ValidationError({"to": _("The period ends before it begins.")})
        return attrs


class ApproveDisclosure(Schema):
    """POST /disclosures/{disclosureId}/approve: for fewer hours than asked, if so said."""

    note = Text(allow_blank=True, default="", max_length=MAX_REASON)
    hours = Whole(required=False, min_value=1, max_value=24 * settings.DISCLOSURE_MOST_DAYS)


class RejectDisclosure(Schema):
    """POST /disclosures/{disclosureId}/reject."""

    note = Text(max_length=MAX_REASON)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why somebody may not decide on a case: `code` and `because` are the contract's, `text` is for people."""

    code: str
    words: errors.Text
    because: str = ""

    @property
    def text(self) -> str:
        """In the reader's language."""
        return str(self.words) % {"days": settings.DISCLOSURE_APART_DAYS}


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody is to a case at this moment."""

    state: Disclosure.State
    objection: Objection | None
    may_read: bool


def disclosure_out(disclosure: Disclosure, may: Rights, names: Mapping[UUID, Iterable[str]]) -> dict[str, Any]:
    """The Disclosure object for an overseer, with what they `may` do; `names` are of the direct messages it names."""
    return {
        "disclosureId": disclosure.pk,
        "state": may.state,
        "reason": disclosure.reason,
        "legalBasis": disclosure.legal_basis,
        "rooms": [room_named(row.room, names.get(row.room_id, ())) for row in disclosure.room_rows.all()],
        "people": [person_named(row.user) for row in disclosure.person_rows.all()],
        "from": rfc3339(disclosure.since),
        "to": rfc3339(disclosure.until),
        "hours": disclosure.hours,
        "withFiles": disclosure.with_files,
        "notifySubjects": disclosure.tells_subjects,
        "askedBy": person_named(disclosure.asked_by),
        "askedAt": rfc3339(disclosure.asked_at),
        "decidedBy": disclosure.decided_by and person_named(disclosure.decided_by),
        "decidedAt": rfc3339(disclosure.decided_at),
        "note": disclosure.note,
        "expiresAt": rfc3339(disclosure.expires_at),
        "closedBy": disclosure.closed_by and person_named(disclosure.closed_by),
        "closedAt": rfc3339(disclosure.closed_at),
        "lookCount": getattr(disclosure, "look_count", 0),
        "mayDecide": may.objection is None,
        "objection": may.objection.code if may.objection else "",
        "objectionText": may.objection.text if may.objection else "",
        "mayRead": may.may_read,
    }


def person_named(user: User) -> dict[str, Any]:
    """Somebody by id and name."""
    return {"userId": user.pk, "name": user.profile.name}


def room_named(room: Room, names: Iterable[str] = ()) -> dict[str, Any]:
    """A room by id and name; a direct message by the names of its two people."""
    return {
        "roomId": room.pk,
        "type": room.type,
        "name": room.name or ", ".join(names),
        "deletedAt": rfc3339(room.deleted_at),
    }


def look_out(look: DisclosureLook) -> dict[str, Any]:
    """What was looked at, and when."""
    return {
        "kind": look.kind,
        "roomId": look.room_id,
        "roomName": look.room.name,
        "fromSeq": look.from_seq,
        "toSeq": look.to_seq,
        "count": look.count,
        "at": rfc3339(look.at),
    }


def disclosed_message(message: dict[str, Any], *, quotes: set[int], files_of: UUID | None) -> dict[str, Any]:
    """A message of a scope: no reader's number, no address that others have, and nothing quoted from outside of it.

    `quotes` are the answered messages that lie in the scope; `files_of` is the case if it opens files.
    """
    quoted = message["replyTo"]
    if quoted is not None and quoted["messageId"] not in quotes:
        quoted = {**quoted, "text": "", "outsideScope": True}
    return {
        **message,
        "replyTo": quoted,
        "unreadCount": None,
        "attachments": [_attachment(one, files_of) for one in message["attachments"]],
        "links": [{**link, "imageUrl": None} for link in message["links"]],
    }


def _attachment(attachment: dict[str, Any], files_of: UUID | None) -> dict[str, Any]:
    address = f"/api/v1/disclosures/{files_of}/files/{attachment['attachmentId']}/download"
    return {**attachment, "thumbnailUrl": None, "previewUrl": None, "downloadUrl": address if files_of else None}
