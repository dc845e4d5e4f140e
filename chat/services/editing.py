"""Edits and deletes messages (contract 5, 12)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import actions
from audit.services import record
from chat.errors import EditWindowOver, MessageDeleted, MustReadTextStands, NotTheSender
from chat.models import Message, MessageRevision, MustReadPlace, Room
from chat.selectors import messages
from chat.services import attaching, links
from chat.services.changing import announce, locked_message
from chat.services.pins import announce_pins, take_down
from chat.services.polls import burn_ballots, check_rewording
from messenger.core.errors import Forbidden, Invalid
from messenger.core.fields import is_blank

TEXT_TYPES = (Message.Type.TEXT, Message.Type.NOTICE, Message.Type.POLL)


@transaction.atomic
def edit_message(*, actor: User, message_id: int, text: str) -> dict[str, Any]:
    """Replace the text: its sender, within the edit window."""
    _member, room, message = locked_message(actor, message_id)
    if message.sender_id != actor.pk:
        raise NotTheSender
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.type == Message.Type.NOTICE and MustReadPlace.objects.filter(message=message).exists():
        raise MustReadTextStands
    moment = timezone.now()
    if moment - message.created_at > timedelta(seconds=settings.MESSAGE_EDIT_SECONDS):
        raise EditWindowOver(reason="EDIT_WINDOW")
    if message.type in TEXT_TYPES and is_blank(text):
        raise Invalid(text=[str(_("This field may not be blank."))])
    if message.type == Message.Type.POLL:
        check_rewording(message, text)
    if text == message.text:
        return messages.rendered([message])[0]
    MessageRevision.objects.create(message=message, text=message.text, replaced_at=moment)
    message.text, message.edited_at = text, moment
    links.note_again(message)
    return announce(room, message, "text", "edited_at")


@transaction.atomic
def delete_message(*, actor: User, message_id: int) -> None:
    """Empty a message, which keeps its place: its sender or a room admin."""
    member, room, message = locked_message(actor, message_id)
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    if message.sender_id != actor.pk and not member.is_admin:
        raise NotTheSender
    erase(room, message, by=actor)


def erase(room: Room, message: Message, *, by: User) -> None:
    """`delete_message` in a locked room, for whoever has proven the right to it."""
    if message.deleted_at is not None:
        return
    moment = timezone.now()
    MessageRevision.objects.create(message=message, text=message.text, replaced_at=moment)
    message.text, message.deleted_at = "", moment
    if message.type == Message.Type.POLL:
        burn_ballots(message)
    was_pinned = take_down(message)
    record(
        actions.MESSAGE_DELETED,
        actor=by,
        target_type="message",
        target_id=str(message.pk),
        roomId=str(room.pk),
        senderId=str(message.sender_id),
    )
    links.note_again(message)
    attaching.forget_texts(message)
    announce(room, message, "text", "deleted_at")
    if was_pinned:
        announce_pins(room)
