"""The session behind every open socket is looked at again and again; on doubt the socket ends."""

import asyncio
import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts import guard as counting
from accounts import services
from accounts.models import DeviceSession, User, UserStatus
from messenger import consumers
from messenger.core import events
from messenger.realtime import guard, process
from tests.chat.doors import Wire, token_of
from tests.realtime.sockets import Client, act, connected

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = dt.timedelta(minutes=5)  # the quick watcher looks one minute back
ENDINGS: dict[str, Callable[[Any, Any], Any]] = {
    "the person is disabled, and no session was touched": lambda user, _mine: user.update(status=UserStatus.DISABLED),
    "it was revoked while nobody could read that": lambda _user, mine: mine.update(
        revoked_at=timezone.now() - LONG_AGO
    ),
    "it ran out while nobody could read that": lambda _user, mine: mine.update(expires_at=timezone.now() - LONG_AGO),
    "its row is gone": lambda _user, mine: mine.delete(),
    "a new password is owed": lambda _user, mine: mine.update(owes="PASSWORD"),
}


@pytest.mark.parametrize("how", ENDINGS)
async def test_a_socket_ends_though_nobody_tells(
    how: str, alice: User, bob: User, quick: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "tell", lambda notice: None)
    async with connected(alice) as a, connected(bob) as b:
        theirs = DeviceSession.objects.filter(user=alice)
        await act(ENDINGS[how], User.objects.filter(pk=alice.pk), theirs)
        assert await a.closed() == 4401
        assert (await b.ask("ping"))["event"] == "PONG"


async def _looks(number: int, counters: dict[str, counting.Checks]) -> None:
    """Wait until the guard has looked so often, in vain or not."""
    until = counters["sockets"].checked + number
    async with asyncio.timeout(5):
        while counters["sockets"].checked < until:
            await asyncio.sleep(0.01)


def _down(*_args: Any) -> None:
    raise OperationalError("the database is gone")


async def test_without_a_database_sockets_go_on_for_a_while_and_then_end(
    alice: User, quick: Any, counters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick.SESSION_GUARD_SECONDS = 0.5
    async with connected(alice) as a:
        monkeypatch.setattr(guard, "standing", _down)
        await _looks(2, counters)
        assert (await a.ask("ping"))["event"] == "PONG"
        assert await a.closed() == 1013  # come back later: nobody is signed out
    assert counters["sockets"].failed >= 2
    assert counters["sockets"].refused == 0


async def test_the_flag_lets_open_sockets_be(
    alice: User, quick: Any, counters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick.SESSION_GUARD = "open"
    quick.SESSION_GUARD_SECONDS = 0.1
    async with connected(alice) as a:
        with monkeypatch.context() as patch:
            patch.setattr(guard, "standing", _down)
            await _looks(6, counters)
        assert (await a.ask("ping"))["event"] == "PONG"
        await act(DeviceSession.objects.filter(user=alice).delete)  # and once it is back, it counts
        assert await a.closed() == 4401


async def test_a_database_that_hangs_counts_as_none_and_is_asked_once(
    alice: User, quick: Any, counters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    answers = threading.Event()

    def hangs(session_ids: Any) -> set[Any]:
        asked.append(session_ids)
        answers.wait(10)
        return set(session_ids)

    monkeypatch.setattr(guard, "PATIENCE", 0.05)
    async with connected(alice) as a:
        monkeypatch.setattr(guard, "standing", hangs)
        try:
            assert await a.closed() == 1013
            assert len(asked) == 1
        finally:
            answers.set()


async def test_who_comes_while_nobody_can_be_looked_up_is_told_to_come_back(
    alice: User, counters: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await act(token_of, alice)
    monkeypatch.setattr(consumers, "authenticate_socket", _down)
    wire = Wire([(b"authorization", f"Bearer {token}".encode())])
    await wire.connect()
    assert await Client(wire).closed() == 1013
    await wire.disconnect()


async def test_a_look_takes_in_every_socket_and_ends_none_that_stands(alice: User, bob: User, counters: Any) -> None:
    async with connected(alice), connected(alice) as second, connected(bob):
        await process.live().guard.look()
        assert (counters["sockets"].checked, counters["sockets"].refused) == (3, 0)
        assert (await second.ask("ping"))["event"] == "PONG"


def test_standing_are_those_that_open_doors_now(alice: User, bob: User, django_assert_num_queries: Any) -> None:
    open_ = [services.open_device_session(user, device_name="PC").session.pk for user in (alice, bob)]
    ended = services.open_device_session(alice, device_name="PC").session
    services.sign_out(session=ended)
    with django_assert_num_queries(1):
        assert services.devices.standing([*open_, ended.pk]) == set(open_)
