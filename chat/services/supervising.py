"""What system admins do with rooms from outside: they see who is in, never what was said (contract 12).

Everybody in the room is told who did it, as for any other change of it.
"""

from uuid import UUID

from django.db import transaction

from accounts.models import Role, User, UserStatus
from accounts.selectors import roles
from chat.errors import FixedInDirectMessage
from chat.models import Member, Room
from chat.services import members, rooms
from chat.services.announcing import announce_change
from chat.services.locking import locked_room
from messenger.core.errors import Forbidden, NotFound


@transaction.atomic
def rename_group(*, actor: User, room_id: UUID, name: str) -> Room:
    """Give a group another name. `Forbidden`, `NotFound`, `FixedInDirectMessage`."""
    room = _locked_group(actor, room_id)
    return rooms.apply_changes(room, actor=actor, name=name)


@transaction.atomic
def close_group(*, actor: User, room_id: UUID) -> None:
    """Close a group for everybody in it."""
    rooms.close(_locked_group(actor, room_id), actor=actor)


@transaction.atomic
def appoint_admin(*, actor: User, room_id: UUID, user_id: UUID) -> None:
    """Make an active member of a group its admin, where nobody is left who could. Brings nobody into a room.

    Nobody appoints themselves: `Forbidden`.
    """
    if user_id == actor.pk:  # it would open what was written before they came
        raise Forbidden
    room = _locked_group(actor, room_id)
    member = Member.objects.filter(room=room, user_id=user_id, left_at=None, user__status=UserStatus.ACTIVE).first()
    if member is None:
        raise NotFound
    if not member.is_admin:
        members.set_admin(room, member, is_admin=True, actor=actor)
        announce_change(room)


def _locked_group(actor: User, room_id: UUID) -> Room:
    roles.require(actor, Role.SYSTEM_ADMIN)
    if not Room.objects.filter(pk=room_id, deleted_at=None).exists():
        raise NotFound
    room = locked_room(room_id)
    if room.type == Room.Type.DM:
        raise FixedInDirectMessage
    return room
