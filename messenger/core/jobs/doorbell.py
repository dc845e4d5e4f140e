"""Tells the workers that there is something to do. A ring may get lost: the sweeper rings again.

A broker that hangs or is down must not hold up a request (decision 0015): rings wait in a
bounded queue for a thread of their own, and what does not fit is forgotten.
"""

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable
from uuid import UUID

log = logging.getLogger(__name__)

MOST_WAITING = 10_000
LAST_RINGS_SECONDS = 1.0  # what a process that ends gives its rings
SAY_EVERY = 100  # lost rings of an outage that share a line of the log

Bell = Callable[[str, str], None]


class Doorbell:
    """Rings `bell(queue, job_id)` in its own thread, which begins with the first ring."""

    def __init__(self) -> None:
        self.bell: Bell | None = None
        self._waiting: deque[tuple[str, str]] = deque(maxlen=MOST_WAITING)
        self._there_is = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._lost = 0
        self._silent = threading.Event()
        self._silent.set()

    def ring(self, queue: str, job_id: UUID) -> None:
        """Have the bell rung soon; returns at once."""
        if self.bell is None:
            return
        self._waiting.append((queue, str(job_id)))
        self._silent.clear()
        self._there_is.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():  # or this process is a fork
                self._thread = threading.Thread(target=self._ring_all, name="doorbell", daemon=True)
                self._thread.start()
                atexit.register(self._silent.wait, LAST_RINGS_SECONDS)  # a command ends right after it asked

    def _ring_all(self) -> None:
        while True:
            self._there_is.wait()
            self._there_is.clear()
            while self._waiting:
                self._ring_one(*self._waiting.popleft())
            if not self._there_is.is_set():
                self._silent.set()

    def _ring_one(self, queue: str, job_id: str) -> None:
        bell = self.bell
        try:
            if bell is not None:
                bell(queue, job_id)
            self._lost = 0
        except Exception:
            if self._lost % SAY_EVERY == 0:
                log.warning("the broker did not take a ring; the sweeper will see to it", exc_info=True)
            self._lost += 1


_doorbell = Doorbell()
ring = _doorbell.ring


def install(bell: Bell) -> None:
    """Say how to reach the workers; without it nobody is rung for, and jobs wait for a sweeper."""
    _doorbell.bell = bell
