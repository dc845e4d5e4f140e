"""The moves of a job: those that there are, and every other one refused with nothing changed."""

import datetime as dt
import uuid
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from messenger.core import jobs
from messenger.core.jobs import asking, moves
from messenger.core.models import Job

pytestmark = pytest.mark.django_db

State, Cause = Job.State, Job.Cause
NowOf = Callable[[Job], Job]

LEGAL = {
    (State.QUEUED, State.RUNNING),
    (State.QUEUED, State.CANCELLED),
    (State.RUNNING, State.SUCCEEDED),
    (State.RUNNING, State.FAILED),
    (State.RUNNING, State.DEAD),
    (State.RUNNING, State.CANCELLED),
    (State.RUNNING, State.QUEUED),
    (State.FAILED, State.QUEUED),
    (State.DEAD, State.QUEUED),
    (State.CANCELLED, State.QUEUED),
}


@pytest.fixture(autouse=True)
def _a_kind(handled: Callable[..., Any]) -> None:
    handled(attempts=3)(lambda run: None)


def a_job(state: Job.State, **more: Any) -> Job:
    """A job in this state, as the tables allow it."""
    now = timezone.now()
    running = {"token": uuid.uuid4(), "lease_until": now + dt.timedelta(seconds=30), "attempts": 1}
    fields: dict[str, Any] = {**(running if state == State.RUNNING else {}), **more}
    if state in moves.FINAL:
        fields["finished_at"] = now
    return Job.objects.create(kind="test.work", queue="upkeep", state=state, max_attempts=3, **fields)


def row(job: Job) -> dict[str, Any]:
    return dict(Job.objects.filter(pk=job.pk).values().get())


@pytest.mark.parametrize(("source", "target"), [*product(State, State)], ids=lambda state: str(state.value))
def test_every_move_is_either_legal_or_refused(source: Job.State, target: Job.State) -> None:
    job = a_job(source)
    before = row(job)
    more: dict[str, Any] = {"token": uuid.uuid4(), "lease_until": timezone.now()} if target == State.RUNNING else {}
    if (source, target) in LEGAL:
        moves.move(job, source, target, **more)
        assert row(job)["state"] == target
    else:
        with pytest.raises(jobs.IllegalMove):
            moves.move(job, source, target, **more)
        assert row(job) == before


@pytest.mark.parametrize(("believed", "real"), [*product(State, State)], ids=lambda state: str(state.value))
def test_who_is_mistaken_about_the_state_moves_nothing(believed: Job.State, real: Job.State) -> None:
    job = a_job(real)
    before = row(job)
    for _source, target in [pair for pair in LEGAL if pair[0] == believed and believed != real]:
        with pytest.raises(jobs.IllegalMove):
            moves.move(job, believed, target, token=uuid.uuid4(), lease_until=timezone.now())
    assert row(job) == before


@pytest.mark.parametrize("move", ["succeed", "fail", "try_again", "stop_cancelled", "give_back"])
def test_a_worker_that_lost_its_job_moves_it_no_more(move: str) -> None:
    job = a_job(State.RUNNING)
    Job.objects.filter(pk=job.pk).update(token=uuid.uuid4())  # somebody else's now
    before = row(job)
    more = (Cause.BUG, "x") if move in ("fail", "try_again") else ()
    with pytest.raises(jobs.Fenced):
        getattr(moves, move)(job, *more)
    assert row(job) == before


def test_a_job_is_taken_once_and_the_attempt_counts_before_the_work(now_of: NowOf) -> None:
    job = jobs.enqueue("test.work")
    taken = moves.take(job.pk)
    assert taken is not None
    assert taken.token is not None
    assert (now_of(job).state, now_of(job).attempts) == (State.RUNNING, 1)
    assert moves.take(job.pk) is None, "delivered twice, run once"


def test_what_is_not_due_or_of_an_unknown_kind_is_left_alone() -> None:
    assert moves.take(jobs.enqueue("test.work", wait=5).pk) is None
    strange = Job.objects.create(kind="newer.version", queue="upkeep")
    assert moves.take(strange.pk) is None, "a newer worker will know it"
    assert moves.take(uuid.uuid4()) is None


@pytest.mark.parametrize("state", [State.FAILED, State.DEAD, State.CANCELLED])
def test_what_ended_without_success_may_begin_again(state: Job.State, now_of: NowOf) -> None:
    job = a_job(state, attempts=3, cause=Cause.BUG, waiting_for="clamd", cancel_asked_at=timezone.now())
    jobs.retry(job.pk)
    job = now_of(job)
    assert (job.state, job.attempts, job.cause, job.waiting_for) == (State.QUEUED, 0, "", "")
    assert job.cancel_asked_at is None
    assert job.finished_at is None
    assert jobs.run_all() == 1
    assert now_of(job).state == State.SUCCEEDED


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.SUCCEEDED])
def test_nothing_else_begins_again(state: Job.State) -> None:
    with pytest.raises(jobs.IllegalMove):
        jobs.retry(a_job(state).pk)


def test_a_job_does_not_begin_again_beside_one_that_was_asked_for_meanwhile() -> None:
    old = a_job(State.DEAD, key="a")
    asking.enqueue("test.work", key="a")
    before = row(old)
    with pytest.raises(jobs.IllegalMove):
        jobs.retry(old.pk)
    assert row(old) == before


@pytest.mark.parametrize("state", sorted(moves.FINAL))
def test_what_has_ended_cannot_be_cancelled(state: Job.State) -> None:
    with pytest.raises(jobs.IllegalMove):
        jobs.cancel(a_job(state).pk)
