"""What hangs on messages, on the wire."""

from typing import Any

from chat.models import MessageLink
from chat.schemas.links import link_out
from messenger.core.wire import rfc3339


def link_place_out(row: MessageLink) -> dict[str, Any]:
    """A link of the file & photo box: the Link and where it stands."""
    message = row.message
    return {
        "messageId": message.pk,
        "roomId": message.room_id,
        "senderId": message.sender_id,
        "createdAt": rfc3339(message.created_at),
        "link": link_out(row.link),
    }
