"""What the stories of the session guard and of the rates share. The cast is in `tests/conftest.py`."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from accounts import guard
from messenger.core import limits
from tests.chat.doors import end_live
from tests.services.redis import Redis, binary


@pytest.fixture(autouse=True)
async def _one_live_side_a_test() -> AsyncIterator[None]:
    yield
    await end_live()


@pytest.fixture
def quick(settings: Any) -> Any:
    """The guard looks twenty times a second, and trusts for a fifth of one."""
    settings.SESSION_CHECK_SECONDS = 0.05
    settings.SESSION_GUARD_SECONDS = 0.2
    return settings


@pytest.fixture
def counters(monkeypatch: pytest.MonkeyPatch) -> dict[str, guard.Checks]:
    """The guard's counters, from nothing."""
    fresh = {"requests": guard.Checks(), "sockets": guard.Checks()}
    for name, checks in fresh.items():
        monkeypatch.setattr(guard, name, checks)
    return fresh


@pytest.fixture
def redis(settings: Any) -> Iterator[Redis]:
    """A Redis of this test's own, in which rates are counted."""
    if binary() is None:
        pytest.skip("Redis is not installed")
    with Redis() as running:
        settings.REDIS_URL, settings.RATE_LIMITS_SHARED = running.url, True
        yield running
        limits.forget_all()
