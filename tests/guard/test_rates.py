"""Rates hold for all processes and across restarts, and without Redis each process counts: never open, never a 500."""

import signal
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis as client

from accounts.models import User
from chat.models import Room
from messenger.core import limits
from messenger.core.errors import RateLimited
from tests.chat.doors import draft
from tests.client import Api
from tests.realtime.sockets import connected
from tests.services.redis import Redis


@pytest.fixture
def few(settings: Any) -> Any:
    settings.RATE_LIMITS = {**dict.fromkeys(settings.RATE_LIMITS, (1000, 60)), "rest": (3, 600), "sign_in": (3, 600)}
    return settings


def _spend(rate: str, key: str, times: int = 1) -> bool:
    """Whether so many uses are allowed."""
    try:
        for _time in range(times):
            limits.spend(rate, key)
    except RateLimited as refused:
        assert 1 <= refused.retry_after <= 601
        return False
    return True


def test_a_restart_and_another_process_do_not_begin_anew(redis: Redis, few: Any) -> None:
    assert _spend("rest", "alice", 3)
    limits.forget_all()  # all that a process knows
    assert not _spend("rest", "alice")
    assert _spend("rest", "bob", 3)


@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_without_an_answer_the_process_counts_for_itself(redis: Redis, few: Any, trouble: signal.Signals) -> None:
    assert _spend("rest", "alice")
    if trouble == signal.SIGKILL:
        redis.stop(trouble)
    else:
        redis.signal(trouble)
    began = time.monotonic()
    assert _spend("rest", "alice", 3)
    assert not _spend("rest", "alice")
    assert time.monotonic() - began < 2  # it is asked once, and then left in peace
    told = limits.store()
    assert (told.kind, told.silent_seconds is not None) == ("redis", True)
    if trouble == signal.SIGSTOP:
        redis.signal(signal.SIGCONT)


def test_when_it_is_back_it_counts_again(redis: Redis, few: Any) -> None:
    few.RATE_LIMITS_PAUSE = 0.0
    assert _spend("rest", "alice", 3)
    redis.stop(signal.SIGKILL)
    assert _spend("rest", "alice", 3)
    assert not _spend("rest", "alice")
    redis.start()
    assert limits.store().silent_seconds is None
    assert _spend("rest", "bob", 3)
    limits.forget_all()
    assert not _spend("rest", "bob")


@pytest.mark.parametrize("counted_in", ["redis", "process"])
def test_looking_how_long_to_wait_uses_nothing_up(few: Any, request: pytest.FixtureRequest, counted_in: str) -> None:
    if counted_in == "redis":
        request.getfixturevalue("redis")
    for _look in range(5):
        assert limits.wait_of("sign_in", "alice") == 0
    assert _spend("sign_in", "alice", 3)
    assert 1 <= limits.wait_of("sign_in", "alice") <= 601
    assert limits.wait_of("sign_in", "bob") == 0


def test_redis_never_learns_who_it_was(redis: Redis, few: Any) -> None:
    _spend("sign_in", "my-password-by-mistake 10.0.0.7")
    with client.Redis.from_url(redis.url) as connection:
        names = b" ".join(connection.keys("*"))
    assert names
    assert b"password" not in names
    assert b"10.0.0.7" not in names


@pytest.mark.parametrize("store", ["process", "redis"])
@pytest.mark.django_db
def test_an_office_behind_one_address_is_not_blocked(
    store: str, few: Any, person: Callable[..., User], request: pytest.FixtureRequest
) -> None:
    if store == "redis":
        request.getfixturevalue("redis")
    for number in range(8):
        somebody = Api(person(f"worker{number}"))
        assert [somebody.get("/me").status_code for _time in range(4)] == [200, 200, 200, 429]
        assert _spend("sign_in", f"worker{number} 10.0.0.7", 3)


@pytest.mark.django_db
def test_who_is_nobody_is_counted_by_address(few: Any, alice: User) -> None:
    few.RATE_LIMITS = {**few.RATE_LIMITS, "stranger": (3, 60)}
    nobody = Api(None)
    answers = [nobody.get("/rooms") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    elsewhere = nobody.request("GET", "/rooms", REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 401
    assert Api(alice).get("/me").status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_what_comes_by_socket_waits_for_no_redis(
    alice: User, room: Room, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> None:
        raise AssertionError("the event loop would have waited")

    monkeypatch.setattr(limits, "_shared", asked)
    async with connected(alice) as a:
        answer = await a.ask("message.send", {"roomId": str(room.pk), **draft("안녕")})
        assert answer["event"] == "ACK"


@pytest.mark.django_db
def test_health_says_where_rates_are_counted(redis: Redis, sysadmin: User, settings: Any) -> None:
    here = Api(sysadmin)

    def part() -> dict[str, Any]:
        return dict(here.get("/system/health").json()["parts"]["rateLimits"])

    assert (part()["state"], part()["facts"]["store"]) == ("ok", "redis")
    redis.stop(signal.SIGKILL)
    assert (part()["state"], part()["facts"]["store"]) == ("warn", "redis")
    settings.RATE_LIMITS_SHARED = False
    assert (part()["state"], part()["facts"]) == ("ok", {"store": "process", "silentSeconds": None})
