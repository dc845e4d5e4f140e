"""The moves of a job from state to state. There is no other way to change one.

Each is one `UPDATE … WHERE state = … AND token = …`: no row changed means that the move was not legal
any more, whoever was faster. Moments are the database's, because workers' clocks differ.
"""

import datetime as dt
import random
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from messenger.core.jobs import kinds, log, telling
from messenger.core.jobs.endings import Fenced, IllegalMove
from messenger.core.models import Job

State, Cause = Job.State, Job.Cause

LEGAL: dict[Job.State, frozenset[Job.State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.SUCCEEDED, State.FAILED, State.DEAD, State.CANCELLED, State.QUEUED}),
    State.FAILED: frozenset({State.QUEUED}),
    State.DEAD: frozenset({State.QUEUED}),
    State.CANCELLED: frozenset({State.QUEUED}),
    State.SUCCEEDED: frozenset(),
}
FINAL = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED, State.DEAD})


def move(job: Job, source: Job.State, target: Job.State, *, only: dict[str, Any] | None = None, **changes: Any) -> None:
    """Move `job` from `source` to `target`, or raise `IllegalMove` and change nothing.

    A RUNNING job is moved only under the fence (`job.token`). `only` narrows down further.
    """
    if target not in LEGAL[source]:
        raise IllegalMove(state=source, to=target)
    where = {"pk": job.pk, "state": source, **(only or {})}
    if source == State.RUNNING:
        where["token"] = job.token
    changes |= {"state": target, "finished_at": Now() if target in FINAL else None}
    if target != State.RUNNING:
        changes |= {"token": None, "lease_until": None}
    if not Job.objects.filter(**where).update(**changes):
        raise IllegalMove(state=source, to=target)
    telling.changed(job)
    if target in FINAL:
        telling.ended(job, target)


_AFTERWARDS = {State.QUEUED: "to be tried again", State.DEAD: "given up", State.CANCELLED: "cancelled"}


# --- a worker's ---------------------------------------------------------------------------------


def take(job_id: UUID) -> Job | None:
    """Make a due job one's own: a new fence, a lease, and the attempt counted before the work.

    None: it is not due, not there, of a kind this process cannot do, or somebody else has it.
    """
    job = Job.objects.filter(pk=job_id, state=State.QUEUED, kind__in=kinds.names()).first()
    if job is None:
        return None
    token = uuid4()
    begun = {"started_at": Coalesce(F("started_at"), Now()), "attempts": F("attempts") + 1, "token": token}
    fresh = {"progress": 0.0, "cause": "", "waiting_for": "", "lease_until": Now() + lease()}
    try:
        move(job, State.QUEUED, State.RUNNING, only={"run_at__lte": Now()}, **begun, **fresh)
    except IllegalMove:
        return None
    return Job.objects.filter(pk=job_id, token=token).first()


def succeed(job: Job, *, even_if_cancelled: bool = False) -> None:
    """The work is done. `Fenced` if the job belongs to somebody else."""
    only = {} if even_if_cancelled else {"cancel_asked_at__isnull": True}
    _under_the_fence(job, State.SUCCEEDED, only=only, progress=1.0)


def fail(job: Job, cause: Job.Cause, text: str) -> None:
    """It cannot be done."""
    with transaction.atomic():
        _under_the_fence(job, State.FAILED, cause=cause)
        log.write(job.pk, text)


def try_again(job: Job, cause: Job.Cause, text: str, waiting_for: str = "") -> None:
    """Wait for the next attempt; after the last one the job is DEAD."""
    why: dict[str, Any] = {"cause": cause, "waiting_for": waiting_for[:200]}
    said = f"attempt {job.attempts} of {job.max_attempts}: {text}"
    with transaction.atomic():
        if job.attempts >= job.max_attempts:
            _under_the_fence(job, State.DEAD, **why)
            log.write(job.pk, f"{said}; given up")
        else:
            pause = backoff(job.attempts)
            _queue_again(job, run_at=Now() + pause, **why)
            log.write(job.pk, f"{said}; again in {pause.total_seconds():.0f} s")


