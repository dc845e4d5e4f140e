"""`manage.py work`: the workers, until SIGTERM or Ctrl-C. Any number of machines may run it."""

import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

GRACE_SECONDS = 5.0  # for runs to come to their next step; what is cut off is done again
AGAIN_SECONDS, AGAIN_MOST_SECONDS = 0.5, 30.0  # before a lane that ended is replaced: doubling for one that cannot live
SETTLED_SECONDS = 5.0  # who lived so long can live
_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


class Lane:
    """One process, and its successors."""

    def __init__(self, queues: tuple[str, ...], *, sweeps: bool, again: float) -> None:
        self.queues, self.sweeps, self._again = queues, sweeps, again
        self.pid = 0
        self.start_at = 0.0
        self._pause = again
        self._began = 0.0

    def start(self) -> None:
        """Fork: what Django and Celery take in memory is shared between the lanes."""
        me = os.getpid()
        self._began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                _work(self.queues, self.sweeps, me)
                code = 0
            finally:
                os._exit(code)

    def ended(self, status: int) -> None:
        """The process is gone; when the next one may start. Who was killed could have lived."""
        now = time.monotonic()
        self.pid = 0
        if os.WIFSIGNALED(status) or now - self._began > SETTLED_SECONDS:
            self._pause = self._again
        self.start_at = now + self._pause
        self._pause = min(2 * self._pause, AGAIN_MOST_SECONDS)


class Command(BaseCommand):
    help = "Do the background work: scans, pictures, link previews, upkeep."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="", help="only these, comma-separated")
        parser.add_argument("--parent", type=int, default=0, help="end when this process is gone")
        parser.add_argument("--again", type=float, default=AGAIN_SECONDS, help="pause before a process is replaced")

    def handle(self, *args: Any, queues: str, parent: int, again: float, **options: Any) -> None:
        from messenger import lanes  # Celery is for workers alone

        if parent:
            lanes.end_with(parent)
        sets = chosen(queues, lanes.LANES)
        self._lanes = [Lane(one, sweeps=one is sets[0], again=again) for one in sets]
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        self._watch()
        self._end()

    def _watch(self) -> None:
        """Keep every lane running until we are told to end."""
        self._start_due()
        names = ", ".join(f"{'+'.join(lane.queues)} ({lane.pid})" for lane in self._lanes)
        self.stdout.write(f"Maru works on {names}")
        self.stdout.flush()
        told = False
        while not told:
            came = signal.sigtimedwait(_SIGNALS, self._until_next())
            told = came is not None and came.si_signo != signal.SIGCHLD
            self._bury()
            if not told:
                self._start_due()

    def _start_due(self) -> None:
        for lane in self._lanes:
            if not lane.pid and lane.start_at <= time.monotonic():
                lane.start()

    def _until_next(self) -> float:
        """How long to sleep: until a lane is due, or for good, which is an hour; a signal wakes us."""
        now = time.monotonic()
        return min((max(0.0, lane.start_at - now) for lane in self._lanes if not lane.pid), default=3600.0)

    def _bury(self) -> None:
        """Take note of lanes that ended."""
        for lane in self._lanes:
            gone, status = os.waitpid(lane.pid, os.WNOHANG) if lane.pid else (0, 0)
            if gone:
                lane.ended(status)

    def _end(self) -> None:
        """Ask every lane to end, and after a while insist."""
        self._signal(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while any(lane.pid for lane in self._lanes) and time.monotonic() < until:
            signal.sigtimedwait(_SIGNALS, 0.1)
            self._bury()
        self._signal(signal.SIGKILL)
        for lane in self._lanes:
            if lane.pid:
                os.waitpid(lane.pid, 0)

    def _signal(self, number: signal.Signals) -> None:
        for lane in self._lanes:
            if lane.pid:
                os.kill(lane.pid, number)


def chosen(asked: str, lanes: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """The lanes for `--queues`: what was asked for, in the lanes where it belongs."""
    known = {queue for lane in lanes for queue in lane}
    wanted = {word.strip() for word in asked.split(",") if word.strip()} or known
    if wanted - known:
        raise CommandError(f"no such queue: {', '.join(sorted(wanted - known))}")
    return [kept for lane in lanes if (kept := tuple(queue for queue in lane if queue in wanted))]


def _work(queues: tuple[str, ...], sweeps: bool, parent: int) -> None:
    from messenger import lanes

    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    lanes.work(queues, sweeps=sweeps, parent=parent)
