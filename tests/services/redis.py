"""A private Redis in a temporary directory."""

import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.services.ports import free_port, wait_until


def binary() -> str | None:
    """`redis-server`, or None."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


class Redis:
    """`with Redis() as redis: redis.url`."""

    def __init__(self) -> None:
        program = binary()
        if program is None:
            raise FileNotFoundError("Redis")
        self._program = program
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.dir = Path(tempfile.mkdtemp(prefix="maru-redis-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> "Redis":
        with (self.dir / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"],
                cwd=self.dir,
                stdout=log,
                stderr=log,
            )
        wait_until(self._answers, "Redis answers")
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(20)

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP, SIGCONT."""
        assert self._process is not None
        self._process.send_signal(number)

    def __enter__(self) -> "Redis":
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.dir, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
