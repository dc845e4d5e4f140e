"""A broker that hangs or is down costs a ring, never a request."""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from messenger.core import jobs
from messenger.core.jobs import doorbell
from messenger.core.jobs.doorbell import MOST_WAITING, Doorbell
from messenger.core.models import Job
from tests.services.ports import wait_until

Handled = Callable[..., Callable[[Any], Any]]


def test_rings_arrive_in_order_and_not_on_the_askers_thread() -> None:
    bell, heard = Doorbell(), []
    bell.bell = lambda queue, job_id: heard.append((queue, job_id, threading.current_thread().name))
    ids = [uuid.uuid4() for _ in range(20)]
    for job_id in ids:
        bell.ring("scan", job_id)
    wait_until(lambda: len(heard) == 20, "all rings are heard", 5)
    assert [job_id for _queue, job_id, _thread in heard] == [str(job_id) for job_id in ids]
    assert {(queue, thread) for queue, _id, thread in heard} == {("scan", "doorbell")}


def test_a_broker_that_hangs_holds_up_nobody_and_fills_no_memory() -> None:
    bell, goes_on, heard = Doorbell(), threading.Event(), []

    def hangs(queue: str, job_id: str) -> None:
        goes_on.wait(10)
        heard.append(job_id)

    bell.bell = hangs
    began = time.monotonic()
    for _ in range(MOST_WAITING + 5000):
        bell.ring("media", uuid.UUID(int=0))
    assert time.monotonic() - began < 9  # one ring that is waited for takes ten
    goes_on.set()
    wait_until(lambda: not bell._waiting, "the queue is empty", 10)
    assert len(heard) <= MOST_WAITING + 2


def test_after_an_outage_rings_arrive_again(caplog: pytest.LogCaptureFixture) -> None:
    bell, heard, is_down = Doorbell(), [], True

    def sometimes(queue: str, job_id: str) -> None:
        if is_down:
            raise ConnectionError
        heard.append(queue)

    bell.bell = sometimes
    for _ in range(50):
        bell.ring("media", uuid.uuid4())
    wait_until(lambda: not bell._waiting, "all rings were tried", 5)
    is_down = False
    bell.ring("scan", uuid.uuid4())
    wait_until(lambda: heard == ["scan"], "the next ring is heard", 5)
    assert len([r for r in caplog.records if "did not take a ring" in r.message]) == 1, "one line, not fifty"


@pytest.mark.django_db(transaction=True)
def test_a_ring_comes_after_the_commit_and_none_after_a_rollback(
    handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[uuid.UUID] = []
    monkeypatch.setattr(doorbell, "ring", lambda queue, job_id: rung.append(job_id))
    handled()(lambda run: None)
    with transaction.atomic():
        job = jobs.enqueue("test.work", key="a")
        assert jobs.enqueue("test.work", key="a").pk == job.pk
        assert not rung
    assert rung == [job.pk], "asked twice, rung once"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("test.work")
        raise ZeroDivisionError
    assert rung == [job.pk]
    assert Job.objects.count() == 1
