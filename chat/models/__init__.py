"""Tables of rooms, members, messages and what hangs on them."""

from chat.models.around import Bookmark, Forward, Reminder, RoomDraft, ScheduledMessage
from chat.models.attachments import Link, MessageAttachment, MessageLink
from chat.models.disclosure import DisclosedPerson, DisclosedRoom, Disclosure, DisclosureLook
from chat.models.following import FollowedRoom
from chat.models.messages import Mention, Message, MessageRevision, Pin, Reaction
from chat.models.must_reads import MustRead, MustReadPlace, MustReadRecipient, ReadReminder
from chat.models.notifications import Notification, NotifiedRoom, PushDue, PushToken
from chat.models.polls import Poll, PollBallot, PollOption, PollVote
from chat.models.rooms import Member, Room
from chat.models.search import SearchText

__all__ = [
    "Bookmark",
    "DisclosedPerson",
    "DisclosedRoom",
    "Disclosure",
    "DisclosureLook",
    "FollowedRoom",
    "Forward",
    "Link",
    "Member",
    "Mention",
    "Message",
    "MessageAttachment",
    "MessageLink",
    "MessageRevision",
    "MustRead",
    "MustReadPlace",
    "MustReadRecipient",
    "Notification",
    "NotifiedRoom",
    "Pin",
    "Poll",
    "PollBallot",
    "PollOption",
    "PollVote",
    "PushDue",
    "PushToken",
    "Reaction",
    "ReadReminder",
    "Reminder",
    "Room",
    "RoomDraft",
    "ScheduledMessage",
    "SearchText",
]
