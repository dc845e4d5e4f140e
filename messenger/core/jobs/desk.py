"""Where the rings of a worker process arrive: so many runs of each queue at the same time, and no ring held up.

A ring that finds every place of its queue taken leaves at once: whoever sits there goes on until nothing
of that queue is due. So a thousand slow links never stand between a file and its scan, and messages
never gather in the broker.
"""

import threading
from collections import Counter
from collections.abc import Mapping

from django.db import close_old_connections

from messenger.core.jobs import running
from messenger.core.jobs.run import worker_ends


class Desk:
    """`places` says how many runs of each queue this process makes at the same time."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = dict(places)
        self._taken: Counter[str] = Counter()
        self._rung: set[str] = set()
        self._lock = threading.Lock()

    def answer(self, queue: str) -> int:
        """Work off what is due in this queue, if there is a place; how many attempts that were."""
        with self._lock:
            self._rung.add(queue)
        attempts = 0
        while self._sits_down(queue):
            try:
                while not worker_ends.is_set() and self._runs_one(queue):
                    attempts += 1
            finally:
                self._gets_up(queue)
        return attempts

    @staticmethod
    def _runs_one(queue: str) -> bool:
        close_old_connections()  # as Django does between two requests
        return running.run_next(queue)

    def _sits_down(self, queue: str) -> bool:
        """Take a place if somebody rang since the last look; a ring during the last look is not lost."""
        with self._lock:
            if queue not in self._rung or self._taken[queue] >= self._places.get(queue, 0) or worker_ends.is_set():
                return False
            self._rung.discard(queue)
            self._taken[queue] += 1
            return True

    def _gets_up(self, queue: str) -> None:
        with self._lock:
            self._taken[queue] -= 1
