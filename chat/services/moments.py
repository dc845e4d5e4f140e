"""What people asked for at a later moment: found by the clock, done by jobs (decision 0025).

A row of theirs says when, and that it is still to be done. Here is looked, twice a second, which are due, and a job is
asked for each that has none; the job looks at its row again. So nothing hangs on a timer that a restart forgets,
and a clock that jumps forth or back changes the moment, not the number of times.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messenger.core import jobs
from messenger.core.errors import Invalid
from messenger.core.jobs.asking import UNFINISHED

AT_ONCE = 200

Due = Callable[[], Iterable[tuple[UUID, UUID]]]
_looked_at: dict[str, Due] = {}


def look_at(kind: str, due: Due) -> None:
    """Have a job of this kind asked for each `(row, owner)` that `due` names; its argument is `id`."""
    _looked_at[kind] = due


def check_ahead(at: dt.datetime) -> None:
    """`Invalid` for a moment that has passed, or that lies further ahead than `SCHEDULE_AHEAD_DAYS`."""
    now = timezone.now()
    if at <= now:
        raise Invalid(at=[str(_("This moment has passed."))])
    if at > now + dt.timedelta(days=settings.SCHEDULE_AHEAD_DAYS):
        raise Invalid(at=[str(_("This is too far ahead."))])


def ask_for_due() -> int:
    """Ask for the jobs of everything that is due and has none; how many."""
    return sum(_ask_for(kind, list(due())) for kind, due in _looked_at.items())


def _ask_for(kind: str, due: list[tuple[UUID, UUID]]) -> int:
    if not due:
        return 0
    keys = [str(row_id) for row_id, _owner in due]
    asked = set(jobs.Job.objects.filter(kind=kind, key__in=keys, state__in=UNFINISHED).values_list("key", flat=True))
    fresh = [(row_id, owner) for row_id, owner in due if str(row_id) not in asked]
    for row_id, owner in fresh:
        jobs.enqueue(kind, key=str(row_id), owner=owner, id=str(row_id))
    return len(fresh)
