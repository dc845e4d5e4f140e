"""Emoji on messages (contract 5, 12)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from emoji import is_emoji

from accounts.models import User
from chat.errors import MessageDeleted
from chat.models import Member, Message, Reaction, Room
from chat.selectors import messages
from chat.services.changing import announce, locked_message
from messenger.core.errors import Forbidden, Invalid


@transaction.atomic
def add_reaction(*, actor: User, message_id: int, emoji: str) -> dict[str, Any]:
    """Put an emoji on a message; once."""
    _member, room, message = _reactable(actor, message_id, emoji)
    kinds = set(Reaction.objects.filter(message=message).values_list("emoji", flat=True))
    if emoji not in kinds and len(kinds) >= settings.MAX_REACTIONS:
        raise Invalid(emoji=[str(_("This message has as many different reactions as it can have."))])
    _reaction, new = Reaction.objects.get_or_create(message=message, user=actor, emoji=emoji)
    return announce(room, message) if new else messages.rendered([message])[0]


@transaction.atomic
def remove_reaction(*, actor: User, message_id: int, emoji: str) -> dict[str, Any]:
    """Take one's own emoji back."""
    _member, room, message = _reactable(actor, message_id, emoji)
    gone, _kinds = Reaction.objects.filter(message=message, user=actor, emoji=emoji).delete()
    return announce(room, message) if gone else messages.rendered([message])[0]


def _reactable(actor: User, message_id: int, emoji: str) -> tuple[Member, Room, Message]:
    member, room, message = locked_message(actor, message_id)
    if not is_emoji(emoji):
        raise Invalid(emoji=[str(_("One emoji is expected."))])
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    return member, room, message
