"""What gets lost, and how it is found again."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from messenger.core import jobs
from messenger.core.jobs import doorbell, leases, moves, running, sweeping
from messenger.core.jobs.run import Run
from messenger.core.models import Job, JobLine

pytestmark = pytest.mark.django_db

State, Cause = Job.State, Job.Cause
Handled = Callable[..., Callable[[Any], Any]]
NowOf = Callable[[Job], Job]


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nobody has looked yet; called, it is so again."""
    monkeypatch.setattr(sweeping, "_looked", {})
    return lambda: sweeping._looked.clear()


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the workers were told."""
    heard: list[tuple[str, Any]] = []
    monkeypatch.setattr(doorbell, "ring", lambda queue, job_id: heard.append((queue, job_id)))
    return heard


def taken(job: Job) -> Job:
    found = moves.take(job.pk)
    assert found is not None
    return found


def silence(job: Job) -> None:
    """Its worker has not been heard of for too long."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def ago(seconds: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(seconds=seconds)


def test_the_clock_fits_the_promise_of_a_minute() -> None:
    assert settings.JOB_LEASE_SECONDS + 2 * settings.JOB_SWEEP_SECONDS <= 60
    assert sweeping.RING_AGAIN.total_seconds() + 2 * settings.JOB_SWEEP_SECONDS <= 60


def test_a_job_of_a_worker_that_lives_is_left_alone(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: None)
    job = taken(jobs.enqueue("test.work"))
    assert sweeping.sweep().taken_back == 0
    assert now_of(job).token == job.token


def test_a_lost_workers_job_is_done_by_another_one_at_once(handled: Handled, now_of: NowOf, rings: list[Any]) -> None:
    handled()(lambda run: None)
    job = taken(jobs.enqueue("test.work"))
    silence(job)
    swept = sweeping.sweep()
    assert (swept.taken_back, swept.rung) == (1, 1)
    assert rings == [("upkeep", job.pk)]
    assert "the worker was lost" in JobLine.objects.get(job=job).text
    assert jobs.run_all() == 1
    assert (now_of(job).state, now_of(job).attempts) == (State.SUCCEEDED, 2)


def test_what_the_lost_worker_says_later_is_refused(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: None)
    old = Run(taken(jobs.enqueue("test.work")))
    silence(old.job)
    sweeping.sweep()
    new = Run(taken(old.job))
    with pytest.raises(jobs.Fenced):
        old.step()
    with pytest.raises(jobs.Fenced), old.done():
        pass
    with new.done():
        pass
    assert now_of(old.job).state == State.SUCCEEDED


def test_a_job_that_kills_its_workers_is_parked_and_others_go_on(handled: Handled, now_of: NowOf) -> None:
    handled(attempts=3)(lambda run: None)
    poison, good = jobs.enqueue("test.work"), jobs.enqueue("test.work")
    for attempt in (1, 2, 3):
        Job.objects.filter(pk=poison.pk).update(run_at=ago(1))
        assert taken(poison).attempts == attempt
        silence(poison)  # a segfault: nobody is left to say anything
        sweeping.sweep()
    assert (now_of(poison).state, now_of(poison).cause) == (State.DEAD, Cause.TRANSIENT)
    assert "attempt 3 of 3" in JobLine.objects.filter(job=poison).latest("pk").text
    assert jobs.run_all(later=True) == 1
    assert now_of(good).state == State.SUCCEEDED


def test_from_the_second_loss_on_it_waits_in_between(handled: Handled, now_of: NowOf) -> None:
    handled(attempts=9)(lambda run: None)
    job = jobs.enqueue("test.work")
    Job.objects.filter(pk=job.pk).update(attempts=6)
    silence(taken(job))
    sweeping.take_back_lost()
    assert now_of(job).run_at > timezone.now() + dt.timedelta(seconds=0.1)


def test_a_job_whose_end_was_asked_for_does_not_outlive_its_worker(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: None)
    job = taken(jobs.enqueue("test.work"))
    jobs.cancel(job.pk)
    silence(job)
    sweeping.sweep()
    assert now_of(job).state == State.CANCELLED


def test_heartbeats_keep_a_job_until_its_time_is_up(handled: Handled, now_of: NowOf) -> None:
    @handled(seconds=60)
    def work(run: Run) -> None:
        silence(run.job)
        assert leases.renew() == 1
        assert sweeping.take_back_lost() == 0
        run.ends_at -= 61  # a minute later
        silence(run.job)
        assert leases.renew() == 0, "it hangs: no more heartbeats"
        assert sweeping.take_back_lost() == 1

    job = jobs.enqueue("test.work")
    running.run_job(job.pk)
    assert now_of(job).state == State.QUEUED, "its own success came too late"


def test_a_run_beyond_its_time_ends_at_its_next_step(handled: Handled, now_of: NowOf) -> None:
    @handled(seconds=60)
    def work(run: Run) -> None:
        run.ends_at -= 61
        run.step()

    job = jobs.enqueue("test.work")
    jobs.run_all()
    assert (now_of(job).state, now_of(job).cause) == (State.QUEUED, Cause.TRANSIENT)
    assert "longer than 60 s" in JobLine.objects.get(job=job).text


