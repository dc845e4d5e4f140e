"""Starts the child that draws, waits for it as long as it may take, and leaves nothing of it behind."""

import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

_ROOT = str(Path(__file__).resolve().parents[2])
NOTHING = subprocess.DEVNULL
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from files.rendering.{0} import main; main()"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its exit code, below 0 the signal; what it took."""

    code: int
    timed_out: bool
    cpu_seconds: float
    memory: int
    seconds: float

    @property
    def why(self) -> str:
        """In few words, for a log."""
        if self.timed_out:
            return "took too long"
        return signal.Signals(-self.code).name if self.code < 0 else f"ended with {self.code}"


def run(
    module: str, arguments: Sequence[str], *, source: BinaryIO | int, out: IO[bytes] | int, seconds: float, cwd: str
) -> Ended:
    """Run `main()` of `files.rendering.<module>` in a process of its own, without environment, in a session of its own.

    After `seconds` it is killed with all it started. Raises OSError when no process can be started.
    """
    command = [sys.executable, "-I", "-c", _START.format(module), _ROOT, str(os.getpid()), *arguments]
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603  (our own program; its arguments are kinds and numbers)
        command, stdin=source, stdout=out, stderr=subprocess.DEVNULL, env={}, cwd=cwd, start_new_session=True
    )
    timed_out = True
    try:
        timed_out = not _has_ended(process.pid, seconds)
    finally:
        _kill(process.pid)  # while it is not waited for, the number is its own; what it started goes too
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return _ended(process.returncode, timed_out, used, time.monotonic() - began)


def _has_ended(pid: int, seconds: float) -> bool:
    watched = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(watched, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(watched)


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _ended(code: int, timed_out: bool, used: resource.struct_rusage, seconds: float) -> Ended:
    return Ended(code, timed_out, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, seconds)


def scratch() -> IO[bytes]:
    """A file without a name: it is gone with whoever holds it open, whatever happens."""
    return tempfile.TemporaryFile(prefix="maru-")
