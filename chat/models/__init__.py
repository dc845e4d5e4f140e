"""Tables of rooms, members, messages and what hangs on them."""

from chat.models.attachments import Link, MessageAttachment, MessageLink
from chat.models.following import FollowedRoom
from chat.models.messages import Mention, Message, MessageRevision, Pin, Reaction
from chat.models.rooms import Member, Room

__all__ = [
    "FollowedRoom",
    "Link",
    "Member",
    "Mention",
    "Message",
    "MessageAttachment",
    "MessageLink",
    "MessageRevision",
    "Pin",
    "Reaction",
    "Room",
]
