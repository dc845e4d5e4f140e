"""Leaves a directory that does not answer alone for a while, so that nobody waits for it in vain."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from accounts.directory.errors import DirectoryDown

AT_ONCE = 4  # threads that may wait for it; the others of the process go on with what needs no directory


class Breaker:
    """After `failures` in a row nobody asks for `pause()` seconds; then one does, and the others by its answer."""

    def __init__(self, pause: Callable[[], float], patience: Callable[[], float], failures: int = 2) -> None:
        self._pause, self._patience, self._most = pause, patience, failures
        self._lock = threading.Lock()
        self._seats = threading.BoundedSemaphore(AT_ONCE)
        self._failed, self._shut_until = 0, 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask inside; a `DirectoryDown` that leaves it counts. Raises one instead while it is left alone."""
        first = self._enters()
        if not self._seats.acquire(timeout=self._patience()):
            raise DirectoryDown("busy")
        try:
            if self.is_shut and not first:  # those before us found it silent
                raise DirectoryDown("left alone")
            with self._counted():
                yield
        finally:
            self._seats.release()

    @property
    def is_shut(self) -> bool:
        """Whether it is left alone now."""
        return self._failed >= self._most and time.monotonic() < self._shut_until

    def forget(self) -> None:
        """It answered."""
        with self._lock:
            self._failed, self._shut_until = 0, 0.0

    def _enters(self) -> bool:
        """Whether the caller is the one who looks if it is back."""
        with self._lock:
            if self.is_shut:
                raise DirectoryDown("left alone")
            if self._failed < self._most:
                return False
            self._shut_until = time.monotonic() + self._pause()  # for all others, until this one knows
            return True

    @contextmanager
    def _counted(self) -> Iterator[None]:
        try:
            yield
        except DirectoryDown:
            with self._lock:
                self._failed += 1
                self._shut_until = time.monotonic() + self._pause()
            raise
        self.forget()
