"""Tables of rooms, members and messages."""

from chat.models.messages import Mention, Message, MessageRevision, Pin, Reaction
from chat.models.rooms import Member, Room

__all__ = ["Member", "Mention", "Message", "MessageRevision", "Pin", "Reaction", "Room"]
