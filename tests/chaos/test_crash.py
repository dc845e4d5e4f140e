"""The server dies in the middle of it all, or its database does, or Redis; nothing gets lost.

The short form runs with the suite; `python -m tests chaos` runs the long one.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.checker import check
from tests.chaos.faults import crashed, flushed, frozen, gone, hung, killed, reborn, stopped
from tests.chaos.history import OK
from tests.chaos.workload import ENVIRONMENT, PEOPLE, Fault, Run
from tests.conftest import PASSWORD
from tests.services.postgres import Postgres, create_database
from tests.services.redis import Redis
from tests.services.server import Server, start_server

MESSAGES, MANY_MESSAGES = 1200, int(os.environ.get("CHAOS_MESSAGES", "20000"))
WHOLE_AGAIN_SECONDS = 20  # contract 10.5
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")

with_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="runs with the suite on SQLite")
with_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="runs with the suite on PostgreSQL")

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


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A cluster that writes its log to the disk before it says so."""
    with Postgres(durable=True) as made:
        yield made


@pytest.fixture
def redis() -> Iterator[Redis]:
    with Redis() as made:
        yield made


def database_in(postgres: Postgres) -> str:
    create_database(postgres.url, "maru_chaos")
    return postgres.url.rpartition("/")[0] + "/maru_chaos"


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
    assert run.settled_after < WHOLE_AGAIN_SECONDS


@pytest.mark.server
@pytest.mark.timeout(200)
@with_sqlite
async def test_the_server_is_killed_on_sqlite(start: Start, tmp_path: Path) -> None:
    server = start()
    run = Run([server.url], f"sqlite:///{tmp_path / 'chaos.sqlite3'}", PASSWORD, MESSAGES)
    await judge(run, [(share, killed(server)) for share in (0.2, 0.45, 0.7)])


@pytest.mark.server
@pytest.mark.timeout(200)
@with_postgres
async def test_postgres_and_the_server_are_killed(start: Start, postgres: Postgres, redis: Redis) -> None:
    database = database_in(postgres)
    server = start(DATABASE_URL=database, REDIS_URL=redis.url)
    run = Run([server.url], database, PASSWORD, MESSAGES)
    faults = [(0.15, crashed(postgres)), (0.35, killed(server)), (0.55, crashed(postgres)), (0.75, killed(server))]
    await judge(run, faults)


@pytest.mark.server
@pytest.mark.timeout(200)
@with_postgres
async def test_redis_is_killed_under_two_servers(start: Start, postgres: Postgres, redis: Redis) -> None:
    """Sends are acknowledged without Redis, and who listens at the other server is whole soon after."""
    database = database_in(postgres)
    servers = [start(DATABASE_URL=database, REDIS_URL=redis.url)]
    servers.append(start(DATABASE_URL=database, REDIS_URL=redis.url, people=0))
    run = Run([server.url for server in servers], database, PASSWORD, 600)
    await judge(run, [(0.3, gone(redis))])


# --- The long form -------------------------------------------------------------------------------


@pytest.mark.chaos
async def test_many_kills_on_sqlite(start: Start, tmp_path: Path) -> None:
    server = start()
    run = Run([server.url], f"sqlite:///{tmp_path / 'chaos.sqlite3'}", PASSWORD, MANY_MESSAGES, seed=2)
    every = [killed(server), stopped(server), frozen(server, 4)]
    await judge(run, [(0.05 * n, every[n % 3]) for n in range(1, 19)], 1700)


@pytest.mark.chaos
async def test_everything_fails_in_turn(start: Start, postgres: Postgres, redis: Redis) -> None:
    """Two servers, PostgreSQL and Redis, each struck again and again while twenty people write."""
    database = database_in(postgres)
    one = start(DATABASE_URL=database, REDIS_URL=redis.url)
    other = start(DATABASE_URL=database, REDIS_URL=redis.url, people=0)
    run = Run([one.url, other.url], database, PASSWORD, MANY_MESSAGES, seed=3)
    every = [
        killed(one), crashed(postgres), flushed(redis), killed(other), reborn(redis), frozen(one, 4),
        crashed(postgres), hung(redis, 20), stopped(other), flushed(redis),
    ]  # fmt: skip
    await judge(run, [(0.025 * n, every[n % len(every)]) for n in range(1, 37)], 1700)
