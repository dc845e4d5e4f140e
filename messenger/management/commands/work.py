"""`manage.py work`: the workers, until SIGTERM or Ctrl-C. Any number of machines may run it."""

import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

GRACE_SECONDS = 5.0  # for runs to come to their next step; what is cut off is done again
AGAIN_SECONDS, AGAIN_MOST_SECONDS = 0.5, 30.0  # before a lane that ended is replaced, doubling
SETTLED_SECONDS = 60.0  # who lived so long begins with the shortest pause again
_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


class Lane:
    """One process, and its successors."""

    def __init__(self, queues: tuple[str, ...], *, sweeps: bool) -> None:
        self.queues, self.sweeps = queues, sweeps
        self.pid = 0
        self.start_at = 0.0
        self._pause = AGAIN_SECONDS
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

    def ended(self) -> None:
        """The process is gone; when the next one may start."""
        now = time.monotonic()
        self.pid = 0
        settled = now - self._began > SETTLED_SECONDS
        self._pause = AGAIN_SECONDS if settled else min(2 * self._pause, AGAIN_MOST_SECONDS)
        self.start_at = now + self._pause


class Command(BaseCommand):
    help = "Do the background work: scans, pictures, link previews, upkeep."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default="", help="only these, comma-separated")
        parser.add_argument("--parent", type=int, default=0, help="end when this process is gone")

    def handle(self, *args: Any, queues: str, parent: int, **options: Any) -> None:
        from messenger import lanes  # Celery is for workers alone

        self._parent = parent
        if parent:
            lanes.end_with(parent)
        self._lanes = [Lane(one, sweeps=not index) for index, one in enumerate(chosen(queues, lanes.LANES))]
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        self._watch()
        self._end()

    def _watch(self) -> None:
        """Keep every lane running until we are told to end."""
        told = False
        while not told:
            for lane in self._lanes:
                if not lane.pid and lane.start_at <= time.monotonic():
                    lane.start()
            self._say_so()
            came = signal.sigtimedwait(_SIGNALS, 0.5)
            told = came is not None and came.si_signo != signal.SIGCHLD
            self._bury()

    def _say_so(self) -> None:
        if not getattr(self, "_said", False):
            self._said = True
            names = ", ".join(f"{'+'.join(lane.queues)} ({lane.pid})" for lane in self._lanes)
            self.stdout.write(f"Maru works on {names}")
            self.stdout.flush()

    def _bury(self) -> None:
        """Take note of lanes that ended."""
        for lane in self._lanes:
            if lane.pid and os.waitpid(lane.pid, os.WNOHANG)[0]:
                lane.ended()

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
