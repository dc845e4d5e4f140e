"""Work of the tests' own: kinds that exist for one test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from messenger.core import events, jobs
from messenger.core.jobs import kinds
from messenger.core.models import Job
from tests.jobs.kinds import register
from tests.services import worker
from tests.services.worker import Worker

QUICK_CLOCKS = {
    "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
    "JOB_LEASE_SECONDS": "2",
    "JOB_SWEEP_SECONDS": "1",
    "JOB_RETRY_SECONDS": "1",
    "JOB_RETRY_MOST_SECONDS": "1",
}


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[[Any], Any]]:
    """`@handled("test.work", attempts=3)`: like `jobs.handles`, until the test ends."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_schedule", {})

    def describe(name: str = "test.work", *, queue: str = "upkeep", **more: int) -> Callable[[Any], Any]:
        return jobs.handles(name, queue=queue, **more)

    return describe


@pytest.fixture
def now_of() -> Callable[[Job], Job]:
    """The row as it stands."""
    return lambda job: Job.objects.get(pk=job.pk)


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """The events that were told after commits."""
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


@pytest.fixture(scope="module")  # longer, and it would do and sweep the jobs of other tests
def _quick_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    one = worker.on_test_database(log, "--again", "0.1", **QUICK_CLOCKS).start()
    yield one
    one.remove()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, _quick_worker: Worker) -> Worker:
    """A real worker on the tests' database, whose clocks run fast; it knows `tests.jobs.kinds`, and so do we."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register()
    return _quick_worker
