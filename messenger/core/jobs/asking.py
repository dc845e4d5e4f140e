"""Asking for background work: a row in the caller's transaction, a doorbell after its commit."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from messenger.core.jobs import doorbell, kinds, moves, reading, telling
from messenger.core.models import Job

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
_TRIES = 5


@transaction.atomic
def enqueue(
    kind: str,
    *,
    key: str | None = None,
    asked_by: UUID | None = None,
    owner: UUID | None = None,
    wait: float = 0,
    **args: Any,
) -> Job:
    """Ask for a job of this kind with these `args` (JSON), not before `wait` seconds from now.

    `asked_by` is told how it gets on; `owner` is on whose behalf it is, for the turns people take in a queue.

    While a job of the same kind and `key` is unfinished, asking again is that job, as it was asked
    for first. `KeyError` for a kind that nobody handles.
    """
    described = kinds.get(kind)
    job = Job(kind=kind, queue=described.queue, key=key, args=args, asked_by=asked_by, owner=owner or asked_by)
    job.max_attempts = described.attempts
    job.run_at = timezone.now() + dt.timedelta(seconds=wait)
    job.rang_at = None if wait else job.run_at
    stored = _stored(job)
    if stored.pk == job.pk:
        if not wait:  # else the sweeper rings when it is due
            Job.objects.filter(pk=job.pk).update(run_at=Now(), rang_at=Now())  # the database's clock, not ours
            transaction.on_commit(lambda: doorbell.ring(described.queue, job.pk), robust=True)
        telling.changed(job)
    return stored


def _stored(job: Job) -> Job:
    """The row, or the unfinished one that is the same job."""
    for _try in range(_TRIES):
        Job.objects.bulk_create([job], ignore_conflicts=True)
        stored = Job.objects.filter(pk=job.pk).first()
        if stored is None:  # there is one; unless it ends at this very moment
            stored = Job.objects.filter(kind=job.kind, key=job.key, state__in=UNFINISHED).first()
        if stored is not None:
            return stored
    raise RuntimeError(f"the job {job.kind} {job.key} is neither there nor to be made")


def cancel(job_id: UUID) -> Job:
    """Have a job end: a waiting one at once, a running one at its next step; the job as it stands then.

    `NotFound`, or `IllegalMove` if it has ended already.
    """
    moves.cancel(reading.found(job_id))
    return reading.found(job_id)


@transaction.atomic
def retry(job_id: UUID) -> Job:
    """Begin again with a job that failed, was given up or cancelled. `NotFound`, or `IllegalMove` otherwise."""
    job = reading.found(job_id)
    moves.retry(job)
    transaction.on_commit(lambda: doorbell.ring(job.queue, job.pk), robust=True)
    return reading.found(job_id)
