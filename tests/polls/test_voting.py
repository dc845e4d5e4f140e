"""Voting, voting otherwise, withdrawing; who has voted and who has not (contract 7)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from chat.models import Member, Poll, PollVote, Room
from chat.services import members
from messenger.core import events, jobs
from tests.files.stores import together
from tests.polls.conftest import Voter, counts

pytestmark = pytest.mark.django_db


def test_a_vote_is_counted_with_its_name(bob: User, dana: User, alice: User, poll: dict[str, Any]) -> None:
    answer = Voter(bob).vote(poll, 1)
    assert answer.status == 200
    Voter(dana).vote(poll, 1)
    seen = Voter(alice).poll(poll["pollId"])
    assert (counts(seen), seen["voterCount"], seen["myOptionIds"]) == ([0, 2, 0], 2, [])
    assert seen["options"][1]["voterIds"] == [str(bob.pk), str(dana.pk)]
    assert Voter(bob).poll(poll["pollId"])["myOptionIds"] == [poll["options"][1]["optionId"]]
    assert answer.body["myOptionIds"] == [poll["options"][1]["optionId"]]


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_vote_is_replaced_and_withdrawn(alice: User, bob: User, room: Room, anonymous: bool) -> None:
    poll = Voter(alice).ask(room.pk, isMultiple=True, isAnonymous=anonymous)
    voter = Voter(bob)
    for places, expected in (((0, 2), [1, 0, 1]), ((1,), [0, 1, 0]), ((1, 1), [0, 1, 0]), ((), [0, 0, 0])):
        shown = voter.vote(poll, *places).body
        assert counts(shown) == expected
        assert (shown["voterCount"], len(shown["myOptionIds"])) == (1 if places else 0, len(set(places)))
        assert voter.poll(poll["pollId"]) == shown


def test_what_cannot_be_chosen(alice: User, bob: User, room: Room, poll: dict[str, Any]) -> None:
    other = Voter(alice).ask(room.pk)
    assert Voter(bob).vote(poll, 0, 1).status == 400  # one alone
    assert Voter(bob).vote({**poll, "options": other["options"]}, 0).status == 400
    for body in ({}, {"optionIds": "x"}, {"optionIds": ["x"]}, {"optionIds": None}):
        assert Voter(bob).post(f"polls/{poll['pollId']}/vote", body).status == 400
    assert Voter(bob).poll(poll["pollId"])["voterCount"] == 0


def test_the_table_itself_refuses_a_second_vote(bob: User, poll: dict[str, Any]) -> None:
    Voter(bob).vote(poll, 0)
    other = poll["options"][1]["optionId"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PollVote.objects.create(poll_id=poll["pollId"], option_id=other, user=bob, only=True)


def test_who_has_not_voted(alice: User, bob: User, dana: User, room: Room, poll: dict[str, Any], person: Any) -> None:
    erin = person("erin")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[erin.pk])  # she does not see the poll
    Voter(dana).vote(poll, 0)
    missing = Voter(dana).get(f"polls/{poll['pollId']}/non-voters")
    assert (missing.status, missing.body["userIds"]) == (200, [str(bob.pk), str(alice.pk)])
    assert Voter(erin).get(f"polls/{poll['pollId']}/non-voters").status == 404


def test_who_has_not_voted_is_reminded_once_a_day(alice: User, bob: User, dana: User, poll: dict[str, Any]) -> None:
    path = f"polls/{poll['pollId']}/remind"
    Voter(dana).vote(poll, 0)
    assert Voter(dana).post(path).status == 403
    assert [Voter(alice).post(path).body for _ in range(2)] == [{"reminded": 1}] * 2
    noticed = [n for n in Voter(bob).get("notifications").body["results"] if n["type"] == "POLL_REMINDER"]
    assert [n["messageId"] for n in noticed] == [poll["messageId"]]
    assert not [n for n in Voter(dana).get("notifications").body["results"] if n["type"] == "POLL_REMINDER"]


@pytest.mark.django_db(transaction=True)
def test_everybody_hears_of_a_vote(bob: User, told: list[events.Event], poll: dict[str, Any]) -> None:
    del told[:]
    shown = Voter(bob).vote(poll, 0).body
    changed, numbers = told
    assert (changed.name, changed.data["message"]["poll"]["options"][0]["voterIds"]) == ("MESSAGE_UPDATED", [bob.pk])
    assert changed.data["message"]["poll"]["myOptionIds"] is None
    assert numbers.name == "POLL_UPDATED"
    assert numbers.data["counts"] == {option["optionId"]: option["count"] for option in shown["options"]}
    del told[:]
    Voter(bob).vote(poll, 0)
    assert told == []  # nothing has changed


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_votes_is_told_in_one_go(
    alice: User, bob: User, dana: User, told: list[events.Event], poll: dict[str, Any], settings: Any
) -> None:
    settings.POLL_SMALL_ROOM, settings.POLL_TELL_SECONDS = 0, 30
    del told[:]
    for user in (alice, bob, dana):
        Voter(user).vote(poll, 1)
    assert [event.name for event in told] == ["MESSAGE_UPDATED", "POLL_UPDATED"]  # of the first of them
    assert counts(Voter(dana).poll(poll["pollId"])) == [0, 3, 0]
    del told[:]
    Poll.objects.update(told_at=None)
    jobs.run_all()
    assert [event.name for event in told] == ["MESSAGE_UPDATED", "POLL_UPDATED"]
    assert told[1].data["voterCount"] == 3


def test_names_of_very_many_stay_out_of_the_message(bob: User, dana: User, poll: dict[str, Any], settings: Any) -> None:
    settings.MAX_POLL_VOTERS = 1
    Voter(bob).vote(poll, 1)
    assert "voterIds" in Voter(bob).message(poll["messageId"])["poll"]["options"][1]
    Voter(dana).vote(poll, 1)
    assert "voterIds" not in Voter(bob).message(poll["messageId"])["poll"]["options"][1]
    assert len(Voter(bob).poll(poll["pollId"])["options"][1]["voterIds"]) == 2


def test_who_left_counts_and_votes_no_more(bob: User, dana: User, room: Room, poll: dict[str, Any]) -> None:
    Voter(dana).vote(poll, 2)
    members.leave_room(actor=dana, room_id=room.pk)
    assert Voter(dana).vote(poll, 1).status == 404
    assert counts(Voter(bob).poll(poll["pollId"])) == [0, 0, 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("anonymous", [False, True])
def test_many_votes_of_one_person_at_once_are_one(
    alice: User, bob: User, dana: User, room: Room, anonymous: bool
) -> None:
    poll = Voter(alice).ask(room.pk, isAnonymous=anonymous)
    voters = [Voter(bob), Voter(bob), Voter(dana), Voter(dana)]
    work: list[Callable[[], Any]] = [partial(voter.vote, poll, n % 3) for n, voter in enumerate(voters * 2)]
    assert {answer.status for answer in together(*work)} == {200}
    shown = Voter(alice).poll(poll["pollId"])
    assert (sum(counts(shown)), shown["voterCount"]) == (2, 2)
    assert Member.objects.filter(room=room, left_at=None).count() == 3
