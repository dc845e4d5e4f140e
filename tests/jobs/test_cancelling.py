"""The end of a job by wish: at once while it waits, between two steps while it runs."""

from collections.abc import Callable
from typing import Any

import pytest

from messenger.core import jobs
from messenger.core.jobs import running
from messenger.core.jobs.run import worker_ends
from messenger.core.models import Installation, Job

pytestmark = pytest.mark.django_db

State, Cause = Job.State, Job.Cause
Handled = Callable[..., Callable[[Any], Any]]
NowOf = Callable[[Job], Job]


def test_a_waiting_job_never_begins(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: pytest.fail("it was cancelled"))
    job = jobs.enqueue("test.work")
    assert jobs.cancel(job.pk).state == State.CANCELLED
    assert jobs.run_all() == 0
    assert (now_of(job).state, now_of(job).cause) == (State.CANCELLED, Cause.CANCELLED)


def test_a_running_job_ends_at_its_next_step(handled: Handled, now_of: NowOf) -> None:
    steps: list[int] = []

    @handled()
    def work(run: jobs.Run) -> None:
        for number in range(5):
            run.step(number / 5)
            steps.append(number)
            if number == 2:
                assert jobs.cancel(run.job_id).state == State.RUNNING

    job = jobs.enqueue("test.work")
    jobs.run_all()
    assert steps == [0, 1, 2]
    assert (now_of(job).state, now_of(job).cause) == (State.CANCELLED, Cause.CANCELLED)


def test_the_end_of_the_work_is_a_step_too(handled: Handled, now_of: NowOf) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        jobs.cancel(run.job_id)
        with run.done():
            Installation.objects.create(pk=1)

    job = jobs.enqueue("test.work")
    jobs.run_all()
    assert now_of(job).state == State.CANCELLED
    assert not Installation.objects.exists()


def test_a_wish_that_comes_too_late_leaves_a_success(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: jobs.cancel(run.job_id))
    job = jobs.enqueue("test.work")
    jobs.run_all()
    assert now_of(job).state == State.SUCCEEDED


def test_a_cancelled_job_is_not_tried_again(handled: Handled, now_of: NowOf) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        jobs.cancel(run.job_id)
        raise jobs.Again(Cause.TRANSIENT)

    job = jobs.enqueue("test.work")
    jobs.run_all(later=True)
    assert (now_of(job).state, now_of(job).attempts) == (State.CANCELLED, 1)


def test_a_worker_that_ends_gives_its_job_back_without_counting_the_attempt(handled: Handled, now_of: NowOf) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        worker_ends.set()
        try:
            run.step()
        finally:
            worker_ends.clear()

    job = jobs.enqueue("test.work")
    run = running.run_job(job.pk)
    assert run is not None
    assert (now_of(job).state, now_of(job).attempts, now_of(job).token) == (State.QUEUED, 0, None)
    assert now_of(job).rang_at is None, "the next sweep rings for it"
