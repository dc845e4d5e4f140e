"""What strikes during a run."""

import asyncio
import signal

import redis as client

from tests.chaos.workload import Fault
from tests.services.postgres import Postgres
from tests.services.redis import Redis
from tests.services.server import Server


def killed(server: Server) -> Fault:
    """The server is killed as it stands, and started again."""

    async def fault() -> None:
        server.kill()
        await asyncio.to_thread(server.start)

    return fault


def stopped(server: Server) -> Fault:
    """The server is told to end, and started again."""

    async def fault() -> None:
        await asyncio.to_thread(server.restart)

    return fault


def frozen(server: Server, seconds: float) -> Fault:
    """The server gets no time at all for a while; then it goes on as if nothing had been."""

    async def fault() -> None:
        server.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        server.send_signal(signal.SIGCONT)

    return fault


def crashed(postgres: Postgres) -> Fault:
    """PostgreSQL stops without a checkpoint, and recovers."""

    async def fault() -> None:
        await asyncio.to_thread(postgres.stop, "immediate")
        await asyncio.to_thread(postgres.start)

    return fault


def gone(redis: Redis) -> Fault:
    """Redis is killed for good."""

    async def fault() -> None:
        await asyncio.to_thread(redis.stop, signal.SIGKILL)

    return fault


def reborn(redis: Redis) -> Fault:
    """Redis is killed, and comes back empty."""

    async def fault() -> None:
        await asyncio.to_thread(redis.stop, signal.SIGKILL)
        await asyncio.to_thread(redis.start)

    return fault


def hung(redis: Redis, seconds: float) -> Fault:
    """Redis takes connections and answers nobody for a while."""

    async def fault() -> None:
        redis.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        redis.signal(signal.SIGCONT)

    return fault


def flushed(redis: Redis) -> Fault:
    """Everything in Redis is forgotten, and every connection to it cut."""

    async def fault() -> None:
        with client.Redis.from_url(redis.url) as connection:
            await asyncio.to_thread(connection.flushall)
            await asyncio.to_thread(connection.client_kill_filter, _type="pubsub", skipme=True)

    return fault
