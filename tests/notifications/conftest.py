"""What the stories of notifications share."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.services import update_me
from chat.models import Member, Room
from chat.services import following, rooms, sending
from tests.chat.doors import Rest

Say = Callable[..., int]


@pytest.fixture
def say(room: Room) -> Say:
    """`say(alice, "안녕", mentions=(bob.pk,))`: a message in the room; its id."""

    def send(user: User, text: str, where: Room | None = None, **more: Any) -> int:
        sent = sending.send_message(
            actor=user, room_id=(where or room).pk, client_msg_id=uuid.uuid4(), text=text, **more
        )
        return int(sent.message["messageId"])

    return send


@pytest.fixture
def centre() -> Callable[[User], list[dict[str, Any]]]:
    """What somebody finds in their notification centre, once the followers have come by."""

    def look(user: User) -> list[dict[str, Any]]:
        following.catch_up(only="notify")
        return list(Rest(user).get("notifications").body["results"])

    return look


@pytest.fixture
def level() -> Callable[[Room, User, str], None]:
    """Set what of a room calls for somebody's attention."""

    def change(room: Room, user: User, to: str) -> None:
        Member.objects.filter(room=room, user=user).update(notify_level=to)

    return change


@pytest.fixture
def prefer() -> Callable[..., None]:
    """`prefer(alice, notificationKeywords=["회의"])`."""

    def change(user: User, **chosen: Any) -> None:
        update_me(actor=user, preferences=chosen)

    return change


@pytest.fixture
def dm(alice: User, bob: User) -> Room:
    """alice and bob alone."""
    return rooms.create_room(actor=alice, type="DM", member_ids=[bob.pk])[0]
