"""The files of messages."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from chat.models import MessageAttachment
from files.schemas import attachment_out

WireAttachment = dict[str, Any]


def attachments_of(message_ids: Collection[int]) -> dict[int, list[WireAttachment]]:
    """The attachments of messages the caller may see, in their order; one query."""
    found: dict[int, list[WireAttachment]] = defaultdict(list)
    rows = MessageAttachment.objects.filter(message_id__in=message_ids).select_related("attachment")
    for row in rows.order_by("message_id", "position"):
        found[row.message_id].append(attachment_out(row.attachment, row.message_id))
    return found
