"""Nobody learns who chose what in an anonymous poll: not from rows, events, jobs, audit or the log (decision 0022)."""

import logging
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from chat.models import Poll, PollBallot, PollOption, Room
from chat.selectors import ballots
from chat.services import closing, members, voting
from messenger.core import events, sealing, wire
from tests.polls.conftest import Voter, counts

pytestmark = pytest.mark.django_db


def dump() -> Iterator[tuple[str, str]]:
    """Everything that stands in the database, a row at a time: its table, and all of its fields."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*names):
            yield model._meta.db_table, "|".join(_plain(value) for value in row)


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


@pytest.fixture
def crowd(person: Callable[..., User], bob: User, room: Room) -> list[User]:
    """Sixteen more people in the room."""
    users = [person(f"voter{n}") for n in range(16)]
    members.add_members(actor=bob, room_id=room.pk, user_ids=[user.pk for user in users])
    return users


@pytest.fixture
def voted(crowd: list[User], secret: dict[str, Any]) -> dict[User, str]:
    """Who chose which option: by chance, one after the other, some of them changing their mind."""
    chance, options = random.Random(7), [uuid.UUID(option["optionId"]) for option in secret["options"]]
    chosen: dict[User, str] = {}
    for user in [*crowd, *crowd[:5]]:
        option = chance.choice(options)
        voting.vote(actor=user, poll_id=uuid.UUID(secret["pollId"]), option_ids=[option])
        chosen[user] = str(option)
    return chosen


def test_only_numbers_are_shown_and_to_each_their_own_choice(bob: User, dana: User, secret: dict[str, Any]) -> None:
    Voter(bob).vote(secret, 1)
    for who, mine in ((bob, [secret["options"][1]["optionId"]]), (dana, [])):
        seen = Voter(who).poll(secret["pollId"])
        assert (counts(seen), seen["voterCount"], seen["myOptionIds"]) == ([0, 1, 0], 1, mine)
        assert all(set(option) == {"optionId", "text", "count"} for option in seen["options"])
        assert "voterIds" not in wire.encode(Voter(who).message(secret["messageId"]))
    refused = Voter(bob).get(f"polls/{secret['pollId']}/non-voters")
    assert (refused.status, refused.details) == (403, {"reason": "ANONYMOUS"})
    assert Voter(bob).post(f"polls/{secret['pollId']}/remind").status == 403


@pytest.mark.django_db(transaction=True)
def test_no_event_names_a_voter(alice: User, bob: User, secret: dict[str, Any], told: list[events.Event]) -> None:
    del told[:]
    Voter(bob).vote(secret, 1)
    Voter(alice).post(f"polls/{secret['pollId']}/close")
    assert {event.name for event in told} >= {"MESSAGE_UPDATED", "POLL_UPDATED"}
    assert not [event.name for event in told if str(bob.pk) in event.frame()]


@pytest.mark.django_db(transaction=True)
def test_single_votes_are_not_told_one_by_one(
    alice: User, bob: User, dana: User, secret: dict[str, Any], told: list[events.Event]
) -> None:
    del told[:]
    for user, place in ((alice, 0), (bob, 1), (dana, 2)):
        Voter(user).vote(secret, place)
    assert [event.name for event in told] == ["MESSAGE_UPDATED", "POLL_UPDATED"]


def test_no_row_ties_a_person_to_a_choice(voted: dict[User, str], secret: dict[str, Any]) -> None:
    rows = list(dump())
    for user, option in voted.items():
        people = (str(user.pk), user.pk.hex, user.login_id)
        about_them = [row for _table, row in rows if any(name in row for name in people)]
        assert about_them
        assert not [row for row in about_them if option in row or secret["pollId"] in row]


def test_ballots_differ_whatever_is_on_them(voted: dict[User, str]) -> None:
    found = list(PollBallot.objects.all())
    assert len(found) == len(voted)
    assert len({len(bytes(ballot.sealed)) for ballot in found}) == 1
    assert len({bytes(ballot.sealed) for ballot in found}) == len(found)
    times = [f for f in PollBallot._meta.fields if isinstance(f, models.DateTimeField | models.AutoField)]
    assert times == []


def test_a_guess_from_the_dump_is_no_better_than_chance() -> None:
    """Four attackers know the order of all votes and every byte that is stored; they learn on one half of it."""
    poll = Poll(salt=b"x" * 32)
    options = [PollOption(poll=poll, place=place, text=str(place)) for place in range(2)]
    chance = random.Random(11)
    votes = [(chance.randrange(2), uuid.uuid4()) for _ in range(3000)]
    stored = [ballots.sealed(ballots.name_of(poll, user_id), options, [options[place].pk]) for place, user_id in votes]
    clues: list[Callable[[bytes], int]] = [
        lambda s: s[0] & 1,
        lambda s: s[-1] & 1,
        lambda s: sum(s) & 1,
        lambda s: s[12] >> 7,
    ]
    for clue in clues:
        seen = [(clue(sealed), place) for sealed, (place, _user) in zip(stored, votes, strict=True)]
        known, unknown = seen[:1500], seen[1500:]
        best = {c: max((0, 1), key=lambda p: sum(k == (c, p) for k in known)) for c in (0, 1)}
        right = sum(best[c] == place for c, place in unknown) / len(unknown)
        chance_alone = max(sum(place == p for _c, place in unknown) for p in (0, 1)) / len(unknown)
        assert right <= chance_alone + 0.05


def test_without_the_key_nobody_finds_or_opens_a_ballot(
    bob: User, secret: dict[str, Any], settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    Voter(bob).vote(secret, 1)
    poll, ballot = Poll.objects.get(pk=secret["pollId"]), PollBallot.objects.get()
    assert ballot.name == ballots.name_of(poll, bob.pk)
    settings.SEALING_KEY = "another key that is as long as that"
    assert ballot.name != ballots.name_of(poll, bob.pk)
    with pytest.raises(sealing.Broken):
        sealing.unseal(ballots.PURPOSE, bytes(ballot.sealed), about=ballot.name.encode())
    assert counts(Voter(bob).poll(secret["pollId"])) == [0, 0, 0]
    assert "SEALING_KEY" in caplog.text


def test_a_ballot_cannot_be_put_under_another_name(bob: User, dana: User, secret: dict[str, Any]) -> None:
    Voter(bob).vote(secret, 1)
    poll, ballot = Poll.objects.get(pk=secret["pollId"]), PollBallot.objects.get()
    moved = PollBallot(name=ballots.name_of(poll, dana.pk), poll=poll, sealed=ballot.sealed)
    assert ballots.chosen_on(moved, list(poll.options.order_by("place"))) == []


def test_when_it_closes_the_ballots_are_destroyed(alice: User, voted: dict[User, str], secret: dict[str, Any]) -> None:
    before = counts(Voter(alice).poll(secret["pollId"]))
    closing.close_poll(actor=alice, poll_id=uuid.UUID(secret["pollId"]))
    after = Voter(alice).poll(secret["pollId"])
    assert (counts(after), after["voterCount"], after["myOptionIds"]) == (before, len(voted), [])
    assert not PollBallot.objects.exists()
    assert Poll.objects.get(pk=secret["pollId"]).salt is None
    assert sum(counts(after)) == len(voted)


def test_when_its_message_is_deleted_too(alice: User, bob: User, secret: dict[str, Any]) -> None:
    Voter(bob).vote(secret, 0)
    assert Voter(alice).delete(f"messages/{secret['messageId']}").status == 204
    assert not PollBallot.objects.exists()
    assert Poll.objects.get(pk=secret["pollId"]).salt is None


def test_the_log_and_the_jobs_say_nothing(
    bob: User, dana: User, secret: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        Voter(bob).vote(secret, 2)
        Voter(dana).vote(secret, 2)
        Voter(dana).post(f"polls/{secret['pollId']}/vote", {"optionIds": ["x"]})
    assert not [option for option in secret["options"] if option["optionId"] in caplog.text]
    jobs = [row for table, row in dump() if table == "core_job"]
    assert not [row for row in jobs if str(bob.pk) in row and secret["pollId"] in row]
