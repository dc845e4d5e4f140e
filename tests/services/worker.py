"""A real worker (`manage.py work`) on the data of a server, or on the database of the tests themselves."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.services.ports import wait_until
from tests.services.server import ROOT, Server, clean_environment

_QUIT = 15


class Worker:
    """Start, stop, kill. What it says is in `log`."""

    def __init__(self, env: dict[str, str], log: Path, *arguments: str) -> None:
        self.env = env
        self.log = log
        self._command = [sys.executable, "manage.py", "work", *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process that watches over the lanes."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def lanes(self) -> dict[str, int]:
        """The processes that do the work, by the queues as `ps` shows them."""
        return {name: pid for pid in children_of(self.pid) if (name := _name_of(pid)).startswith("maru ")}

    def lane(self, queue: str) -> int:
        """The process for this queue; waits for one that is just being replaced."""
        found: list[int] = []

        def is_there() -> bool:
            found[:] = [pid for name, pid in self.lanes().items() if queue in name]
            return bool(found)

        wait_until(is_there, f"there is a lane for {queue}")
        return found[0]

    def start(self) -> "Worker":
        """Start and wait until it has its lanes."""
        said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        wait_until(lambda: self._says("Maru works on", said), "the worker works")
        return self

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """SIGKILL to the one on top, as a crash would."""
        return self._end(signal.SIGKILL)

    def remove(self) -> None:
        """End it, lanes first so that none is left whatever happens."""
        if self.running:
            for pid in [*children_of(self.pid), self.pid]:
                os.kill(pid, signal.SIGKILL)
            self._end(signal.SIGKILL)

    def _says(self, words: str, since: int) -> bool:
        text = self.log.read_bytes()[since:].decode(errors="replace")
        if not self.running:
            raise RuntimeError(f"the worker ended: {text[-3000:]}")
        return words in text

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(_QUIT)


def on_test_database(log: Path, *arguments: str, **env: str) -> Worker:
    """A worker on the rows and files of the running test, whose transactions must be real ones."""
    mine = {"MESSENGER_DATA_DIR": str(settings.DATA_DIR), "DATABASE_URL": _test_database()}
    return Worker({**clean_environment(), **mine, **env}, log, *arguments)


def beside(server: Server, *arguments: str, **env: str) -> Worker:
    """The worker that belongs to a server."""
    return Worker({**server.env, **env}, server.data_dir / "worker.log", *arguments)


def own_broker(number: int = 5) -> dict[str, str]:
    """Environment of a server and its worker that share a Redis with others and must not hear their rings."""
    url = os.environ.get("REDIS_URL", "")
    return {"REDIS_URL": f"{url.rpartition('/')[0]}/{number}"} if url else {}


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has begun, in whichever thread, and that are not dead."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(word) for children in threads for word in children.read_text().split()]
    return [child for child in found if is_alive(child)]


def _name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:  # it ended
        return ""


def is_alive(pid: int) -> bool:
    """Whether it is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def _test_database() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    account = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{account}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
