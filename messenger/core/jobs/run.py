"""One attempt at a job, as its handler sees it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from messenger.core.jobs import kinds, log, moves, telling
from messenger.core.jobs.endings import Again, Cancelled, Fenced, Stopping
from messenger.core.models import Job

WRITE_EVERY = 1.0  # seconds between two writes of the progress
worker_ends = threading.Event()  # set when this process is told to end


class Run:
    """`args` is what was asked for; `attempt` counts from 1; `asked_by` is a person's id or None."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.kind = kinds.get(job.kind)
        self.job_id: UUID = job.pk
        self.args: dict[str, Any] = job.args
        self.asked_by: UUID | None = job.asked_by
        self.attempt = job.attempts
        self.is_done = False
        self.error: Exception | None = None
        self.ends_at = time.monotonic() + self.kind.seconds
        self._written_at = 0.0
        self._lines = 0

    @property
    def is_last(self) -> bool:
        """Whether no attempt follows this one."""
        return self.job.attempts >= self.job.max_attempts

    def step(self, progress: float | None = None, text: str = "") -> None:
        """Between two pieces of the work: go on if that is wanted, and say how far it is (0 to 1).

        Raises `Cancelled`, `Stopping` (the worker ends), `Fenced` (the job has another worker) or,
        beyond the kind's `seconds`, `Again`; a handler lets them pass. Progress is written once a
        second at most, so it may be called as often as one likes.
        """
        if worker_ends.is_set():
            raise Stopping
        mine = self._mine().values("cancel_asked_at").first()
        if mine is None:
            raise Fenced
        if mine["cancel_asked_at"] is not None:
            raise Cancelled
        if time.monotonic() > self.ends_at:
            raise Again(Job.Cause.TRANSIENT, f"took longer than {self.kind.seconds} s")
        if text:
            self.say(text)
        if progress is not None and time.monotonic() - self._written_at >= WRITE_EVERY:
            self._written_at = time.monotonic()
            self._mine().update(progress=min(1.0, max(0.0, progress)))
            telling.changed(self.job)

    def say(self, text: str) -> None:
        """Add a line to the job's log; nothing that people wrote."""
        if self._lines < log.MOST_LINES:
            log.write(self.job_id, text)
        self._lines += 1

    @contextmanager
    def done(self) -> Iterator[None]:
        """One transaction for the end of the work: the job has succeeded, and what stands inside is true.

        The fence comes first, so that what happens inside happens once, however often the work was
        begun. Raises `Cancelled` or `Fenced`, and then nothing of it happens.
        """
        with transaction.atomic():
            self._succeed()
            yield
        self.is_done = True

    def _succeed(self) -> None:
        try:
            moves.succeed(self.job)
        except Fenced:
            if self._mine().exists():  # still ours: it was the wish to cancel that stood in the way
                raise Cancelled from None
            raise

    def _mine(self) -> QuerySet[Job]:
        """The row, for as long as this run holds it."""
        return Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING, token=self.job.token)
