"""Messages kept at the top of a room (contract 5): any member pins and unpins."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat import events
from chat.errors import MessageDeleted, MessageNotFound
from chat.models import Message, Pin, Room
from chat.selectors import audience, messages, rooms
from chat.services.changing import announce, locked_message
from messenger.core.errors import Forbidden, Invalid


@transaction.atomic
def pin_message(*, actor: User, room_id: UUID, message_id: int) -> list[dict[str, Any]]:
    """Pin a message; returns the pins."""
    member, room, message = _in_room(actor, room_id, message_id)
    if message.deleted_at is not None:
        raise MessageDeleted
    if message.type == Message.Type.SYSTEM:
        raise Forbidden
    if not Pin.objects.filter(message=message).exists():
        if Pin.objects.filter(room=room).count() >= settings.MAX_PINS:
            raise Invalid(messageId=[str(_("This room has as many pins as it can have."))])
        Pin.objects.create(room=room, message=message, pinned_by=actor)
        announce(room, message)
        announce_pins(room)
    return messages.pins(member)


@transaction.atomic
def unpin_message(*, actor: User, room_id: UUID, message_id: int) -> None:
    """Take a pin down."""
    _member, room, message = _in_room(actor, room_id, message_id)
    if take_down(message):
        announce(room, message)
        announce_pins(room)


def take_down(message: Message) -> bool:
    """Remove the message's pin if it has one."""
    gone, _kinds = Pin.objects.filter(message=message).delete()
    return gone > 0


def announce_pins(room: Room) -> None:
    """`PIN_UPDATED`: everybody gets the pins that they may see, and no other."""
    found = list(Pin.objects.filter(room=room).select_related("message").order_by("-pinned_at", "-pk"))
    watchers: dict[tuple[int, ...], list[UUID]] = defaultdict(list)
    for user_id, place in audience.load(room.pk).places.items():
        watchers[tuple(pin.message_id for pin in found if place.sees(pin.message.seq))].append(user_id)
    shown = {pin["messageId"]: pin for pin in messages.pins_out(found)}
    for visible, user_ids in watchers.items():
        events.pins_updated(room, user_ids, [shown[message_id] for message_id in visible])


def _in_room(actor: User, room_id: UUID, message_id: int) -> Any:
    rooms.visible_room(actor, room_id)
    member, room, message = locked_message(actor, message_id)
    if room.pk != room_id:
        raise MessageNotFound
    return member, room, message
