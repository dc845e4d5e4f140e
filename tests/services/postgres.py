"""A private PostgreSQL in a temporary directory."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from tests.services.ports import free_port

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def binaries() -> Path | None:
    """Where `initdb` is: the newest PostgreSQL of this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Postgres:
    """`with Postgres() as postgres: postgres.url`. `durable=True` keeps fsync, for crash tests."""

    def __init__(self, *, durable: bool = False) -> None:
        bin_dir = binaries()
        if bin_dir is None:
            raise FileNotFoundError("PostgreSQL")
        self._bin = bin_dir
        self._durable = durable
        self.port = free_port()
        self.dir = Path(tempfile.mkdtemp(prefix="maru-pg-"))
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self._as_root = os.geteuid() == 0
        if self._as_root:  # PostgreSQL refuses to run as root
            account = pwd.getpwnam("postgres")
            os.chown(self.dir, account.pw_uid, account.pw_gid)

    def create(self) -> "Postgres":
        """Make the cluster and start it."""
        self._run(
            "initdb", "-D", "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        settings = [
            "listen_addresses='127.0.0.1'",
            f"port={self.port}",
            f"unix_socket_directories='{self.dir}'",
            "max_connections=200",
            *(() if self._durable else _FAST),
        ]
        with (self.dir / "data" / "postgresql.conf").open("a") as conf:
            conf.write("\n".join(settings) + "\n")
        return self.start()

    def start(self) -> "Postgres":
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "60", "start")
        return self

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """`immediate` is a crash: no checkpoint, recovery at the next start."""
        self._run("pg_ctl", "-D", "data", "-m", mode, "-w", "-t", "60", "stop")

    def remove(self) -> None:
        """Stop, whatever its state, and delete everything."""
        with contextlib.suppress(subprocess.CalledProcessError):  # it was not running
            self.stop("immediate")
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self) -> "Postgres":
        try:
            return self.create()
        except BaseException:
            self.remove()
            raise

    def __exit__(self, *_error: object) -> None:
        self.remove()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        if self._as_root:
            command = ["runuser", "-u", "postgres", "--", *command]
        # To a file: the server inherits it and would keep a pipe open for ever.
        with (self.dir / "control.log").open("ab") as log:
            subprocess.run(
                command, cwd=self.dir, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL, timeout=90
            )


def create_database(url: str, name: str, *, template: str = "template1") -> str:
    """Make a database in the cluster that `url` leads to; its URL."""
    _execute(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def copy_of(url: str, name: str) -> str:
    """Make a database with everything that the one at `url` holds; its URL."""
    return create_database(url, name, template=urlsplit(url).path.lstrip("/"))


def drop_database(url: str) -> None:
    """Drop the database that `url` names, whoever is connected."""
    name = urlsplit(url).path.lstrip("/")
    if name.startswith("maru_"):
        _execute(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(url: str, statement: str) -> None:
    import psycopg

    admin = urlunsplit(urlsplit(url)._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(admin, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement)
