"""What every change of a stored message shares: lock, change, tell."""

from typing import Any

from accounts.models import User
from chat import events
from chat.models import Member, Message, Room
from chat.selectors import messages
from chat.services.locking import locked_room, touch


def locked_message(actor: User, message_id: int) -> tuple[Member, Room, Message]:
    """A visible message with its room locked: the actor's place, the room, the message as it is now."""
    member, message = messages.visible_message(actor, message_id)
    room = locked_room(message.room_id)
    member, message = messages.visible_message(actor, message_id)
    return member, room, message


def announce(room: Room, message: Message, *saved: str) -> dict[str, Any]:
    """Give the message a new `change`, save it, tell the room; returns the Message object."""
    touch(room, message)
    message.save(update_fields=["change", *saved])
    wire = messages.rendered([message])[0]
    events.message_updated(wire, room.member_epoch)
    return wire
