"""What a worker does as a process: its lanes, its end, what it hangs on, and what it hears."""

import datetime as dt
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from messenger.core import jobs
from messenger.core.models import Job, JobLine
from tests.jobs.kinds import EFFECT
from tests.services.ports import wait_until
from tests.services.worker import Worker, children_of, is_alive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]

State = Job.State


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    Job.objects.all().delete()


def ended(job: Job) -> bool:
    job.refresh_from_db()
    return job.finished_at is not None


def test_asked_for_and_done_within_a_moment(quick: Worker) -> None:
    first = jobs.enqueue("test.quick")
    wait_until(lambda: ended(first), "the worker is awake")
    began = time.monotonic()
    job = jobs.enqueue("test.quick")
    wait_until(lambda: ended(job), "a job is done", 5)
    print(f"from the commit to the end of a job: {(time.monotonic() - began) * 1000:.0f} ms")
    assert job.state == State.SUCCEEDED


def test_slow_work_never_holds_up_a_scan(quick: Worker, tmp_path: Path) -> None:
    signs = [tmp_path / uuid.uuid4().hex for _ in range(12)]
    slow = [jobs.enqueue("test.slow", halt="begun", sign=str(sign)) for sign in signs]
    wait_until(lambda: sum(sign.exists() for sign in signs) == 4, "as many links as there are places")
    scans = [jobs.enqueue("test.halting") for _ in range(5)]
    wait_until(lambda: all(ended(scan) for scan in scans), "the scans are done", 10)
    assert Job.objects.filter(kind="test.slow", state=State.RUNNING).count() == 4
    assert Job.objects.filter(kind="test.slow", state=State.QUEUED).count() == 8
    while not all(ended(job) for job in slow):
        for sign in signs:
            sign.unlink(missing_ok=True)
        time.sleep(0.01)
    assert Job.objects.filter(kind="test.slow", state=State.SUCCEEDED).count() == 12


def test_a_run_that_hangs_loses_its_job_and_its_late_result(quick: Worker, tmp_path: Path) -> None:
    """Something else goes on in its lane, so that the lane stays."""
    company = jobs.enqueue("test.company", halt="begun", sign=str(tmp_path / "company"))
    job = jobs.enqueue("test.hanging", sign=str(tmp_path / "hangs"))
    wait_until(lambda: ended(job), "another run has done it", 20)
    (tmp_path / "hangs").unlink()  # now the first one goes on
    (tmp_path / "company").unlink()
    wait_until(lambda: ended(company), "the lane goes on too")
    assert (job.state, job.attempts) == (State.SUCCEEDED, 2)
    assert effects(job) == [f"{EFFECT} of attempt 2"]


def test_a_lane_in_which_everything_hangs_is_replaced(quick: Worker, tmp_path: Path) -> None:
    before = quick.lane("media")
    job = jobs.enqueue("test.hanging", sign=str(tmp_path / "hangs"))
    wait_until(lambda: not is_alive(before), "the lane gave up", 20)
    wait_until(lambda: ended(job), "another lane has done it", 20)
    assert job.state == State.SUCCEEDED
    assert len(effects(job)) == 1


def effects(job: Job) -> list[str]:
    """What runs of this job brought about."""
    return list(JobLine.objects.filter(job=job, text__startswith=EFFECT).values_list("text", flat=True))


def test_a_broker_that_forgets_everything_loses_no_job(quick: Worker) -> None:
    """Redis was emptied, or the folder: the rows are still there."""
    lane = quick.lane("media")
    os.kill(lane, signal.SIGSTOP)
    waiting = [jobs.enqueue("test.quick") for _ in range(3)]
    wait_until(_rings_have_arrived, "the broker has them")
    _empty_the_broker()
    Job.objects.update(rang_at=timezone.now() - dt.timedelta(seconds=31))  # half a minute later
    os.kill(lane, signal.SIGCONT)
    wait_until(lambda: all(ended(job) for job in waiting), "the sweeper has rung again", 15)
    after = jobs.enqueue("test.quick")
    wait_until(lambda: ended(after), "the broker works as before", 5)


def _redis() -> "object":
    import redis

    return redis.Redis.from_url(settings.REDIS_URL)


def _rings_have_arrived() -> bool:
    if settings.REDIS_URL:
        return bool(_redis().llen("jobs.media") or _redis().hlen("unacked"))
    return any((settings.DATA_DIR / "broker" / "messages").glob("*.jobs.media.msg"))


def _empty_the_broker() -> None:
    if settings.REDIS_URL:
        _redis().flushall()
    for message in (settings.DATA_DIR / "broker" / "messages").glob("*.msg"):
        message.unlink(missing_ok=True)


def test_a_worker_that_is_told_to_end_leaves_no_process(new_worker: Callable[..., Worker]) -> None:
    worker = new_worker(arguments=("--queues", "links"))
    assert worker.lane("links")
    assert list(worker.lanes()) == ["maru links"]
    processes = [worker.pid, *children_of(worker.pid)]
    began = time.monotonic()
    assert worker.stop() == 0
    print(f"a worker ends within {time.monotonic() - began:.1f} s")
    assert not any(is_alive(pid) for pid in processes)
