"""A real server process (`manage.py serve`) on a free port, with its own data."""

import atexit
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

from tests.services import postgres
from tests.services.ports import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
_QUIT = 15


class Server:
    """Start, stop, kill and restart; the data and the port stay the same."""

    def __init__(self, data_dir: Path, env: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.socket_url = f"ws://127.0.0.1:{self.port}/ws/v1"
        self.env = {**clean_environment(), "MESSENGER_DATA_DIR": str(data_dir), **(env or {})}
        self.log = data_dir / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        data_dir.mkdir(parents=True, exist_ok=True)

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def manage(self, *command: str) -> str:
        """Run another `manage.py` command on the same data."""
        run = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120
        )
        if run.returncode:
            raise RuntimeError(f"manage.py {' '.join(command)}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
        return run.stdout

    def start(self) -> "Server":
        """Start and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._answers, "the server answers")
        return self

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """SIGKILL, as a crash would."""
        return self._end(signal.SIGKILL)

    def send_signal(self, number: signal.Signals) -> None:
        """SIGSTOP, SIGCONT."""
        assert self._process is not None
        self._process.send_signal(number)

    def restart(self) -> "Server":
        self.stop()
        return self.start()

    def remove(self) -> None:
        """End it and forget its data."""
        if self.running:
            self.kill()
        if url := self.env.get("DATABASE_URL"):
            postgres.drop_database(url)
        shutil.rmtree(self.data_dir, ignore_errors=True)

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        try:
            return self._process.wait(_QUIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_QUIT)
            raise

    def _answers(self) -> bool:
        if not self.running:
            raise RuntimeError(f"the server ended: {self.log.read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def start_server(data_dir: Path, *, people: int = 0, password: str = "", env: dict[str, str] | None = None) -> Server:
    """A migrated and running server. On PostgreSQL (`DATABASE_URL`) it gets a database of its own."""
    extra = dict(env or {})
    shared = os.environ.get("DATABASE_URL", "")
    if "DATABASE_URL" in extra:
        _fill(Server(data_dir, extra), people, password)
    elif shared.startswith("postgres"):
        extra["DATABASE_URL"] = postgres.copy_of(_filled_database(shared, people, password), _new_name())
    else:
        shutil.copytree(_filled_directory(people, password), data_dir, dirs_exist_ok=True)
    return Server(data_dir, extra).start()


def _fill(server: Server, people: int, password: str) -> None:
    server.manage("migrate", "--verbosity", "0")
    if people:
        server.manage("seed_demo", "--people", str(people), "--password", password)


@cache  # migrating and seeding take seconds, copying does not
def _filled_directory(people: int, password: str) -> Path:
    directory = _temporary()
    _fill(Server(directory), people, password)
    return directory


@cache
def _filled_database(shared: str, people: int, password: str) -> str:
    url = postgres.create_database(shared, _new_name())
    _fill(Server(_temporary(), {"DATABASE_URL": url}), people, password)
    return url


def _temporary() -> Path:
    directory = tempfile.mkdtemp(prefix="maru-filled-")
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return Path(directory)


def _new_name() -> str:
    return f"maru_{secrets.token_hex(6)}"


def clean_environment() -> dict[str, str]:
    """This process's environment without what belongs to the tests' own settings."""
    dropped = {"DJANGO_SETTINGS_MODULE", "MARU_TEST_DIR"}
    return {**{k: v for k, v in os.environ.items() if k not in dropped}, "STATIC_FROM_SOURCE": "true"}
