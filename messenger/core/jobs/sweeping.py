"""Puts right what got lost: rings, workers, missed times. Any number of sweepers may be at it at the same time."""

import datetime as dt
import logging
import time
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from messenger.core.jobs import asking, doorbell, kinds, moves
from messenger.core.jobs.endings import IllegalMove
from messenger.core.models import Installation, Job

log = logging.getLogger(__name__)

RING_AGAIN = dt.timedelta(seconds=30)  # with a sweep every ten seconds: nothing waits for a lost ring for a minute
AT_ONCE = 500  # of each sort in one sweep
DELETE_EVERY = 600  # seconds between two looks for what is old: they read the whole table
CLOCKS_KEPT = 86400  # what the clock asked for and went well says nothing new after a day

_looked: dict[str, float] = {}  # when this process did last

State = Job.State


@dataclass(frozen=True, slots=True)
class Swept:
    """How many jobs were taken from lost workers, rung for again, asked for by the clock, deleted."""

    taken_back: int = 0
    rung: int = 0
    asked: int = 0
    deleted: int = 0


def sweep() -> Swept:
    """Everything below, once."""
    asked = ask_for_what_is_due()
    return Swept(taken_back=take_back_lost(), asked=asked, rung=ring_again(), deleted=delete_old())


def take_back_lost() -> int:
    """Take jobs from workers that have not been heard of for longer than their lease."""
    taken = 0
    for job in Job.objects.filter(state=State.RUNNING, lease_until__lt=Now()).order_by("lease_until")[:AT_ONCE]:
        with suppress(IllegalMove):  # its worker was heard after all, or another sweeper was faster
            moves.take_back(job)
            taken += 1
    return taken


def ring_again() -> int:
    """Ring for jobs that are due and that nobody was told of lately: their time came, or the ring was lost."""
    quiet = Q(rang_at__isnull=True) | Q(rang_at__lte=Now() - RING_AGAIN)
    rung = 0
    for queue in kinds.QUEUES:
        waiting = Job.objects.filter(quiet, state=State.QUEUED, queue=queue, run_at__lte=Now())
        jobs = list(waiting.order_by("run_at").values_list("pk", flat=True)[:AT_ONCE])
        Job.objects.filter(pk__in=jobs, state=State.QUEUED).update(rang_at=Now())
        for job_id in jobs:
            doorbell.ring(queue, job_id)
        rung += len(jobs)
    return rung


def ask_for_what_is_due() -> int:
    """Ask for the jobs that the clock asks for; those that were missed, once. A tenth of the pause late at most."""
    return sum(
        _ask_if_due(kind, seconds)
        for kind, seconds in kinds.schedule().items()
        if _time_to_look(kind, seconds / 10) and _is_due(kind, seconds)
    )


def _time_to_look(what: str, pause: float) -> bool:
    now = time.monotonic()
    if now - _looked.get(what, -pause) < pause:
        return False
    _looked[what] = now
    return True


def _is_due(kind: str, seconds: int) -> bool:
    since = Now() - dt.timedelta(seconds=seconds)
    of_kind = Job.objects.filter(kind=kind, key=kinds.BY_THE_CLOCK)
    return not of_kind.filter(Q(created_at__gt=since) | Q(state__in=asking.UNFINISHED)).exists()


@transaction.atomic
def _ask_if_due(kind: str, seconds: int) -> bool:
    """Looked at again behind a lock, so that two sweepers ask once."""
    Installation.objects.get_or_create(pk=1)
    Installation.objects.select_for_update().get(pk=1)
    if not _is_due(kind, seconds):
        return False
    asking.enqueue(kind, key=kinds.BY_THE_CLOCK)
    return True


def delete_old() -> int:
    """Delete jobs that ended `JOB_KEPT_DAYS` ago and their logs; of the clock's, if they went well, after a day."""
    if not _time_to_look("old", DELETE_EVERY):
        return 0
    ended = Job.objects.filter(state__in=moves.FINAL)
    deleted = _delete(ended.filter(finished_at__lt=Now() - dt.timedelta(days=settings.JOB_KEPT_DAYS)))
    for kind, seconds in kinds.schedule().items():
        kept = dt.timedelta(seconds=max(CLOCKS_KEPT, 2 * seconds))  # the last one says when the next is due
        went_well = ended.filter(kind=kind, key=kinds.BY_THE_CLOCK, state=State.SUCCEEDED)
        deleted += _delete(went_well.filter(finished_at__lt=Now() - kept))
    return deleted


def _delete(old: QuerySet[Job]) -> int:
    jobs = list(old.values_list("pk", flat=True)[:AT_ONCE])
    if jobs:
        Job.objects.filter(pk__in=jobs, state__in=moves.FINAL).delete()
    if len(jobs) == AT_ONCE:  # there is more: go on with the next sweep
        _looked.pop("old", None)
    return len(jobs)
