"""Polls on the wire (contract 7, 12)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.models import Poll, PollOption
from chat.schemas.requests import IdList
from messenger.core.fields import Flag, Id, Moment, Schema, Text
from messenger.core.wire import rfc3339


class Options(serializers.ListField):
    """What can be chosen: texts, each once."""

    child = Text(max_length=settings.MAX_POLL_OPTION)

    def to_internal_value(self, data: Any) -> Any:
        found = tuple(super().to_internal_value(data))
        if len(set(found)) < len(found):
            raise serializers.ValidationError(_("Two options are the same."))
        return found


class CreatePoll(Schema):
    """POST /rooms/{roomId}/polls."""

    clientMsgId = Id(source="client_msg_id")
    question = Text(max_length=settings.MAX_POLL_QUESTION)
    options = Options(min_length=2, max_length=settings.MAX_POLL_OPTIONS)
    isAnonymous = Flag(source="is_anonymous", default=False)
    isMultiple = Flag(source="is_multiple", default=False)
    closesAt = Moment(source="closes_at", allow_null=True, default=None)


class Vote(Schema):
    """POST /polls/{pollId}/vote: all that is chosen; nothing withdraws the vote."""

    optionIds = IdList(source="option_ids", max_length=settings.MAX_POLL_OPTIONS)


@dataclass(slots=True)
class Tally:
    """What was voted, by option: how many, and by whom unless that is nobody's business. `mine` is one person's."""

    counts: dict[UUID, int] = field(default_factory=dict)
    voters: dict[UUID, list[UUID]] | None = None
    voter_count: int = 0
    mine: list[UUID] | None = None


def poll_out(poll: Poll, options: Sequence[PollOption], tally: Tally, *, named: bool = True) -> dict[str, Any]:
    """The Poll object. `poll.message` must be loaded; `myOptionIds` is null where many read the same object.

    Without `named` it leaves out who chose what, as it always does for anonymous polls.
    """
    return {
        "pollId": poll.pk,
        "messageId": poll.message_id,
        "roomId": poll.message.room_id,
        "question": poll.message.text,
        "isAnonymous": poll.is_anonymous,
        "isMultiple": poll.is_multiple,
        "closesAt": rfc3339(poll.closes_at),
        "closedAt": rfc3339(poll.closed_at),
        "voterCount": tally.voter_count,
        "options": [_option(option, tally, named=named) for option in options],
        "myOptionIds": tally.mine,
    }


def _option(option: PollOption, tally: Tally, *, named: bool) -> dict[str, Any]:
    shown = {"optionId": option.pk, "text": option.text, "count": tally.counts.get(option.pk, 0)}
    if named and tally.voters is not None:
        shown["voterIds"] = tally.voters.get(option.pk, [])
    return shown
