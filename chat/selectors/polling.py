"""Polls the actor may see, their own choice, and who has voted (contract 7)."""

from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from accounts.models import User
from chat.errors import AnonymousPoll, MessageNotFound, PollNotFound
from chat.models import Member, Message, Poll, PollBallot, PollOption, PollVote
from chat.schemas.polls import poll_out
from chat.selectors import audience, ballots, messages, polls


def visible_poll(actor: User, poll_id: UUID) -> tuple[Member, Poll]:
    """The actor's place and the poll with its message, or NotFound; that of a deleted message is gone."""
    poll = Poll.objects.select_related("message").filter(pk=poll_id, message__deleted_at=None).first()
    if poll is None:
        raise PollNotFound
    try:
        member, _message = messages.visible_message(actor, poll.message_id)
    except MessageNotFound:
        raise PollNotFound from None
    return member, poll


def poll_for(actor: User, poll: Poll) -> dict[str, Any]:
    """The Poll as this person sees it, with their own choice and all names."""
    options = polls.options_of([poll])
    tally = polls.tallies_of([poll], options)[poll.pk]
    tally.mine = chosen_by(actor.pk, poll, options[poll.pk])
    return poll_out(poll, options[poll.pk], tally)


def chosen_by(user_id: UUID, poll: Poll, options: list[PollOption]) -> list[UUID]:
    """What this person chose, in the order of the options; of a closed anonymous poll nobody knows that any more."""
    if poll.is_anonymous:
        if poll.closed_at is not None:
            return []
        ballot = PollBallot.objects.filter(pk=ballots.name_of(poll, user_id)).first()
        return ballots.chosen_on(ballot, options) if ballot else []
    mine = set(PollVote.objects.filter(poll=poll, user_id=user_id).values_list("option_id", flat=True))
    return [option.pk for option in options if option.pk in mine]


def is_over(poll: Poll) -> bool:
    """Whether nobody can vote any more: closed, or its time has come by the database's clock."""
    return poll.closed_at is not None or Poll.objects.filter(pk=poll.pk, closes_at__lte=Now()).exists()


def voters_of(poll: Poll) -> set[UUID]:
    """Who voted in a poll by name."""
    return set(PollVote.objects.filter(poll=poll).values_list("user_id", flat=True))


def non_voters(poll: Poll) -> list[UUID]:
    """The members who see the poll and have not voted, longest-standing first; of an anonymous one nobody can say."""
    if poll.is_anonymous:
        raise AnonymousPoll(reason="ANONYMOUS")
    message: Message = poll.message
    able = set(audience.load(message.room_id).seeing(message.seq)) - voters_of(poll)
    rows = Member.objects.filter(room_id=message.room_id, left_at=None, user_id__in=able)
    return list(rows.order_by("joined_at", "pk").values_list("user_id", flat=True))
