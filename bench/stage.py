"""What the parts of the bench play on: databases with an office in them, and servers over them."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from bench.machine import SERVER_CORE, Child, GaveUp, free_port, listens, wait_until
from bench.postgres import Postgres

ENDLESS = "1000000/1"


@dataclass(frozen=True, slots=True)
class Office:
    """A database, and who and what is in it. `label` names its kind."""

    label: str
    env: dict[str, str]
    people: list[str]
    tokens: list[str]
    teams: list[str]
    rooms: dict[int, str]


@dataclass(frozen=True, slots=True)
class Served:
    """A running server."""

    port: int
    child: Child


class Stage:
    """Makes what a part asks for, once, and takes everything away at the end.

    `quick` asks for figures that are only good enough to see that the bench works.
    """

    def __init__(self, *, quick: bool = False, full: bool = False) -> None:
        self.quick = quick
        self.full = full
        self._exits = ExitStack()
        self._offices: dict[str, Office] = {}
        self._databases = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._exits.close()

    def seconds(self, usual: float) -> float:
        """How long to measure what is usually measured for so long."""
        return min(usual, 1.0) if self.quick else usual

    @cached_property
    def people(self) -> int:
        """How many people an office has."""
        return 200 if self.quick else 1000

    @cached_property
    def directory(self) -> Path:
        return Path(self._exits.enter_context(tempfile.TemporaryDirectory(prefix="maru-bench-")))

    @cached_property
    def postgres(self) -> Postgres:
        cluster = Postgres()
        self._exits.callback(cluster.stop)
        return cluster

    def empty(self, label: str) -> dict[str, str]:
        """The environment of the product over a new, empty database: `SQLite` or `PostgreSQL`."""
        self._databases += 1
        data = self.directory / f"data{self._databases}"
        url = f"sqlite:///{data / 'bench.sqlite3'}"
        if label == "PostgreSQL":
            url = self.postgres.create(f"bench{self._databases}")
        return {
            "DJANGO_SETTINGS_MODULE": "messenger.settings",
            "MESSENGER_DATA_DIR": str(data),
            "SECRET_KEY": "bench" * 8,
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "ACCESS_TOKEN_SECONDS": "86400",
            "LOG_LEVEL": "ERROR",
            **{f"RATE_LIMITS_{name}": ENDLESS for name in ("SEND", "FRAMES", "REST", "TYPING")},
        }

    def office(self, label: str) -> Office:
        """An office in a database of this kind."""
        if label not in self._offices:
            env = self.empty(label)
            made = json.loads(child_output("bench.office", ["--people", str(self.people)], env))
            rooms = {int(size): room for size, room in made.pop("rooms").items()}
            self._offices[label] = Office(label, env, rooms=rooms, **made)
        return self._offices[label]

    @contextmanager
    def server(self, app: str, server: str, env: dict[str, str]) -> Iterator[Served]:
        """The product or the bare application, alone on its core."""
        port = free_port()
        child = Child("bench.serve", ["--app", app, "--server", server, "--port", str(port)], env=env, core=SERVER_CORE)
        try:
            wait_until(lambda: listens(port) or not child.is_running, f"{app} under {server}", 30)
            if not child.is_running:
                raise GaveUp(f"{app} under {server} did not start")
            yield Served(port, child)
        finally:
            child.stop()


def child_output(module: str, arguments: list[str], env: dict[str, str], seconds: float = 300) -> str:
    """Run a module of the bench to its end."""
    child = Child(module, arguments, env=env, core=SERVER_CORE)
    try:
        return child.output(seconds)
    finally:
        child.stop()
