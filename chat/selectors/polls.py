"""Polls, and what was voted in them (contract 7)."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from chat.models import Poll, PollBallot, PollOption, PollVote
from chat.schemas.polls import Tally, poll_out
from chat.selectors import ballots


def polls_of(message_ids: list[int]) -> dict[int, dict[str, Any]]:
    """`{message id: what all its readers may see of it}`: `myOptionIds` is null, and many names are left out."""
    polls = list(Poll.objects.filter(message_id__in=message_ids).select_related("message")) if message_ids else []
    options = options_of(polls)
    tallies = tallies_of(polls, options)
    return {
        poll.message_id: poll_out(
            poll, options[poll.pk], tallies[poll.pk], named=tallies[poll.pk].voter_count <= settings.MAX_POLL_VOTERS
        )
        for poll in polls
    }


def options_of(polls: Sequence[Poll]) -> dict[UUID, list[PollOption]]:
    """The options of each poll, in their order."""
    found: dict[UUID, list[PollOption]] = {poll.pk: [] for poll in polls}
    if polls:
        for option in PollOption.objects.filter(poll__in=polls).order_by("place"):
            found[option.poll_id].append(option)
    return found


def tallies_of(polls: Sequence[Poll], options: dict[UUID, list[PollOption]]) -> dict[UUID, Tally]:
    """What was voted in each poll, without anybody's own choice."""
    named = [poll for poll in polls if not poll.is_anonymous]
    sealed = [poll for poll in polls if poll.is_anonymous and poll.closed_at is None]
    counted = [poll for poll in polls if poll.is_anonymous and poll.closed_at is not None]
    tallies = {poll.pk: _as_closed(poll, options[poll.pk]) for poll in counted}
    return tallies | (_by_name(named) if named else {}) | (_opened(sealed, options) if sealed else {})


def _by_name(polls: list[Poll]) -> dict[UUID, Tally]:
    people: dict[UUID, set[UUID]] = {poll.pk: set() for poll in polls}
    voters: dict[UUID, dict[UUID, list[UUID]]] = {poll.pk: defaultdict(list) for poll in polls}
    rows = PollVote.objects.filter(poll__in=polls).order_by("pk").values_list("poll_id", "option_id", "user_id")
    for poll_id, option_id, user_id in rows:
        voters[poll_id][option_id].append(user_id)
        people[poll_id].add(user_id)
    return {
        poll_id: Tally({option: len(users) for option, users in chosen.items()}, dict(chosen), len(people[poll_id]))
        for poll_id, chosen in voters.items()
    }


def _opened(polls: list[Poll], options: dict[UUID, list[PollOption]]) -> dict[UUID, Tally]:
    tallies = {poll.pk: Tally(defaultdict(int)) for poll in polls}
    for ballot in PollBallot.objects.filter(poll__in=polls):
        tally = tallies[ballot.poll_id]
        tally.voter_count += 1
        for option_id in ballots.chosen_on(ballot, options[ballot.poll_id]):
            tally.counts[option_id] += 1
    return tallies


def _as_closed(poll: Poll, options: list[PollOption]) -> Tally:
    return Tally({option.pk: option.closed_count for option in options}, voter_count=poll.closed_voters)
