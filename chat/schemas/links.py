"""Link on its way out (contract 12)."""

from typing import Any

from chat.models import Link


def link_out(link: Link) -> dict[str, Any]:
    """The Link object: what the card shows."""
    ready = link.status == Link.Status.READY
    return {
        "url": link.url,
        "domain": link.domain,
        "status": link.status,
        "title": link.title if ready else "",
        "description": link.description if ready else "",
        "imageUrl": f"/api/v1/links/{link.pk}/image" if ready and link.image_key else None,
    }
