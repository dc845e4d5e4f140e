"""Votes in polls (contract 7): by name in rows of their own, anonymously on sealed ballots (decision 0022)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.errors import PollClosed
from chat.models import Poll, PollBallot, PollOption, PollVote
from chat.selectors import ballots, polling, polls
from chat.services.polls import locked_poll, tell_soon
from messenger.core.errors import Invalid


@transaction.atomic
def vote(*, actor: User, poll_id: UUID, option_ids: Sequence[UUID]) -> dict[str, Any]:
    """Replace the actor's vote by these options; none withdraws it. Returns the poll with their choice.

    `PollClosed` from the second on at which it closes, by the database's clock and under the room's lock,
    whenever the job comes that says so to everybody.
    """
    _member, room, poll = locked_poll(actor, poll_id)
    if polling.is_over(poll):
        raise PollClosed
    options = polls.options_of([poll])[poll.pk]
    chosen = _chosen(poll, options, option_ids)
    if chosen != polling.chosen_by(actor.pk, poll, options):
        (_drop_ballot if poll.is_anonymous else _write_names)(actor, poll, options, chosen)
        tell_soon(room, poll)
    return polling.poll_for(actor, poll)


def _chosen(poll: Poll, options: list[PollOption], option_ids: Sequence[UUID]) -> list[UUID]:
    """What was asked for in the order of the options, or `Invalid`."""
    wanted = set(option_ids)
    if wanted - {option.pk for option in options}:
        raise Invalid(optionIds=[str(_("This is no option of the poll."))])
    if len(wanted) > 1 and not poll.is_multiple:
        raise Invalid(optionIds=[str(_("Only one option can be chosen."))])
    return [option.pk for option in options if option.pk in wanted]


def _write_names(actor: User, poll: Poll, _options: list[PollOption], chosen: list[UUID]) -> None:
    PollVote.objects.filter(poll=poll, user=actor).delete()
    only = not poll.is_multiple
    PollVote.objects.bulk_create([PollVote(poll=poll, user=actor, option_id=o, only=only) for o in chosen])


def _drop_ballot(actor: User, poll: Poll, options: list[PollOption], chosen: list[UUID]) -> None:
    name = ballots.name_of(poll, actor.pk)
    if chosen:
        sealed = ballots.sealed(name, options, chosen)
        PollBallot.objects.update_or_create(name=name, defaults={"poll": poll, "sealed": sealed})
    else:
        PollBallot.objects.filter(pk=name).delete()
