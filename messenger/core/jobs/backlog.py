"""Reads: whether background work gets done."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from messenger.core.jobs import kinds
from messenger.core.models import Job

State = Job.State
_LATELY = dt.timedelta(days=1)
_LATE = 3  # times its interval


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many jobs are due and waiting, running, ended badly within a day; `lag`: seconds the longest has waited."""

    waiting: int
    running: int
    failed: int
    lag: int


def backlog() -> Backlog:
    """As it stands now."""
    now = timezone.now()
    due = Q(state=State.QUEUED, run_at__lte=now)
    counted = Job.objects.aggregate(
        waiting=Count("pk", filter=due),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        failed=Count("pk", filter=Q(state__in=(State.FAILED, State.DEAD), finished_at__gt=now - _LATELY)),
        oldest=Min("run_at", filter=due),
    )
    oldest = counted.pop("oldest")
    return Backlog(**counted, lag=int((now - oldest).total_seconds()) if oldest else 0)


def late() -> list[str]:
    """Kinds that the clock asks for and that have not been done for three times as long as they should."""
    ended = (
        Job.objects.filter(key=kinds.BY_THE_CLOCK, state=State.SUCCEEDED)
        .values_list("kind")
        .annotate(Max("finished_at"))
    )
    last = dict(ended)
    now = timezone.now()
    return [
        kind
        for kind, seconds in kinds.schedule().items()
        if kind not in last or now - last[kind] > dt.timedelta(seconds=_LATE * seconds + 60)
    ]
