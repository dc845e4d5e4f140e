"""Ends polls: by hand, or at their time (contract 7). Closed stays closed."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from chat import notification_types
from chat.errors import NotThePollsOwner, PollNotFound, RoomNotFound
from chat.models import Member, Poll, PollOption, Room
from chat.selectors import polling, polls
from chat.services.locking import locked_room
from chat.services.notifying import notify
from chat.services.polls import ask_to_close, locked_poll, pause_of, tell, was_just_told
from messenger.core import jobs
from messenger.core.jobs.run import worker_ends


@transaction.atomic
def close_poll(*, actor: User, poll_id: UUID) -> dict[str, Any]:
    """Close a poll before its time: whoever made it, or a room admin. Once closed it is left as it is."""
    member, room, poll = locked_poll(actor, poll_id)
    _must_own(member, poll)
    if poll.closed_at is None:
        over = polling.is_over(poll)  # its time came, and only the job is late
        _close(room, poll, poll.closes_at if over and poll.closes_at else timezone.now(), by=actor.pk)
    return polling.poll_for(actor, poll)


@transaction.atomic
def close_for_leaver(*, owner: User, by: User, poll_id: UUID) -> bool:
    """Close what somebody who leaves left open, as an admin asked; whether it was still open and theirs."""
    try:
        room, poll = _locked(poll_id)
    except (PollNotFound, RoomNotFound):
        return False
    if poll.message.sender_id != owner.pk or poll.closed_at is not None:
        return False
    over = polling.is_over(poll)
    _close(room, poll, poll.closes_at if over and poll.closes_at else timezone.now(), by=by.pk)
    return True


@transaction.atomic
def remind_non_voters(*, actor: User, poll_id: UUID) -> dict[str, Any]:
    """Ask those who have not voted to do so, once a day at most; how many they are. Its author or a room admin."""
    member, room, poll = locked_poll(actor, poll_id)
    _must_own(member, poll)
    people = [] if polling.is_over(poll) else [u for u in polling.non_voters(poll) if u != actor.pk]
    _notify(room, poll, people, notification_types.POLL_REMINDER, f"{poll.pk}:{timezone.localdate()}", actor.pk)
    return {"reminded": len(people)}


def _must_own(member: Member, poll: Poll) -> None:
    if poll.message.sender_id != member.user_id and not member.is_admin:
        raise NotThePollsOwner


def close_at_its_time(run: jobs.Run, poll_id: UUID) -> None:
    """Close a poll whose time has come; before that, ask again. Whatever ran twice or too early closes once."""
    with transaction.atomic():
        try:
            room, poll = _locked(poll_id)
        except (PollNotFound, RoomNotFound):
            return
        with run.done():
            if poll.closed_at is None and poll.closes_at is not None:
                if polling.is_over(poll):
                    _close(room, poll, poll.closes_at)
                else:
                    ask_to_close(poll)


def close_overdue() -> int:
    """Ask for the end of all polls whose time has come: after a standstill, a lost job, a clock that jumped."""
    due = Poll.objects.filter(closed_at=None, closes_at__lte=Now(), message__deleted_at=None)
    late = list(due.filter(message__room__deleted_at=None))
    for poll in late:
        ask_to_close(poll)
    return len(late)


def tell_in_one_go(run: jobs.Run, poll_id: UUID) -> None:
    """Tell the counts that gathered while the room had just been told."""
    poll = Poll.objects.filter(pk=poll_id).first()
    if poll is not None and was_just_told(poll):
        worker_ends.wait(pause_of(poll).total_seconds())
    with transaction.atomic():
        try:
            room, poll = _locked(poll_id)
        except (PollNotFound, RoomNotFound):
            return
        with run.done():  # under the lock: a vote after this asks for another telling
            tell(room, poll)


def _locked(poll_id: UUID) -> tuple[Room, Poll]:
    """A poll for the jobs, under its room's lock."""
    room_id = Poll.objects.filter(pk=poll_id).values_list("message__room_id", flat=True).first()
    if room_id is None:
        raise PollNotFound
    room = locked_room(room_id)
    poll = Poll.objects.select_related("message").filter(pk=poll_id, message__deleted_at=None).first()
    if poll is None:
        raise PollNotFound
    return room, poll


def _close(room: Room, poll: Poll, moment: dt.datetime, by: UUID | None = None) -> None:
    """Only under the lock, and only an open one."""
    if poll.is_anonymous:
        _burn_ballots(poll)
    poll.closed_at = moment
    poll.salt = None
    poll.save(update_fields=["closed_at", "closed_voters", "salt"])
    tell(room, poll)
    voters = set() if poll.is_anonymous else polling.voters_of(poll)
    people = {poll.message.sender_id, *voters} - {by, None}
    _notify(room, poll, [user_id for user_id in people if user_id], notification_types.POLL_CLOSED, str(poll.pk), by)


def _burn_ballots(poll: Poll) -> None:
    """Count them for the last time, and keep nothing but the counts."""
    options = polls.options_of([poll])
    tally = polls.tallies_of([poll], options)[poll.pk]
    for option in options[poll.pk]:
        option.closed_count = tally.counts.get(option.pk, 0)
    PollOption.objects.bulk_update(options[poll.pk], ["closed_count"])
    poll.closed_voters = tally.voter_count
    poll.ballots.all().delete()


def _notify(room: Room, poll: Poll, people: list[UUID], kind: str, key: str, by: UUID | None) -> None:
    still_here = Member.objects.filter(room=room, left_at=None, user_id__in=people).values_list("user_id", flat=True)
    notify(
        still_here,
        kind,
        room_id=room.pk,
        message_id=poll.message_id,
        target={"kind": "message", "id": poll.message_id},
        actor_id=by,
        key=f"poll:{key}",
    )
