"""Makes polls, and tells the room of their counts (contract 7)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat import events
from chat.errors import PollNotFound, PollVoted
from chat.models import Member, Message, Poll, PollBallot, PollOption, Room
from chat.models.polls import new_salt
from chat.selectors import polling, polls
from chat.services.changing import announce, locked_message
from chat.services.drafts import Sent
from chat.services.sending import send_message
from messenger.core import jobs
from messenger.core.errors import Invalid

CLOSE, TELL = "poll.close", "poll.tell"


@dataclass(frozen=True, slots=True)
class Ask:
    """The poll that hangs on its message (`drafts.Hanging`). A resend must match in question and options."""

    options: tuple[str, ...]
    is_anonymous: bool
    is_multiple: bool
    closes_at: dt.datetime | None

    def content(self) -> Any:
        return ["poll", self.options, self.is_anonymous, self.is_multiple]

    def hang(self, message: Message) -> None:
        """`Invalid` if it would be closed already."""
        poll = Poll.objects.create(
            message=message,
            is_anonymous=self.is_anonymous,
            is_multiple=self.is_multiple,
            closes_at=self.closes_at,
            salt=new_salt() if self.is_anonymous else None,
        )
        if polling.is_over(poll):
            raise Invalid(closesAt=[str(_("This moment is over."))])
        PollOption.objects.bulk_create([PollOption(poll=poll, place=n, text=t) for n, t in enumerate(self.options)])
        ask_to_close(poll)


def create_poll(
    *,
    actor: User,
    room_id: UUID,
    client_msg_id: UUID,
    question: str,
    options: tuple[str, ...],
    is_anonymous: bool = False,
    is_multiple: bool = False,
    closes_at: dt.datetime | None = None,
) -> Sent:
    """Post a poll to a room of the actor's; the same `client_msg_id` again changes nothing."""
    return send_message(
        actor=actor,
        room_id=room_id,
        client_msg_id=client_msg_id,
        type=Message.Type.POLL,
        text=question,
        hanging=Ask(tuple(options), is_anonymous, is_multiple, closes_at),
    )


def locked_poll(actor: User, poll_id: UUID) -> tuple[Member, Room, Poll]:
    """A visible poll under the lock of its room, as it is now, with its message."""
    _member, poll = polling.visible_poll(actor, poll_id)
    member, room, message = locked_message(actor, poll.message_id)
    if message.deleted_at is not None:
        raise PollNotFound
    poll = Poll.objects.get(pk=poll_id)
    poll.message = message
    return member, room, poll


def check_rewording(message: Message, question: str) -> None:
    """A question may be put right until somebody has answered it."""
    if len(question) > settings.MAX_POLL_QUESTION:
        raise Invalid(text=[str(_("This question is too long."))])
    shown = polls.polls_of([message.pk]).get(message.pk)
    if shown is not None and (shown["voterCount"] or shown["closedAt"]):
        raise PollVoted


def burn_ballots(message: Message) -> None:
    """The votes of an anonymous poll go with its message: nobody is going to count them any more."""
    PollBallot.objects.filter(poll__message=message).delete()
    Poll.objects.filter(message=message).update(salt=None)


def ask_to_close(poll: Poll) -> None:
    """Have the poll closed at its time. The clock's job looks too, so that nothing hangs on this one."""
    if poll.closes_at is not None:
        wait = (poll.closes_at - timezone.now()).total_seconds()
        jobs.enqueue(CLOSE, key=str(poll.pk), wait=max(0.0, wait), pollId=str(poll.pk))


def tell_soon(room: Room, poll: Poll) -> None:
    """Tell the room of new counts: at once, or in one go with those that follow within a moment.

    A thousand people who vote within a minute would else make a million frames; and of an anonymous poll
    each single vote would be seen at the moment it is cast.
    """
    if _may_tell_now(room, poll):
        tell(room, poll)
    else:
        jobs.enqueue(TELL, key=str(poll.pk), pollId=str(poll.pk))


def pause_of(poll: Poll) -> dt.timedelta:
    """What lies between two tellings, at least."""
    anonymous = settings.POLL_TELL_ANONYMOUS_SECONDS
    return dt.timedelta(seconds=anonymous if poll.is_anonymous else settings.POLL_TELL_SECONDS)


def _may_tell_now(room: Room, poll: Poll) -> bool:
    if not was_just_told(poll):
        return True
    return not poll.is_anonymous and room.members.filter(left_at=None).count() <= settings.POLL_SMALL_ROOM


def was_just_told(poll: Poll) -> bool:
    """Whether the room heard of the counts a moment ago. A clock that was set back silences nothing."""
    return poll.told_at is not None and abs(timezone.now() - poll.told_at) < pause_of(poll)


def tell(room: Room, poll: Poll) -> dict[str, Any]:
    """Tell the room now: the message gets a new `change`. The caller holds the room's lock. The shared Poll."""
    poll.told_at = timezone.now()
    poll.save(update_fields=["told_at"])
    shown: dict[str, Any] = announce(room, poll.message)["poll"]
    events.poll_updated(shown, room, poll.message.seq)
    return shown
