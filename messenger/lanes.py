"""A lane: one worker process for some of the queues. What fills one lane leaves the other free."""

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from celery.beat import EmbeddedService, Scheduler
from celery.worker import state

from messenger.celery import PLACES, SWEEPS, app, look_around, named
from messenger.core.jobs import leases
from messenger.core.jobs.run import worker_ends

LANES: tuple[tuple[str, ...], ...] = (("scan", "links", "follow", "push"), ("media", "upkeep"))
STUCK = 75  # the exit code of a lane in which nothing can get done any more
_PR_SET_PDEATHSIG = 1


def work(queues: Sequence[str], *, sweeps: bool, parent: int) -> None:
    """Be the worker for `queues` until SIGTERM; ends with the process `parent`, however that ends."""
    end_with(parent)
    _show_name("+".join(queues))
    _obey_sigterm()
    ended = threading.Event()
    threading.Thread(target=leases.beat, args=(ended, _give_up), name="heartbeat", daemon=True).start()
    os.environ["CELERY_SKIP_CHECKS"] = "true"  # they belong to `manage.py check`, and load every page
    worker = app.WorkController(
        pool="threads",
        concurrency=sum(PLACES[queue] for queue in queues) + 1,  # one for rings that find no place, and for sweeps
        queues=[named(queue) for queue in (*queues, *((SWEEPS,) if sweeps else ()))],
        ready_callback=look_around,
        hostname=f"{'+'.join(queues)}@maru",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    if sweeps:
        EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()
    worker.start()
    ended.set()
    sys.stdout.flush()
    os._exit(worker.exitcode or 0)  # threads that never end do not keep the process


def end_with(parent: int) -> None:
    """See that this process is killed when its parent goes, even by SIGKILL; at once if it is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _show_name(queues: str) -> None:
    """What `ps -o comm` and `top` show, so that an operator can tell the lanes apart."""
    with suppress(OSError):  # no Linux
        Path("/proc/self/comm").write_text(f"maru {queues}"[:15])


def _obey_sigterm() -> None:
    """SIGTERM ends; Ctrl-C reaches the whole group of processes, and the one above us sees to it."""

    def end(*_signal: Any) -> None:
        worker_ends.set()
        state.should_stop = 0

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _give_up() -> None:
    """Every place is held by a run that is long overdue: a new process is the only way to get them back."""
    os._exit(STUCK)
