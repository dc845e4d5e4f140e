"""What the stories of the live side share. The cast is in `tests/conftest.py`."""

from collections.abc import AsyncIterator

import pytest

from accounts.models import User
from chat.models import Room
from chat.services import rooms
from tests.chat.doors import end_live


@pytest.fixture(autouse=True)
async def _one_live_side_a_test() -> AsyncIterator[None]:
    yield
    await end_live()


@pytest.fixture
def dm(alice: User, bob: User) -> Room:
    """The direct message of alice and bob."""
    return rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]
