"""Messages that people keep at hand. Nobody else learns of it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat import events
from chat.errors import MessageDeleted
from chat.models import Bookmark, Message
from chat.schemas.around import bookmark_out
from chat.selectors import messages
from messenger.core.errors import Forbidden, Invalid


@transaction.atomic
def keep_bookmark(*, actor: User, message_id: int, note: str = "") -> dict[str, Any]:
    """Bookmark a visible message; again, with another note. At most `MAX_BOOKMARKS`."""
    _member, message = messages.visible_message(actor, message_id)
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    mine = Bookmark.objects.filter(user=actor)
    if not mine.filter(message=message).exists() and mine.count() >= settings.MAX_BOOKMARKS:
        raise Invalid(messageId=[str(_("You have as many bookmarks as you can have."))])
    row, _new = Bookmark.objects.update_or_create(user=actor, message=message, defaults={"note": note})
    events.bookmark_updated(actor.pk, message_id, kept=True, note=note)
    return bookmark_out(row, messages.rendered([message])[0])


@transaction.atomic
def drop_bookmark(*, actor: User, message_id: int) -> None:
    """Take a bookmark away, also of a message one sees no more."""
    gone, _kinds = Bookmark.objects.filter(user=actor, message_id=message_id).delete()
    if not gone:
        messages.visible_message(actor, message_id)
        return
    events.bookmark_updated(actor.pk, message_id, kept=False)
