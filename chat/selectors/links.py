"""Links of messages."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.conf import settings

from chat.models import MessageLink
from chat.schemas.links import link_out


def links_of(message_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The links of messages the caller may see, in their order; one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not message_ids or not settings.LINK_PREVIEWS:
        return found
    rows = MessageLink.objects.filter(message_id__in=message_ids).select_related("link")
    for row in rows.order_by("message_id", "position"):
        found[row.message_id].append(link_out(row.link))
    return found
