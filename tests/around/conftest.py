"""What the stories around messages share: the chat's doors, and a clock that can be set."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Room
from chat.services import moments, rooms
from files import storage
from messenger.core import events, jobs
from tests.chat.doors import Rest


@pytest.fixture
def rest() -> Callable[[User], Rest]:
    return Rest


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """The events that were told after commits."""
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


@pytest.fixture
def other_room(alice: User, charlie: User) -> Room:
    """A group of alice and charlie."""
    return rooms.create_room(actor=alice, type="GROUP", name="옆방", member_ids=[charlie.pk])[0]


@pytest.fixture
def dm(alice: User, bob: User) -> Room:
    """The direct message of alice and bob."""
    return rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """An empty store of the test's own."""
    settings.FILES_DIR = tmp_path
    storage.store.cache_clear()
    yield storage.store()
    storage.store.cache_clear()


class Clock:
    """`django.utils.timezone.now`, moved by hand: forth, and back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._now, self._moved = timezone.now, dt.timedelta()
        monkeypatch.setattr("django.utils.timezone.now", lambda: self._now() + self._moved)

    def move(self, **by: float) -> None:
        self._moved += dt.timedelta(**by)

    def tick(self) -> int:
        """Look what is due, and do it."""
        moments.ask_for_due()
        return jobs.run_all(later=True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    settings.ACCESS_TOKEN_SECONDS = 10**7  # nobody is signed out by it
    return Clock(monkeypatch)


def after(**time: float) -> str:
    """A moment so long from now, on the wire."""
    return (timezone.now() + dt.timedelta(**time)).isoformat()
