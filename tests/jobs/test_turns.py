"""People take turns in a queue: nobody's file waits behind all of somebody else's."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from messenger.core import jobs
from messenger.core.jobs import running

pytestmark = pytest.mark.django_db

ALICE, BOB = uuid4(), uuid4()


def test_one_file_of_bobs_waits_for_one_of_alices_hundred(handled: Callable[..., Callable[[Any], Any]]) -> None:
    done: list[str] = []
    handled("test.work")(lambda run: done.append(run.args["whose"]))
    for _n in range(100):
        jobs.enqueue("test.work", owner=ALICE, whose="alice")
    jobs.enqueue("test.work", owner=BOB, whose="bob")
    jobs.enqueue("test.work", whose="nobody")
    for _n in range(6):
        assert running.run_next("upkeep")
    assert done == ["alice", "bob", "nobody", "alice", "alice", "alice"]
