"""What a push says, looked up when it is sent: through its receiver's eyes, in their language, if it is still news."""

import datetime as dt
import hashlib

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import preferences
from accounts.models import Profile, User
from chat import notification_types as types
from chat.errors import MessageNotFound
from chat.models import Member, Message, PushDue, Room
from chat.selectors import messages, rooms
from chat.services.levels import PLAIN, is_quiet, wakes
from messenger.core import push

LONGEST = 200


class Wording:
    """Makes pushes for one person."""

    def __init__(self, person: User) -> None:
        self._person = person
        self._chosen = preferences.effective(person.profile.preferences)
        self._quiet = is_quiet(self._chosen)
        self._shows = settings.NOTIFICATION_PREVIEWS and self._chosen["notificationPreviews"]
        self._badge = rooms.unread_total(person)

    def of(self, row: PushDue) -> push.Push | None:
        """The push, or None if nobody shall be woken for it: too late, quiet, read, deleted, left, muted meanwhile."""
        late = timezone.now() - dt.timedelta(seconds=settings.PUSH_KEPT_SECONDS)
        if self._quiet or row.asked_at < late or (row.notification is not None and row.notification.read_at):
            return None
        member, message = self._place(row)
        if row.message_id is not None and (member is None or message is None):
            return None
        with translation.override(self._chosen["language"]):
            title, body = self._said(row, member, message) if self._shows else (settings.PRODUCT_NAME, _hidden())
        thread = str(row.room_id or row.thread)
        return push.Push(
            title=title,
            body=body,
            badge=self._badge,
            thread=hashlib.sha256(f"{settings.SECRET_KEY}:{thread}".encode()).hexdigest()[:32],
            collapse=hashlib.sha256(f"{settings.SECRET_KEY}:{row.thread}".encode()).hexdigest()[:32],
            ttl=settings.PUSH_KEPT_SECONDS,
            data=_where(row),
        )

    def _place(self, row: PushDue) -> tuple[Member | None, Message | None]:
        """The person's place and the message, if it is still theirs to see and news to them."""
        if row.message_id is None:
            return None, None
        try:
            member, message = messages.visible_message(self._person, row.message_id)
        except MessageNotFound:
            return None, None
        read = row.type in (PLAIN, *types.OF_ROOMS) and member.last_read_seq >= message.seq
        if read or message.deleted_at is not None or not wakes(row.type, member.notify_level):
            return None, None
        return member, message

    def _said(self, row: PushDue, member: Member | None, message: Message | None) -> tuple[str, str]:
        if member is None or message is None:
            text = row.notification.text if row.notification else ""
            return _named(row.type), text[:LONGEST] or _hidden()
        sender = ""
        if message.sender_id is not None:
            sender = Profile.objects.get(user_id=message.sender_id).name
        title = sender if member.room.type == Room.Type.DM else f"{sender} · {member.room.name}"
        body = message.text[:LONGEST] or gettext("A file")
        return title, body if row.type in (PLAIN, types.REPLY) else f"[{_named(row.type)}] {body}"


def _where(row: PushDue) -> dict[str, str]:
    """Where a push leads: ids alone."""
    target = row.notification.target if row.notification else None
    found = {
        "type": row.type or "MESSAGE",
        "roomId": row.room_id,
        "messageId": row.message_id,
        "notificationId": row.notification_id,
        "targetKind": target["kind"] if target else None,
        "targetId": target["id"] if target else None,
    }
    return {name: str(value) for name, value in found.items() if value is not None}


def _hidden() -> str:
    return gettext("There is something new.")


def _named(type: str) -> str:
    """A type of notification in words."""
    return {
        types.MENTION: gettext("Mention"),
        types.REPLY: gettext("Reply"),
        types.KEYWORD: gettext("Keyword"),
        types.MUST_READ: gettext("Must-read notice"),
        types.MUST_READ_REMINDER: gettext("Must-read notice"),
        types.READ_REMINDER: gettext("Please read"),
        types.SURVEY: gettext("Survey"),
        types.SURVEY_REMINDER: gettext("Survey"),
        types.SURVEY_CLOSED: gettext("Survey closed"),
        types.POLL_CLOSED: gettext("Poll closed"),
        types.POLL_REMINDER: gettext("Please vote"),
        types.REMINDER: gettext("Reminder"),
        types.SCHEDULED_FAILED: gettext("Scheduled message not sent"),
        types.NEW_DEVICE: gettext("Signed in on a new device"),
        types.ACCOUNT_CHANGED: gettext("An account was changed"),
        types.JOB: gettext("Work finished"),
        types.DISCLOSED: gettext("Messages of yours were read in an audit"),
        types.DIRECTORY_STOPPED: gettext("The directory would disable many people"),
    }[type]
