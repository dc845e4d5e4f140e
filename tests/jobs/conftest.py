"""Work of the tests' own: kinds that exist for one test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from messenger.core import events, jobs
from messenger.core.jobs import kinds
from messenger.core.models import Job


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
