"""The server dies in the middle of it all, or its database does, or Redis; nothing gets lost."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.checker import check
from tests.chaos.history import OK
from tests.chaos.workload import ENVIRONMENT, PEOPLE, Fault, Run
from tests.conftest import PASSWORD
from tests.services.postgres import Postgres, create_database
from tests.services.redis import Redis
from tests.services.server import Server, start_server

MESSAGES = 2000
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")

Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start(DATABASE_URL=…)`: a server with the company that writes; its data go with the test."""
    started: list[Server] = []

    def new(*, people: int = PEOPLE, **env: str) -> Server:
        defaults = {"DATABASE_URL": f"sqlite:///{tmp_path / 'chaos.sqlite3'}", "REDIS_URL": ""}
        server = start_server(
            tmp_path / f"server{len(started)}", people=people, password=PASSWORD, env={**ENVIRONMENT, **defaults, **env}
        )
        started.append(server)
        return server

    yield new
    for server in started:
        if server.running:
            server.kill()


def killed(server: Server) -> Fault:
    """The server is killed as it stands, and started again."""

    async def fault() -> None:
        server.kill()
        await asyncio.to_thread(server.start)

    return fault


def crashed(postgres: Postgres) -> Fault:
    """PostgreSQL stops without a checkpoint, and recovers."""

    async def fault() -> None:
        await asyncio.to_thread(postgres.stop, "immediate")
        await asyncio.to_thread(postgres.start)

    return fault


async def judge(run: Run, faults: list[tuple[float, Fault]], seconds: float = 140) -> None:
    """Run it with faults and say what the checker finds."""
    try:
        async with asyncio.timeout(seconds):
            history = await run(faults)
    except TimeoutError:
        pytest.fail(f"not done after {seconds:g} s: {run.where_it_stands()}")
    acked = {(sent.user, sent.key) for sent in history.tries if sent.outcome == OK}
    clients = run.clients
    print(
        f"{len(acked)} acknowledged, {len(history.tries)} tries, {len(history.sights)} deliveries,",
        f"{sum(c.calls for c in clients)} calls, {sum(c.connects for c in clients)} connections,",
        f"whole {run.settled_after:.1f} s after the end",
    )
    found = check(history)
    assert not found, f"{len(found)} findings: " + "; ".join(found[:20])
    assert len(acked) >= 0.95 * run.messages
    assert clients[-1].closed_with == 4401  # the revoked device


@pytest.mark.server
@pytest.mark.timeout(200)
@pytest.mark.skipif(ON_POSTGRES, reason="runs with the suite on SQLite")
async def test_the_server_is_killed_on_sqlite(start: Start, tmp_path: Path) -> None:
    server = start()
    run = Run([server.url], f"sqlite:///{tmp_path / 'chaos.sqlite3'}", PASSWORD, MESSAGES)
    await judge(run, [(share, killed(server)) for share in (0.2, 0.45, 0.7)])


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with Postgres(durable=True) as made:
        yield made


@pytest.fixture
def redis() -> Iterator[Redis]:
    with Redis() as made:
        yield made


def database_in(postgres: Postgres) -> str:
    create_database(postgres.url, "maru_chaos")
    return postgres.url.rpartition("/")[0] + "/maru_chaos"


@pytest.mark.server
@pytest.mark.timeout(200)
@pytest.mark.skipif(not ON_POSTGRES, reason="runs with the suite on PostgreSQL")
async def test_postgres_and_the_server_are_killed(start: Start, postgres: Postgres, redis: Redis) -> None:
    database = database_in(postgres)
    server = start(DATABASE_URL=database, REDIS_URL=redis.url)
    run = Run([server.url], database, PASSWORD, MESSAGES)
    faults = [(0.15, crashed(postgres)), (0.35, killed(server)), (0.55, crashed(postgres)), (0.75, killed(server))]
    await judge(run, faults)


@pytest.mark.server
@pytest.mark.timeout(200)
@pytest.mark.skipif(not ON_POSTGRES, reason="runs with the suite on PostgreSQL")
async def test_redis_is_killed_under_two_servers(start: Start, postgres: Postgres, redis: Redis) -> None:
    """F03: sends are acknowledged without Redis, and who listens at the other server is whole soon after."""
    database = database_in(postgres)
    servers = [start(DATABASE_URL=database, REDIS_URL=redis.url)]
    servers.append(start(DATABASE_URL=database, REDIS_URL=redis.url, people=0))
    run = Run([server.url for server in servers], database, PASSWORD, 600)

    async def gone() -> None:
        redis.stop(signal.SIGKILL)

    await judge(run, [(0.3, gone)])
    assert run.settled_after < 20
