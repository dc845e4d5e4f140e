"""The OpenAPI document says what the answers of the chat really hold."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat.api import documented
from chat.models import Room
from chat.services import editing, pins, reactions, rooms, sending
from tests.chat.doors import Rest
from tests.shapes import fits


@pytest.fixture
def busy_room(alice: User, bob: User, room: Room) -> Room:
    """A room in which everything happened once, and a direct message beside it."""

    def send(text: str, **more: Any) -> int:
        sent = sending.send_message(actor=alice, room_id=room.pk, client_msg_id=uuid.uuid4(), text=text, **more)
        return int(sent.message["messageId"])

    first = send("회의는 세 시입니다.", mentions=(bob.pk,), mentions_all=True)
    send("네", reply_to=first)
    reactions.add_reaction(actor=bob, message_id=first, emoji="👍")
    pins.pin_message(actor=bob, room_id=room.pk, message_id=first)
    editing.edit_message(actor=alice, message_id=first, text="회의는 네 시입니다.")
    editing.delete_message(actor=alice, message_id=send("지울 말"))
    rooms.update_room(actor=bob, room_id=room.pk, name="새 이름")
    rooms.create_room(actor=alice, type=Room.Type.DM, member_ids=[bob.pk])
    return room


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("rooms", documented.ROOMS),
        ("rooms/{room}", documented.ROOM),
        ("rooms/{room}/members", documented.MEMBERS),
        ("rooms/{room}/messages", documented.MESSAGES),
        ("rooms/{room}/messages?aroundId={message}", documented.MESSAGES),
        ("rooms/{room}/changes", documented.CHANGES),
        ("rooms/{room}/pins", documented.PINS),
        ("messages/{message}", documented.MESSAGE),
        ("messages/{message}/readers", documented.READERS),
    ],
)
def test_an_answer_is_what_was_documented(alice: User, busy_room: Room, path: str, shape: dict[str, Any]) -> None:
    message = busy_room.messages.order_by("seq")[0].pk
    answer = Rest(alice).get(path.format(room=busy_room.pk, message=message))
    assert answer.status == 200
    fits(answer.body, shape, path)
