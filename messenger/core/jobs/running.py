"""Runs attempts: takes a job, lets its handler work, moves it to where it belongs."""

import logging
import time
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Now, RowNumber

from messenger.core.jobs import kinds, leases, moves
from messenger.core.jobs.endings import Again, Cancelled, Ending, Failed, Fenced, Stopping, ending_of
from messenger.core.jobs.run import Run
from messenger.core.models import Job

logger = logging.getLogger(__name__)

DELIBERATE = (Again, Failed, Cancelled, Stopping, Fenced)
_MOST_OWNERS = 200  # looked at in one turn
_served: dict[tuple[str, UUID | None], float] = {}  # when this process last began with a job of this owner's
_CANDIDATES = 8  # of which one at least is still free when several workers look at the same time


def run_job(job_id: UUID) -> Run | None:
    """Make an attempt at this job if it is due and free; the run when it has ended, however it did."""
    job = moves.take(job_id)
    if job is None:
        return None
    run = Run(job)
    with leases.held(run):
        error = _attempt(run)
    if error is not None:
        _settle(run, error)
    return run


def _attempt(run: Run) -> Exception | None:
    """Let the handler work; what it raised, or None if the job is done."""
    try:
        run.kind.handler(run)
        if not run.is_done:
            moves.succeed(run.job, even_if_cancelled=True)  # the work was done before the wish was seen
    except Exception as error:
        run.error = error
        if not run.is_done:
            return error
        logger.exception("job %s did something after it was done", run.kind.name)
    return None


def _settle(run: Run, error: Exception) -> None:
    """Move a job whose handler gave up. If the database does not take it, the lease runs out (sweeping)."""
    if not connection.in_atomic_block:  # as it is in tests
        close_old_connections()  # what broke the work may have been the connection
    try:
        if isinstance(error, Cancelled):
            moves.stop_cancelled(run.job)
        elif isinstance(error, Stopping):
            moves.give_back(run.job)
        elif isinstance(error, Fenced):
            raise error
        else:
            _fail(run, error, ending_of(error))
    except Fenced:
        logger.warning("job %s came too late: it has another worker", run.kind.name)
    except DatabaseError:
        logger.exception("job %s could not be moved; its lease will run out", run.kind.name)


def _fail(run: Run, error: Exception, ending: Ending) -> None:
    if is_bug(error):
        logger.error("job %s failed", run.kind.name, exc_info=error)
    if ending.again:
        moves.try_again(run.job, ending.cause, ending.text or ending.cause.value, ending.waiting_for)
    else:
        moves.fail(run.job, ending.cause, ending.text or ending.cause.value)


def due(queue: str | None = None, *, limit: int = _CANDIDATES, later: bool = False) -> list[UUID]:
    """Jobs that may start now, the longest due first; with `later` also those that wait for their time."""
    return list(_queued(queue, later=later).order_by("run_at").values_list("pk", flat=True)[:limit])


def _queued(queue: str | None, *, later: bool = False) -> QuerySet[Job]:
    jobs = Job.objects.filter(state=Job.State.QUEUED, kind__in=kinds.names())
    if queue is not None:
        jobs = jobs.filter(queue=queue)
    return jobs if later else jobs.filter(run_at__lte=Now())


def run_next(queue: str) -> bool:
    """Make an attempt at the job of this queue whose turn it is; whether there was one.

    Owners take turns, and each one's longest due comes first: nobody waits behind a hundred files of somebody else.
    """
    for job_id, owner in _in_turn(queue):
        _served[queue, owner] = time.monotonic()
        if run_job(job_id) is not None:
            return True
    return False


def _in_turn(queue: str) -> list[tuple[UUID, UUID | None]]:
    """The jobs that may come next, of owners who were served longest ago first."""
    place = Window(RowNumber(), partition_by=F("owner"), order_by=["run_at", "created_at"])
    firsts = (
        _queued(queue).annotate(place=place).filter(place__lte=_CANDIDATES).order_by("place", "run_at", "created_at")
    )
    found = list(firsts.values_list("pk", "owner", "place")[:_MOST_OWNERS])
    found.sort(key=lambda each: (each[2], _served.get((queue, each[1]), 0.0)))  # stable: then by how long it is due
    return [(job_id, owner) for job_id, owner, _place in found]


def run_all(*, later: bool = False, strict: bool = True) -> int:
    """Work off every due job in this process (tests); how many attempts that were.

    With `later` pauses between attempts are skipped, so that jobs come to their end. A bug in a
    handler is raised here unless told not to be `strict`; its job was moved as in a worker.
    """
    attempts = 0
    while jobs := due(later=later):
        if later:
            Job.objects.filter(pk__in=jobs, run_at__gt=Now()).update(run_at=Now())
        for job_id in jobs:
            run = run_job(job_id)
            attempts += run is not None
            if strict and run is not None and run.error is not None and is_bug(run.error):
                raise run.error
    return attempts


def is_bug(error: Exception) -> bool:
    """Whether nobody foresaw this."""
    return not isinstance(error, DELIBERATE) and ending_of(error).cause == Job.Cause.BUG
