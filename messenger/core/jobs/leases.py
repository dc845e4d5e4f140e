"""Heartbeats: one thread a process says for all its runs that they live.

A run that takes longer than its kind's `seconds` gets no more of them: its lease ends, the sweeper
gives the job to another worker, and the fence refuses what the first may still have to say.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import close_old_connections
from django.db.models.functions import Now

from messenger.core.jobs.moves import lease
from messenger.core.jobs.run import Run
from messenger.core.models import Job

log = logging.getLogger(__name__)

_runs: set[Run] = set()
_lock = threading.Lock()


@contextmanager
def held(run: Run) -> Iterator[None]:
    """While it lasts, heartbeats of this process cover the run."""
    with _lock:
        _runs.add(run)
    try:
        yield
    finally:
        with _lock:
            _runs.discard(run)


def runs() -> set[Run]:
    """What this process is at."""
    with _lock:
        return set(_runs)


def renew() -> int:
    """Lengthen the leases of this process's runs that are within their time; how many that were."""
    now = time.monotonic()
    tokens = [run.job.token for run in runs() if now < run.ends_at]
    if not tokens:
        return 0
    return Job.objects.filter(state=Job.State.RUNNING, token__in=tokens).update(lease_until=Now() + lease())


def is_stuck() -> bool:
    """Whether every run of this process is overdue by more than a lease: nothing here will ever get done."""
    now, current = time.monotonic(), runs()
    return bool(current) and all(now > run.ends_at + settings.JOB_LEASE_SECONDS for run in current)


def beat(ended: threading.Event, when_stuck: Callable[[], None]) -> None:
    """Renew three times a lease until `ended`; the body of a worker's thread."""
    while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            close_old_connections()
            renew()
        except Exception:  # the database is away: leases may run out, and the fence holds
            log.exception("leases could not be renewed")
        if is_stuck():
            when_stuck()
