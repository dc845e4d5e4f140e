"""Workers are killed in the middle of everything; every job still ends exactly once."""

import os
import random
import signal
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from messenger.core import jobs
from messenger.core.jobs import moves
from messenger.core.models import Job, JobLine
from tests.jobs.kinds import EFFECT
from tests.services.ports import wait_until
from tests.services.worker import Worker, is_alive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]

State = Job.State
PLACES = ("begun", "step", "cancelling", "tried again", "inside done", "after done", "queued", "anywhere")


def unfinished() -> int:
    return Job.objects.exclude(state__in=moves.FINAL).count()


class Killer:
    """Brings jobs into every state there is, and kills the lane that has them there."""

    def __init__(self, worker: Worker, directory: Path) -> None:
        self._worker = worker
        self._directory = directory
        self.asked: dict[uuid.UUID, str] = {}

    def kill_at(self, place: str) -> None:
        if place == "queued":
            self._kill()
            self._ask(place)  # while nobody is there
        elif place == "anywhere":
            for _ in range(4):
                self._ask(place)
            time.sleep(random.uniform(0, 0.2))  # where it happens to be
            self._kill()
        else:
            job = self._ask(place, halt="step" if place == "cancelling" else place)
            wait_until(Path(job.args["sign"]).exists, f"a run is at: {place}")
            if place == "cancelling":
                jobs.cancel(job.pk)
            self._kill()

    def _ask(self, place: str, halt: str = "") -> Job:
        job = jobs.enqueue("test.halting", halt=halt, sign=str(self._directory / uuid.uuid4().hex))
        self.asked[job.pk] = place
        return job

    def _kill(self) -> None:
        lane = self._worker.lane("scan")
        os.kill(lane, signal.SIGKILL)
        wait_until(lambda: not is_alive(lane), "it is gone")

    def check(self) -> Counter[str]:
        """Every job ended once, with its effect once or not at all; how they ended."""
        effects = Counter(JobLine.objects.filter(text=EFFECT).values_list("job", flat=True))
        ended: Counter[str] = Counter()
        for job in Job.objects.filter(pk__in=self.asked):
            place = self.asked[job.pk]
            cancelled = place == "cancelling"
            assert job.state == (State.CANCELLED if cancelled else State.SUCCEEDED), (place, job.state, job.cause)
            assert effects[job.pk] == (0 if cancelled else 1), place
            ended[job.state] += 1
        assert sum(ended.values()) == len(self.asked)
        return ended


def kill(times: int, worker: Worker, directory: Path) -> None:
    """Kill so many times, with a job that kills its worker by itself beside it; wait, check, say what was seen."""
    began = time.monotonic()
    killer = Killer(worker, directory)
    poison, beside = jobs.enqueue("test.poison"), jobs.enqueue("test.quick")
    for _time, place in zip(range(times), cycle(PLACES)):
        killer.kill_at(place)
    killed_in = time.monotonic() - began
    wait_until(lambda: unfinished() == 0, "every job has ended", 60)
    ended = killer.check()
    poison.refresh_from_db()
    beside.refresh_from_db()
    assert (poison.state, poison.attempts) == (State.DEAD, 2)
    assert beside.state == State.SUCCEEDED
    attempts = sum(Job.objects.filter(pk__in=killer.asked).values_list("attempts", flat=True))
    print(
        f"{times} kills in {killed_in:.1f} s, {len(killer.asked)} jobs, {attempts} attempts: {dict(ended)};"
        f" all ended {time.monotonic() - began - killed_in:.1f} s after the last one"
    )


def test_killed_in_every_state_every_job_ends_exactly_once(quick: Worker, tmp_path: Path) -> None:
    kill(len(PLACES), quick, tmp_path)


@pytest.mark.chaos
def test_killed_a_hundred_times_every_job_ends_exactly_once(quick: Worker, tmp_path: Path) -> None:
    kill(100, quick, tmp_path)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """The worker goes on to the next test."""
    yield
    Job.objects.all().delete()
