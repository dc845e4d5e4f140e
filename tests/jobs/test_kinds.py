"""What is said about a kind of work, and what cannot be said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError

from messenger.celery import PLACES
from messenger.core import jobs
from messenger.core.jobs import kinds
from messenger.lanes import LANES
from messenger.management.commands.work import chosen

Handled = Callable[..., Callable[[Any], Any]]


def work(run: jobs.Run) -> None:
    """Nothing."""


def test_a_kind_has_one_handler_and_a_queue_that_there_is(handled: Handled) -> None:
    handled("test.a")(work)
    handled("test.a")(work)
    with pytest.raises(ValueError, match="handled twice"):
        handled("test.a")(lambda run: None)
    with pytest.raises(ValueError, match="no queue"):
        jobs.handles("test.b", queue="mail")


def test_the_clocks_kinds_may_be_described_before_or_not_at_all(handled: Handled) -> None:
    handled("test.a", queue="media", attempts=2)(work)
    jobs.every("test.a", seconds=60)(work)
    jobs.every("test.b", seconds=3600)(work)
    assert kinds.get("test.a").attempts == 2
    assert kinds.get("test.b").queue == "upkeep"
    assert kinds.schedule() == {"test.a": 60, "test.b": 3600}


def test_every_queue_has_a_lane_and_places() -> None:
    assert sorted(queue for lane in LANES for queue in lane) == sorted(kinds.QUEUES) == sorted(PLACES)
    assert all(count > 0 for count in PLACES.values())
    assert "media" not in next(lane for lane in LANES if "scan" in lane), "pictures do not share a process with scans"


def test_a_machine_may_do_some_of_the_work() -> None:
    assert chosen("", LANES) == list(LANES)
    assert chosen("media, scan", LANES) == [("scan",), ("media",)]
    with pytest.raises(CommandError, match="no such queue: mail"):
        chosen("scan,mail", LANES)


def test_every_kind_of_the_product_has_a_queue_a_bound_and_more_than_one_attempt() -> None:
    assert kinds.names()
    for name in kinds.names():
        kind = kinds.get(name)
        assert kind.queue in kinds.QUEUES
        assert 0 < kind.seconds <= 6 * 3600, name
        assert kind.attempts > 1, name
