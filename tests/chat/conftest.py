"""What the stories of the chat share. The cast is in `tests/conftest.py`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from chat.services import members, rooms
from files import storage
from messenger.core import events
from messenger.core.outbound import policy
from tests.chat import linking
from tests.chat.doors import Door, Rest
from tests.services.hostile_http import Site
from tests.services.outside import HOST, always, here


@pytest.fixture
def rest() -> Callable[[User], Rest]:
    return Rest


@pytest.fixture(params=["rest", "socket"])
def door(request: pytest.FixtureRequest, transactional_db: None) -> Door:
    """Both doors, one after the other."""
    return Door(request.param)


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """The events that were told after commits."""
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


@pytest.fixture
def erin(db: None, alice: User, bob: User, dana: User, room: Room) -> User:
    """Somebody who was in the room and was taken out: the ex-member."""
    from accounts.services import create_user

    user = create_user(login_id="erin", name="한에린")
    members.add_members(actor=bob, room_id=room.pk, user_ids=[user.pk])
    members.remove_member(actor=bob, room_id=room.pk, user_id=user.pk)
    return user


@pytest.fixture
def dm(alice: User, bob: User) -> Room:
    """The direct message of alice and bob."""
    return rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Site]:
    """A web site that may be called, under `page.test` and another name, and a store for the pictures."""
    settings.FILES_DIR = tmp_path
    storage.store.cache_clear()
    with Site() as running:
        linking.fill(running)
        rules = here(running.port, always("127.0.0.1"), HOST, linking.OTHER_HOST)
        monkeypatch.setattr(policy, "current", lambda: rules)
        yield running
    storage.store.cache_clear()
