"""Pictures of links, for those who see a message that names the link."""

from uuid import UUID

from django.conf import settings

from accounts.models import User
from chat.errors import LinkNotFound
from chat.models import Link
from chat.selectors import messages


def visible_picture(actor: User, link_id: UUID) -> Link:
    """The link, which has a picture, or NotFound."""
    named = messages.visible_to(actor).filter(link_rows__link_id=link_id, deleted_at=None)
    if not settings.LINK_PREVIEWS or not named.exists():
        raise LinkNotFound
    link = Link.objects.exclude(image_key="").filter(pk=link_id, status=Link.Status.READY).first()
    if link is None:
        raise LinkNotFound
    return link
