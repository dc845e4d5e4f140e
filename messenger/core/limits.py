"""How often somebody may do something: settings `RATE_LIMITS_…`, counted by the `limits` library (decision 0037).

With `REDIS_URL` the counters are there, so that they hold for all processes and outlive a restart. A Redis that does
not answer opens nothing and stops nobody: this process counts alone until it is back. What comes by sockets is
always counted here, because their event loop must not wait for another machine.
"""

import hashlib
import logging
import time
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.conf import settings
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from messenger.core.errors import RateLimited

log = logging.getLogger(__name__)

Limiter = SlidingWindowCounterRateLimiter
_OF_SOCKETS = frozenset({"frames", "typing"})

_limiter = Limiter(MemoryStorage())


class Shared:
    """The counters in Redis, and whether it answers: after a failure it is left in peace for a while."""

    def __init__(self, url: str) -> None:
        self._lock = Lock()
        self._silent_until = 0.0
        self.failed_at: float | None = None  # seconds since 1970, while it does not answer
        patience = settings.RATE_LIMITS_PATIENCE
        pool = ConnectionPool.from_url(
            url, socket_timeout=patience, socket_connect_timeout=patience, retry=Retry(NoBackoff(), 0)
        )
        self._limiter = Limiter(RedisStorage(url, connection_pool=pool, key_prefix="maru", wrap_exceptions=True))

    def wait_for(self, item: RateLimitItemPerSecond, rate: str, key: str, *, count: bool = True) -> float | None:
        """Count one use: 0 if it is allowed, else how many seconds to wait; None: it does not answer."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            wait = _wait(self._limiter, item, rate, _sealed(key), count=count)
        except StorageError:
            self._fell_silent()
            return None
        if self.failed_at is not None:
            log.warning("rates are counted in Redis again")
            self.failed_at = None
        return wait

    def _fell_silent(self) -> None:
        with self._lock:
            self._silent_until = time.monotonic() + settings.RATE_LIMITS_PAUSE
            if self.failed_at is None:
                log.warning("Redis does not answer: rates are counted in this process", exc_info=True)
                self.failed_at = time.time()


@dataclass(frozen=True, slots=True)
class Store:
    """Where rates are counted: `process` or `redis`; `silent_seconds`: how long Redis has not answered."""

    kind: str
    silent_seconds: int | None = None


def spend(rate: str, key: str) -> None:
    """Count one use of `rate` (a key of `settings.RATE_LIMITS`) by `key`, or raise `RateLimited`.

    `key` is a person's id, or an address where nobody is known. May wait for Redis: not for the event loop.
    """
    _refuse_after(_asked(rate, key, count=True))


def wait_of(rate: str, key: str) -> int:
    """How many seconds until `key` may use `rate` again; 0: now. Counts nothing. May wait for Redis."""
    wait = _asked(rate, key, count=False)
    return int(wait) + 1 if wait else 0


def spend_here(rate: str, key: str) -> None:
    """The same, counted in this process: touches no network."""
    _refuse_after(_wait(_limiter, _item(*settings.RATE_LIMITS[rate]), rate, key))


def store() -> Store:
    """Where they are counted now; a shared store is asked whether it answers."""
    shared = _shared()
    if shared is None:
        return Store("process")
    shared.wait_for(_item(1_000_000, 60), "health", "health")
    failed = shared.failed_at
    return Store("redis", None if failed is None else int(time.time() - failed))


def forget_all() -> None:
    """Empty every counter of this process (tests)."""
    _limiter.storage.reset()
    _shared_at.cache_clear()


def _shared() -> Shared | None:
    return _shared_at(settings.REDIS_URL) if settings.REDIS_URL and settings.RATE_LIMITS_SHARED else None


@cache
def _shared_at(url: str) -> Shared:
    return Shared(url)


@cache
def _item(amount: int, seconds: int) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(amount, seconds)


def _asked(rate: str, key: str, *, count: bool) -> float:
    item = _item(*settings.RATE_LIMITS[rate])
    shared = None if rate in _OF_SOCKETS else _shared()
    wait = None if shared is None else shared.wait_for(item, rate, key, count=count)
    return _wait(_limiter, item, rate, key, count=count) if wait is None else wait


def _wait(limiter: Limiter, item: RateLimitItemPerSecond, rate: str, key: str, *, count: bool = True) -> float:
    """0 if a use is allowed now (and counted, with `count`), else the seconds until there is room again."""
    if (limiter.hit if count else limiter.test)(item, rate, key):
        return 0
    return max(1.0, limiter.get_window_stats(item, rate, key).reset_time - time.time())


def _refuse_after(wait: float) -> None:
    if wait:
        raise RateLimited(int(wait) + 1)


def _sealed(key: str) -> str:
    """Who it is, for Redis: a login may be a password that somebody typed into the wrong field."""
    return hashlib.blake2b(key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
