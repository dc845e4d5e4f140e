"""What hangs on some messages and comes with them on the wire: `{message id: {"poll": Poll, "mustRead": …}}`."""

from collections import defaultdict
from typing import Any

from chat.models import Message
from chat.selectors.must_reads import must_reads_of
from chat.selectors.polls import polls_of


def extras_of(messages: list[Message]) -> dict[int, dict[str, Any]]:
    """The extras of these messages. Nothing is asked of the database for kinds that have none."""
    extras: dict[int, dict[str, Any]] = defaultdict(dict)
    for key, kind, find in (("poll", Message.Type.POLL, polls_of), ("mustRead", Message.Type.NOTICE, must_reads_of)):
        found = find([m.pk for m in messages if m.type == kind and m.deleted_at is None])
        for message_id, value in found.items():
            extras[message_id][key] = value
    return extras
