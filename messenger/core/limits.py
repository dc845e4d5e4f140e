"""How often somebody may do something: settings `RATE_LIMITS_…`, kept by the `limits` library.

Counters live in this process's memory: a limit protects a process from a person, it is no
promise between machines. What must hold everywhere (sign-in lock-out) is in the database.
"""

import time
from functools import cache

from django.conf import settings
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from messenger.core.errors import RateLimited

_limiter = SlidingWindowCounterRateLimiter(MemoryStorage())


@cache
def _item(amount: int, seconds: int) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(amount, seconds)


def spend(rate: str, key: str) -> None:
    """Count one use of `rate` (a key of `settings.RATE_LIMITS`) by `key`, or raise `RateLimited`."""
    item = _item(*settings.RATE_LIMITS[rate])
    if not _limiter.hit(item, rate, key):
        reset = _limiter.get_window_stats(item, rate, key).reset_time
        raise RateLimited(int(reset - time.time()) + 1)


def forget_all() -> None:
    """Empty every counter (tests)."""
    _limiter.storage.reset()
