"""Cores, ports and child processes. Whatever is started here is stopped here, by its process id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_cores = sorted(os.sched_getaffinity(0))
SERVER_CORE = _cores[0]
LOAD_CORE = _cores[-1]


class GaveUp(Exception):
    """Something did not happen in its time."""


def pin(core: int) -> None:
    """Keep this process on one core; its children start there too."""
    os.sched_setaffinity(0, {core})


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Look again every few milliseconds until it is so."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise GaveUp(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.01)


def listens(port: int) -> bool:
    """Whether something takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Child:
    """A module of the bench as a process of its own, on one core."""

    def __init__(self, module: str, arguments: Sequence[str], *, env: Mapping[str, str], core: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: pin(core),
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def output(self, seconds: float) -> str:
        """Wait for its end; what it printed."""
        try:
            printed, _ = self._process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            raise GaveUp(f"process {self.pid}: not done within {seconds:.0f} s") from None
        if self._process.returncode:
            raise GaveUp(f"process {self.pid} failed")
        return printed

    def memory(self) -> int:
        """Resident memory in bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def processor_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it, in the hard way if it does not listen."""
        if self.is_running:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
