"""The one writer of this process: what has queued while a transaction was in flight goes into the next.

No waiting, no timer (decision 0006): an idle writer stores a single message at once, a busy one
stores a batch at the price of one commit.
"""

import logging
import threading
from collections import deque
from concurrent.futures import Future

from django.db import DatabaseError, IntegrityError, connection

from chat.services.drafts import Draft, Sent
from chat.services.storing import Outcome, store
from messenger.core.bridge import together
from messenger.core.errors import Refusal, Unavailable

log = logging.getLogger(__name__)

MOST_IN_A_BATCH = 100
MOST_WAITING = 5000


class Writer:
    """A thread on its own database connection, started with the first send."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Draft, Future[Sent]]] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    def submit(self, draft: Draft) -> "Future[Sent]":
        """Queue a send. The future holds what it came to, or raises the refusal."""
        future: Future[Sent] = Future()
        with self._wake:
            if len(self._waiting) >= MOST_WAITING:
                raise Unavailable
            self._waiting.append((draft, future))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="message-writer", daemon=True)
                self._thread.start()
            self._wake.notify()
        return future

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting:
                    self._wake.wait()
                size = min(len(self._waiting), MOST_IN_A_BATCH)
                batch = [self._waiting.popleft() for _ in range(size)]
            with together():
                _answer(batch)


def _answer(batch: list[tuple[Draft, "Future[Sent]"]]) -> None:
    try:
        outcomes = _store([draft for draft, _future in batch])
    except Exception as error:
        log.exception("a batch of %d sends failed", len(batch))
        connection.close()
        refusal = Unavailable() if isinstance(error, DatabaseError) else error
        outcomes = [refusal] * len(batch)  # type: ignore[list-item]
    for (_draft, future), outcome in zip(batch, outcomes, strict=True):
        if not future.set_running_or_notify_cancel():
            continue
        if isinstance(outcome, Sent):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)


def _store(drafts: list[Draft]) -> list[Outcome]:
    try:
        return store(drafts)
    except IntegrityError:
        # Another process stored one of these sends in the same moment: one at a time, so that
        # it finds its twin and the neighbours stay whole.
        return [_store_alone(draft) for draft in drafts]
    except DatabaseError:
        # The connection was lost or a lock not had in time. Perhaps the commit went through:
        # a resend is harmless, and tells what it finds stored.
        log.warning("storing %d sends again on a new connection", len(drafts), exc_info=True)
        connection.close()
        return store(drafts, announce_earlier=True)


def _store_alone(draft: Draft) -> Outcome:
    try:
        return store([draft])[0]
    except IntegrityError:
        return store([draft])[0]  # now the twin is committed
    except Refusal as refusal:
        return refusal


writer = Writer()
