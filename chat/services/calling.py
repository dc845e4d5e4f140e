"""Notifies those whom a message calls: named, answered, or watching for a word in it. A follower (decision 0020)."""

import datetime as dt
import unicodedata
from collections import defaultdict
from uuid import UUID

from django.utils import timezone

from accounts.models import Profile
from chat.models import Member, Mention, Message, NotifiedRoom, Room
from chat.notification_types import KEYWORD, MENTION, REPLY
from chat.selectors import audience
from chat.services import following, waking
from chat.services.levels import PLAIN, notifies, wakes
from chat.services.notifying import notify

FIRST_NEWS = dt.timedelta(minutes=15)  # of a room that was never looked at


def follow() -> None:
    """Begin to follow the rooms; said once, where the process learns its work."""
    following.follow("notify", history=False)(take)


def take(room: Room, messages: list[Message]) -> None:
    """Notify of what is new among these; an edit, a reaction or a pin is no news."""
    news = [m for m in _new(room, messages) if m.type != Message.Type.SYSTEM and m.deleted_at is None]
    if not news:
        return
    listeners = Listeners(room)
    mentioned: dict[int, set[UUID]] = defaultdict(set)
    named = Mention.objects.filter(message_id__in=[m.pk for m in news])
    for message_id, user_id in named.values_list("message_id", "user_id"):
        mentioned[message_id].add(user_id)
    for message in news:
        listeners.tell(message, mentioned[message.pk])


def _new(room: Room, messages: list[Message]) -> list[Message]:
    """Those that no earlier call has seen.

    The highest `seq` seen is written down when everything that had changed was handed over: in a larger heap an
    older message may still be to come. What is seen twice then is kept from notifying twice by its key.
    """
    note = NotifiedRoom.objects.filter(room=room).first()
    since = timezone.now() - FIRST_NEWS
    news = [m for m in messages if (m.seq > note.seq if note else m.created_at > since)]
    if len(messages) < following.AT_ONCE:
        seq = max([m.seq for m in messages] + ([note.seq] if note else []))
        NotifiedRoom.objects.update_or_create(room=room, defaults={"seq": seq})
    return news


class Listeners:
    """The members of a room, what they want to hear, and how far they have read."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._audience = audience.load(room.pk, room.member_epoch)
        rows = Member.objects.filter(room=room, left_at=None).values_list("user_id", "notify_level", "last_read_seq")
        self._levels: dict[UUID, str] = {}
        self._read: dict[UUID, int] = {}
        for user_id, level, seq in rows:
            self._levels[user_id], self._read[user_id] = level, seq
        watching = Profile.objects.filter(user_id__in=self._levels, preferences__has_key="notificationKeywords")
        self._words = {
            user_id: [_folded(word) for word in chosen["notificationKeywords"]]
            for user_id, chosen in watching.values_list("user_id", "preferences")
        }

    def tell(self, message: Message, mentioned: set[UUID]) -> None:
        """Notify of one message; nobody of it twice, and its sender not at all."""
        left = {user_id for user_id in self._audience.seeing(message.seq) if user_id != message.sender_id}
        text = _folded(message.text) if self._words else ""
        answered = {user_id for user_id in left if message.reply_to and message.reply_to.sender_id == user_id}
        for kind, called in (
            (MENTION, left if message.mentions_all else mentioned & left),
            (REPLY, answered),
            (KEYWORD, {user_id for user_id in left if self._watches(user_id, text)}),
        ):
            called = called & left
            left = left - called
            self._notify(kind, {u for u in called if notifies(kind, self._levels.get(u))}, message)
        plain = [u for u in left if wakes(PLAIN, self._levels.get(u)) and not self._has_read(u, message)]
        waking.wake(plain, PLAIN, room_id=self._room.pk, message_id=message.pk)

    def _notify(self, type: str, users: set[UUID], message: Message) -> None:
        notify(
            users,
            type,
            room_id=self._room.pk,
            message_id=message.pk,
            actor_id=message.sender_id,
            key=str(message.pk),
            read_by={user_id for user_id in users if self._has_read(user_id, message)},
        )

    def _has_read(self, user_id: UUID, message: Message) -> bool:
        return self._read.get(user_id, 0) >= message.seq

    def _watches(self, user_id: UUID, text: str) -> bool:
        """Whether a folded text holds a word of theirs."""
        return any(word in text for word in self._words.get(user_id, ()))


def _folded(text: str) -> str:
    """Neither case nor width nor spelling of a letter makes a difference."""
    return unicodedata.normalize("NFKC", text).casefold()
