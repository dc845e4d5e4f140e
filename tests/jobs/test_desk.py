"""The places of a worker process: so many runs of a queue at a time, and no ring lost or held up."""

import threading
from collections.abc import Iterator

import pytest

from messenger.core.jobs import running
from messenger.core.jobs.desk import Desk
from messenger.core.jobs.run import worker_ends
from tests.services.ports import wait_until


class Work:
    """Jobs of queues, without a database: each waits for its leave."""

    def __init__(self) -> None:
        self.waiting: dict[str, int] = {}
        self.at_once: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.done = 0
        self.leave = threading.Semaphore(0)
        self._lock = threading.Lock()

    def run_next(self, queue: str) -> bool:
        with self._lock:
            if not self.waiting.get(queue):
                return False
            self.waiting[queue] -= 1
            self.at_once[queue] = self.at_once.get(queue, 0) + 1
            self.most[queue] = max(self.most.get(queue, 0), self.at_once[queue])
        self.leave.acquire(timeout=10)
        with self._lock:
            self.at_once[queue] -= 1
            self.done += 1
        return True


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    made = Work()
    monkeypatch.setattr(running, "run_next", made.run_next)
    monkeypatch.setattr("messenger.core.jobs.desk.close_old_connections", lambda: None)
    yield made
    worker_ends.clear()


def rings(desk: Desk, queue: str, number: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=desk.answer, args=(queue,)) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads


def test_a_full_queue_leaves_the_threads_to_the_others(work: Work) -> None:
    desk = Desk({"scan": 2, "links": 3})
    work.waiting = {"links": 50, "scan": 4}
    slow = rings(desk, "links", 50)
    wait_until(lambda: work.at_once.get("links") == 3, "three links at a time")
    wait_until(lambda: sum(thread.is_alive() for thread in slow) == 3, "47 rings did not wait", 5)
    scans = rings(desk, "scan", 4)
    wait_until(lambda: work.at_once.get("scan") == 2, "scans begin at once", 5)
    work.leave.release(54)
    for thread in [*slow, *scans]:
        thread.join(10)
    assert work.done == 54, "who has a place works off the queue"
    assert work.most == {"links": 3, "scan": 2}


def test_a_ring_during_the_last_look_is_heard(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody rings just after the one who sits there has found nothing, and before they get up."""
    desk = Desk({"scan": 1})
    looked: list[int] = []

    def looks(queue: str) -> bool:
        looked.append(1)
        if len(looked) == 1:
            assert desk.answer(queue) == 0, "the place is taken"
        return False

    monkeypatch.setattr(running, "run_next", looks)
    desk.answer("scan")
    assert len(looked) == 2


def test_a_worker_that_ends_takes_nothing_new(work: Work) -> None:
    worker_ends.set()
    work.waiting = {"scan": 1}
    assert Desk({"scan": 1}).answer("scan") == 0


def test_a_queue_of_another_worker_has_no_place_here(work: Work) -> None:
    work.waiting = {"media": 1}
    assert Desk({"scan": 1}).answer("media") == 0


def test_a_place_is_free_again_after_an_error(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk({"scan": 1})
    monkeypatch.setattr(running, "run_next", lambda queue: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.answer("scan")
    monkeypatch.setattr(running, "run_next", work.run_next)
    work.waiting = {"scan": 1}
    work.leave.release()
    assert desk.answer("scan") == 1
