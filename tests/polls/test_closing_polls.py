"""Polls end by hand or at their time, once, whatever happens to clocks and workers (contract 7)."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Notification, Poll, Room
from chat.services import closing
from messenger.core import events, jobs
from messenger.core.jobs import moves
from messenger.core.jobs.running import run_job
from messenger.core.models import Job
from tests.polls.conftest import Voter, counts, end

pytestmark = pytest.mark.django_db


def _at(**later: int) -> str:
    return (timezone.now() + dt.timedelta(**later)).isoformat()


def _job() -> Job:
    return Job.objects.get(kind="poll.close", state="QUEUED")


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 200), ("dana", 403), ("charlie", 404)])
def test_its_author_or_a_room_admin_closes(who: str, status: int, poll: dict[str, Any], request: Any) -> None:
    answer = Voter(request.getfixturevalue(who)).post(f"polls/{poll['pollId']}/close")
    assert answer.status == status
    assert Poll.objects.get().closed_at is not None or status != 200


@pytest.mark.parametrize("anonymous", [False, True])
def test_closed_stays_closed(alice: User, bob: User, room: Room, anonymous: bool) -> None:
    poll = Voter(alice).ask(room.pk, isAnonymous=anonymous)
    Voter(bob).vote(poll, 1)
    closed = Voter(alice).post(f"polls/{poll['pollId']}/close").body
    assert (counts(closed), closed["voterCount"]) == ([0, 1, 0], 1)
    assert closed["closedAt"] is not None
    for places in ((0,), (1,), ()):
        answer = Voter(bob).vote(poll, *places)
        assert (answer.status, answer.code) == (409, "CONFLICT")
    assert Voter(alice).post(f"polls/{poll['pollId']}/close").body == closed
    assert counts(Voter(bob).poll(poll["pollId"])) == [0, 1, 0]


def test_no_vote_is_taken_once_the_time_has_come_however_late_the_job(alice: User, bob: User, room: Room) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1))
    assert Voter(bob).vote(poll, 0).status == 200
    end(poll)
    assert Voter(bob).vote(poll, 1).status == 409
    assert Voter(bob).vote(poll).status == 409
    assert counts(Voter(bob).poll(poll["pollId"])) == [1, 0, 0]


def test_the_clock_of_a_process_decides_nothing(
    alice: User, bob: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1))
    real = timezone.now
    with monkeypatch.context() as clock:
        clock.setattr("chat.services.closing.timezone.now", lambda: real() + dt.timedelta(days=2))
        assert Voter(bob).vote(poll, 0).status == 200
        run_job(_job().pk)
    end(poll)
    with monkeypatch.context() as clock:
        clock.setattr("chat.services.closing.timezone.now", lambda: real() - dt.timedelta(days=9999))
        assert Voter(bob).vote(poll, 1).status == 409


@pytest.mark.django_db(transaction=True)
def test_at_its_time_everybody_hears_once_that_it_is_closed(
    alice: User, bob: User, room: Room, told: list[events.Event]
) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1))
    Voter(bob).vote(poll, 0)
    end(poll)
    del told[:]
    for _look in range(3):
        assert closing.close_overdue() <= 1  # the clock's job; the one from the beginning still waits
        jobs.run_all()
        Job.objects.filter(kind="poll.close", state="QUEUED").update(run_at=timezone.now())
    jobs.run_all()
    assert [event.name for event in told].count("POLL_UPDATED") == 1
    closed = Voter(bob).poll(poll["pollId"])
    assert closed["closedAt"] == closed["closesAt"] == "2020-01-01T00:00:00.000Z"
    rows = Notification.objects.filter(type="POLL_CLOSED")
    assert sorted(rows.values_list("user_id", flat=True)) == sorted([alice.pk, bob.pk])


def test_a_job_that_comes_too_early_asks_again(alice: User, room: Room) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1))
    early = _job()
    Job.objects.update(run_at=timezone.now() - dt.timedelta(seconds=1))
    assert run_job(early.pk) is not None
    assert Poll.objects.get(pk=poll["pollId"]).closed_at is None
    again = _job()
    assert again.pk != early.pk
    assert abs(again.run_at - Poll.objects.get().closes_at) < dt.timedelta(seconds=1)  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_closing_leaves_nothing_half_done(
    alice: User, bob: User, room: Room, told: list[events.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1), isAnonymous=True)
    Voter(bob).vote(poll, 2)
    end(poll)
    del told[:]

    class Killed(BaseException):
        pass

    def killed(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as fault:
        fault.setattr(closing, "notify", killed)
        Job.objects.filter(pk=_job().pk).update(run_at=timezone.now() - dt.timedelta(seconds=1))
        with pytest.raises(Killed):
            run_job(_job().pk)
    assert (told, Poll.objects.get().closed_at) == ([], None)
    running = Job.objects.get(kind="poll.close")
    Job.objects.filter(pk=running.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    moves.take_back(Job.objects.get(pk=running.pk))
    jobs.run_all(later=True)
    assert counts(Voter(bob).poll(poll["pollId"])) == [0, 0, 1]
    assert [event.name for event in told].count("POLL_UPDATED") == 1


def test_a_lost_job_is_made_up_for(alice: User, room: Room) -> None:
    poll = Voter(alice).ask(room.pk, closesAt=_at(hours=1))
    Job.objects.all().delete()
    end(poll)
    assert closing.close_overdue() == 1
    jobs.run_all()
    assert Poll.objects.get(pk=UUID(poll["pollId"])).closed_at is not None
    assert closing.close_overdue() == 0
