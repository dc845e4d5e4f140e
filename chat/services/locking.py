"""The room's row lock, under which `seq`, `change` and `epoch` are handed out (decision 0005).

Whoever changes a room or its messages takes the lock first, in a transaction, and rooms in
ascending order; so commit order is `seq` order and nobody deadlocks.
"""

from uuid import UUID

from django.utils import timezone

from chat.errors import RoomNotFound
from chat.models import Message, Room


def locked_room(room_id: UUID) -> Room:
    """The living room, locked until the transaction ends."""
    try:
        return Room.objects.select_for_update().get(pk=room_id, deleted_at=None)
    except Room.DoesNotExist:
        raise RoomNotFound from None


def touch(room: Room, message: Message) -> None:
    """Give a message the room's next `change`; the caller saves the message."""
    room.last_change += 1
    room.moved_at = timezone.now()
    room.save(update_fields=["last_change", "moved_at"])
    message.change = room.last_change


def next_epoch(room: Room) -> None:
    """Who may see what changed: everybody who holds an older epoch asks again."""
    room.member_epoch += 1
    room.save(update_fields=["member_epoch"])