def stop_cancelled(job: Job) -> None:
    """The run noticed that its end was asked for."""
    _under_the_fence(job, State.CANCELLED, cause=Cause.CANCELLED)


def give_back(job: Job) -> None:
    """The worker ends; the attempt does not count, for nothing was wrong with the job."""
    _queue_again(job, attempts=F("attempts") - 1, run_at=Now())


def _queue_again(job: Job, **changes: Any) -> None:
    """Back among those that wait, unless its end was asked for."""
    try:
        _under_the_fence(job, State.QUEUED, only={"cancel_asked_at__isnull": True}, rang_at=None, **changes)
    except Fenced:
        stop_cancelled(job)


def _under_the_fence(job: Job, target: Job.State, /, *, only: dict[str, Any] | None = None, **changes: Any) -> None:
    try:
        move(job, State.RUNNING, target, only=only, **changes)
    except IllegalMove as error:
        raise Fenced from error


# --- the sweeper's ------------------------------------------------------------------------------


def take_back(job: Job) -> Job.State:
    """Take a job from a worker that was silent beyond the lease; `IllegalMove` if it was heard after all.

    The first loss is made up for at once; a job that loses its workers again and again waits in
    between, so that it does not take the same neighbours down with it each time.
    """
    said = f"attempt {job.attempts} of {job.max_attempts}: the worker was lost or took too long"
    silent: dict[str, Any] = {"lease_until__lt": Now(), "cancel_asked_at__isnull": job.cancel_asked_at is None}
    changes: dict[str, Any] = {"cause": Cause.TRANSIENT}
    if job.cancel_asked_at is not None:
        target, changes = State.CANCELLED, {"cause": Cause.CANCELLED}
    elif job.attempts >= job.max_attempts:
        target = State.DEAD
    else:
        target = State.QUEUED
        pause = dt.timedelta() if job.attempts == 1 else backoff(job.attempts)
        changes |= {"run_at": Now() + pause, "rang_at": None}
    with transaction.atomic():
        move(job, State.RUNNING, target, only=silent, **changes)
        log.write(job.pk, f"{said}; {_AFTERWARDS[target]}")
    return target


# --- people's -----------------------------------------------------------------------------------


def cancel(job: Job) -> None:
    """End a waiting job at once; ask a running one to end at its next step. `IllegalMove` if it has ended."""
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    for _try in range(3):  # it may change between the two while we look
        with suppress(IllegalMove):
            return move(job, State.QUEUED, State.CANCELLED, cause=Cause.CANCELLED)
        if running.update(cancel_asked_at=Coalesce(F("cancel_asked_at"), Now())):
            return telling.changed(job)
    raise IllegalMove(to=State.CANCELLED)


def retry(job: Job) -> None:
    """Begin again with a job that failed, was given up or cancelled, with all its attempts."""
    fresh: dict[str, Any] = {"attempts": 0, "progress": 0.0, "cause": "", "waiting_for": "", "cancel_asked_at": None}
    source = State(job.state)
    if source not in (State.FAILED, State.DEAD, State.CANCELLED):
        raise IllegalMove(state=source, to=State.QUEUED)
    try:
        with transaction.atomic():
            move(job, source, State.QUEUED, run_at=Now(), rang_at=Now(), **fresh)
    except IntegrityError as error:  # the same was asked for anew meanwhile
        raise IllegalMove(state=source, to=State.QUEUED) from error


def lease() -> dt.timedelta:
    """For how long a worker that says nothing is believed to live."""
    return dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def backoff(attempts: int) -> dt.timedelta:
    """The pause after so many attempts: doubling up to a most, with full jitter, so that no herd comes back."""
    most = min(settings.JOB_RETRY_MOST_SECONDS, settings.JOB_RETRY_SECONDS * 2 ** min(attempts - 1, 30))
    return dt.timedelta(seconds=random.uniform(0, most))  # noqa: S311  (no secret)
