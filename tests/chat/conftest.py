"""What the stories of the chat share. The cast is in `tests/conftest.py`."""

from collections.abc import Callable, Iterator

import pytest

from accounts.models import User
from chat.models import Room
from chat.services import members, rooms
from messenger.core import events
from tests.chat.doors import Door, Rest


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
