"""What a handler may do, and where its job ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from files.storage.base import StoreDown
from messenger.core import jobs
from messenger.core.models import Installation, Job, JobLine

pytestmark = pytest.mark.django_db

State, Cause = Job.State, Job.Cause
Handled = Callable[..., Callable[[Any], Any]]
NowOf = Callable[[Job], Job]


def last_line(job: Job) -> str:
    return JobLine.objects.filter(job=job).latest("pk").text


def test_a_job_gets_what_was_asked_for_and_succeeds(handled: Handled, now_of: NowOf) -> None:
    seen: list[dict[str, Any]] = []
    handled()(lambda run: seen.append({**run.args, "attempt": run.attempt}))
    job = jobs.enqueue("test.work", file="3", parts=[1, 2])
    assert now_of(job).state == State.QUEUED
    assert jobs.run_all() == 1
    job = now_of(job)
    assert seen == [{"file": "3", "parts": [1, 2], "attempt": 1}]
    assert (job.state, job.attempts, job.progress, job.token, job.lease_until) == (State.SUCCEEDED, 1, 1.0, None, None)
    assert job.started_at is not None
    assert job.finished_at is not None


def test_nobody_can_ask_for_work_that_nobody_does(handled: Handled) -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("test.unknown")


def test_what_stands_inside_done_happens_with_the_success_or_not_at_all(handled: Handled, now_of: NowOf) -> None:
    Installation.objects.get_or_create(pk=1)

    @handled(attempts=2)
    def work(run: jobs.Run) -> None:
        with run.done():
            Installation.objects.filter(pk=1).delete()
            if run.attempt == 1:
                raise jobs.Again(Cause.TRANSIENT, "not yet")

    job = jobs.enqueue("test.work")
    jobs.run_all()
    assert now_of(job).state == State.QUEUED
    assert Installation.objects.exists()
    jobs.run_all(later=True)
    assert now_of(job).state == State.SUCCEEDED
    assert not Installation.objects.exists()


def test_a_service_that_is_down_is_asked_again_until_the_job_is_given_up(handled: Handled, now_of: NowOf) -> None:
    @handled(attempts=3)
    def work(run: jobs.Run) -> None:
        assert run.is_last == (run.attempt == 3)
        raise jobs.Again(Cause.DEPENDENCY_DOWN, "clamd does not answer", waiting_for="clamd")

    job = jobs.enqueue("test.work")
    jobs.run_all()
    waiting = now_of(job)
    assert (waiting.state, waiting.attempts, waiting.cause, waiting.waiting_for) == (
        State.QUEUED,
        1,
        Cause.DEPENDENCY_DOWN,
        "clamd",
    )
    assert "clamd does not answer; again in" in last_line(job)
    assert jobs.run_all() == 0, "its time has not come"
    assert jobs.run_all(later=True) == 2
    dead = now_of(job)
    assert (dead.state, dead.attempts, dead.cause, dead.waiting_for) == (State.DEAD, 3, Cause.DEPENDENCY_DOWN, "clamd")
    assert last_line(job) == "attempt 3 of 3: clamd does not answer; given up"


def test_what_can_never_be_done_is_tried_once(handled: Handled, now_of: NowOf) -> None:
    @handled(attempts=5)
    def work(run: jobs.Run) -> None:
        raise jobs.Failed(Cause.VALIDATION, "no picture")

    job = jobs.enqueue("test.work")
    assert jobs.run_all(later=True) == 1
    job = now_of(job)
    assert (job.state, job.cause, last_line(job)) == (State.FAILED, Cause.VALIDATION, "no picture")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (StoreDown(), Cause.STORAGE),
        (OperationalError("server closed the connection"), Cause.TRANSIENT),
        (OSError(28, "No space left on device"), Cause.STORAGE),
        (ValueError("비밀 대화"), Cause.BUG),
    ],
    ids=["store", "database", "disk", "bug"],
)
def test_other_failures_are_told_apart_and_tried_again(
    handled: Handled, now_of: NowOf, error: Exception, cause: Job.Cause
) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        raise error

    job = jobs.enqueue("test.work")
    jobs.run_all(strict=False)
    job = now_of(job)
    assert (job.state, job.cause) == (State.QUEUED, cause)
    assert "비밀" not in last_line(job), "an error may quote what people wrote"


def test_a_bug_shows_in_the_test_that_runs_into_it(handled: Handled) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        raise ZeroDivisionError

    jobs.enqueue("test.work")
    with pytest.raises(ZeroDivisionError):
        jobs.run_all()


def test_pauses_double_have_full_jitter_and_a_most() -> None:
    from messenger.core.jobs import moves

    for attempts, most in ((1, 10), (2, 20), (3, 40), (7, 640), (8, 900), (4000, 900)):
        pauses = [moves.backoff(attempts).total_seconds() for _ in range(300)]
        assert max(pauses) <= most == min(settings.JOB_RETRY_SECONDS * 2 ** (attempts - 1), 900)
        assert min(pauses) < most / 4
        assert max(pauses) > most * 3 / 4


def test_the_same_unfinished_work_is_one_job(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: None)
    first = jobs.enqueue("test.work", key="a", n=1)
    assert jobs.enqueue("test.work", key="a", n=2).pk == first.pk
    assert jobs.enqueue("test.work", key="b").pk != first.pk
    assert jobs.enqueue("test.work").pk != jobs.enqueue("test.work").pk
    jobs.run_all()
    assert now_of(first).args == {"n": 1}
    again = jobs.enqueue("test.work", key="a")
    assert again.pk != first.pk, "what is finished may be asked for anew"


def test_work_for_later_waits(handled: Handled) -> None:
    handled()(lambda run: None)
    jobs.enqueue("test.work", wait=60)
    assert jobs.run_all() == 0
    assert jobs.run_all(later=True) == 1


def test_a_log_ends_somewhere(handled: Handled) -> None:
    @handled()
    def work(run: jobs.Run) -> None:
        for number in range(500):
            run.say(f"line {number} {'x' * 600}\0")

    job = jobs.enqueue("test.work")
    jobs.run_all()
    lines = JobLine.objects.filter(job=job).order_by("pk")
    assert len(lines) == 200
    assert len(lines[0].text) == 500