def test_a_worker_is_stuck_when_all_it_does_is_long_overdue(handled: Handled) -> None:
    handled(seconds=60)(lambda run: None)
    one, other = (Run(taken(jobs.enqueue("test.work"))) for _ in range(2))
    assert not leases.is_stuck()
    with leases.held(one), leases.held(other):
        one.ends_at -= 60 + settings.JOB_LEASE_SECONDS + 1
        assert not leases.is_stuck()
        other.ends_at -= 60 + settings.JOB_LEASE_SECONDS + 1
        assert leases.is_stuck()


def test_lost_rings_are_rung_again_and_fresh_ones_are_not(handled: Handled, rings: list[Any]) -> None:
    handled()(lambda run: None)
    handled("test.scan", queue="scan")(lambda run: None)
    lost, fresh, later = jobs.enqueue("test.work"), jobs.enqueue("test.work"), jobs.enqueue("test.work", wait=60)
    retried = jobs.enqueue("test.scan")
    Job.objects.filter(pk=lost.pk).update(rang_at=ago(31), run_at=ago(31))
    Job.objects.filter(pk=retried.pk).update(rang_at=None, run_at=ago(1))
    rings.clear()
    assert sweeping.ring_again() == 2
    assert sorted(rings) == [("scan", retried.pk), ("upkeep", lost.pk)]
    assert sweeping.ring_again() == 0, "told just now"
    assert not {fresh.pk, later.pk} & {job_id for _queue, job_id in rings}


def test_the_clock_asks_once_and_again_when_it_is_time(
    handled: Handled, rings: list[Any], looks_at_once: Callable[[], None]
) -> None:
    done: list[int] = []
    work = jobs.every("test.often", seconds=3600)(lambda run: done.append(1))
    assert callable(work)
    assert sweeping.ask_for_what_is_due() == 1
    looks_at_once()
    assert sweeping.ask_for_what_is_due() == 0, "it waits"
    jobs.run_all()
    looks_at_once()
    assert sweeping.ask_for_what_is_due() == 0, "it was done just now"
    Job.objects.update(created_at=ago(5 * 3600))
    assert sweeping.ask_for_what_is_due() == 0, "it looked a moment ago"
    looks_at_once()
    assert sweeping.ask_for_what_is_due() == 1, "missed four times, asked for once"
    looks_at_once()
    assert sweeping.ask_for_what_is_due() == 0
    jobs.run_all()
    assert done == [1, 1]


def test_old_jobs_go_with_their_logs_and_unfinished_ones_stay(handled: Handled) -> None:
    handled()(lambda run: run.say("a line"))
    old, young = jobs.enqueue("test.work"), jobs.enqueue("test.work")
    jobs.run_all()
    waiting = jobs.enqueue("test.work", wait=9)
    long_ago = ago(settings.JOB_KEPT_DAYS * 86400 + 60)
    Job.objects.update(created_at=long_ago)
    Job.objects.filter(pk=old.pk).update(finished_at=long_ago)
    assert sweeping.sweep().deleted == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk}
    assert set(JobLine.objects.values_list("job", flat=True)) == {young.pk}


def test_of_what_the_clock_asked_for_a_day_is_kept(handled: Handled, looks_at_once: Callable[[], None]) -> None:
    jobs.every("test.often", seconds=60)(lambda run: None)
    for hours in (25, 1):
        sweeping.ask_for_what_is_due()
        jobs.run_all()
        Job.objects.filter(created_at__gt=ago(60)).update(created_at=ago(hours * 3600), finished_at=ago(hours * 3600))
        looks_at_once()
    mine = jobs.enqueue("test.often", key="a person's")
    jobs.run_all()
    Job.objects.filter(pk=mine.pk).update(finished_at=ago(25 * 3600))
    assert sweeping.delete_old() == 1
    assert Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_at_the_same_time_do_everything_once(handled: Handled, now_of: NowOf) -> None:
    handled()(lambda run: None)
    jobs.every("test.often", seconds=3600)(lambda run: None)
    lost = [taken(jobs.enqueue("test.work")) for _ in range(10)]
    Job.objects.update(lease_until=ago(1))
    silent = list(Job.objects.filter(state=State.RUNNING).values_list("kind", flat=True))
    results: list[sweeping.Swept] = []
    start = threading.Barrier(2)

    def one_sweeper() -> None:
        start.wait(10)
        results.append(sweeping.sweep())
        connection.close()

    threads = [threading.Thread(target=one_sweeper) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(swept.taken_back for swept in results) == len(silent), silent
    assert sum(swept.asked for swept in results) == 1
    assert all(now_of(job).state == State.QUEUED for job in lost)
    assert [JobLine.objects.filter(job_id=job.pk).count() for job in lost] == [1] * 10
