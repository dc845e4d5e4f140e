"""A private PostgreSQL with its default durability, for the length of a run."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.machine import LOAD_CORE, GaveUp, free_port, pin


def binaries() -> Path | None:
    """Where PostgreSQL's own programs are, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Postgres:
    """A cluster in a temporary directory, on loopback, on the core of the load."""

    def __init__(self) -> None:
        programs = binaries()
        if programs is None:
            raise GaveUp("PostgreSQL is not installed")
        self._programs = programs
        self._dir = Path(tempfile.mkdtemp(prefix="maru-bench-pg-"))
        self.port = free_port()
        if os.getuid() == 0:  # initdb refuses root
            shutil.chown(self._dir, "postgres", "postgres")
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        data = self._dir / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        with (data / "postgresql.conf").open("a") as file:
            file.write(
                f"listen_addresses='127.0.0.1'\nport={self.port}\nunix_socket_directories='{self._dir}'\n"
                "shared_buffers='512MB'\nmax_wal_size='4GB'\n"
            )
        self._run("pg_ctl", "-D", data, "-l", self._dir / "log", "-w", "-t", "30", "start")

    def create(self, name: str) -> str:
        """A new database; its URL."""
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "postgres", name)
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Stop the cluster and remove it."""
        if (self._dir / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self._dir / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._dir, ignore_errors=True)

    def _run(self, program: str, *arguments: object) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*as_postgres, str(self._programs / program), *map(str, arguments)],
            cwd=self._dir,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=60,
            preexec_fn=lambda: pin(LOAD_CORE),
        )
        if done.returncode:
            raise GaveUp(f"{program}: {done.stderr.decode().strip()}")
