"""Reads: how jobs stand, and their logs. Who may look is decided at the door (contract 9: SYSTEM_ADMIN)."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from messenger.core import wire
from messenger.core.errors import NotFound
from messenger.core.jobs import kinds
from messenger.core.models import Job, JobLine

_LAST = JobLine.objects.filter(job=OuterRef("pk")).order_by("-pk")


def _jobs() -> QuerySet[Job]:
    """Jobs with the last line of their logs, as `last_at` and `last_text`."""
    return Job.objects.annotate(last_at=Subquery(_LAST.values("at")[:1]), last_text=Subquery(_LAST.values("text")[:1]))


def found(job_id: UUID) -> Job:
    """One job, or `NotFound`."""
    job = _jobs().filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job


def latest(
    *,
    state: str = "",
    kind: str = "",
    cause: str = "",
    routine: bool = True,
    before: tuple[dt.datetime, UUID] | None = None,
    limit: int,
) -> list[Job]:
    """Jobs of this state, kind and cause (each if given), newest first, up to `limit` below `before`.

    Without `routine`, what the clock asks for is left out as long as it goes well.
    """
    wanted = {name: value for name, value in (("state", state), ("kind", kind), ("cause", cause)) if value}
    jobs = _jobs().filter(**wanted)
    if not routine:
        jobs = jobs.exclude(
            key=kinds.BY_THE_CLOCK, state__in=[Job.State.QUEUED, Job.State.RUNNING, Job.State.SUCCEEDED]
        )
    if before is not None:
        moment, job_id = before
        jobs = jobs.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__gt=job_id))
    return list(jobs.order_by("-created_at", "pk")[:limit])


def lines_of(job_id: UUID) -> list[JobLine]:
    """The whole log, oldest line first."""
    return list(JobLine.objects.filter(job=job_id).order_by("pk"))


def as_wire(job: Job, lines: list[JobLine] | None = None) -> dict[str, Any]:
    """`Job` of contract 12. Without `lines` the log is its last line alone, as lists and events have it."""
    if lines is None:
        last = getattr(job, "last_text", None)
        log = [] if last is None else [{"at": wire.rfc3339(getattr(job, "last_at", None)), "text": last}]
    else:
        log = [{"at": wire.rfc3339(line.at), "text": line.text} for line in lines]
    return {
        "jobId": job.pk,
        "kind": job.kind,
        "queue": job.queue,
        "state": job.state,
        "attempts": job.attempts,
        "maxAttempts": job.max_attempts,
        "progress": round(job.progress, 4),
        "cause": job.cause or None,
        "waitingFor": job.waiting_for or None,
        "askedBy": job.asked_by,
        "cancelAskedAt": wire.rfc3339(job.cancel_asked_at),
        "runAt": wire.rfc3339(job.run_at),
        "createdAt": wire.rfc3339(job.created_at),
        "startedAt": wire.rfc3339(job.started_at),
        "finishedAt": wire.rfc3339(job.finished_at),
        "log": log,
    }
