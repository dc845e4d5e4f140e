"""Makes, changes and deletes rooms (contract 4)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, UserStatus
from audit import actions
from audit.services import record
from chat import events
from chat.errors import FixedInDirectMessage
from chat.models import Member, Room
from chat.selectors import rooms
from chat.services.announcing import (
    announce_change,
    announce_room,
    current_members,
    names_of,
    post_system_line,
    show_again,
)
from chat.services.locking import locked_room, next_epoch
from messenger.core.errors import Invalid

NAMES_IN_A_NAME = 3


def create_room(*, actor: User, type: str, member_ids: list[UUID], name: str = "") -> tuple[Room, bool]:
    """A new room with the actor as its admin; for a DM that exists already, that one and False."""
    if type == Room.Type.DM:
        return _direct_message(actor, {actor.pk, *member_ids})
    people = active_people({actor.pk, *member_ids}, field="memberIds")
    if len(people) > settings.MAX_ROOM_MEMBERS:
        raise Invalid(memberIds=[str(_("Too many members."))])
    return _new_group(actor, people, name), True


def active_people(user_ids: set[UUID], *, field: str) -> list[UUID]:
    """These people's ids, all of them active, or Invalid with the `field` they came in."""
    found = list(User.objects.filter(pk__in=user_ids, status=UserStatus.ACTIVE).values_list("pk", flat=True))
    if len(found) != len(user_ids):
        raise Invalid(**{field: [str(_("Somebody of these people cannot be found."))]})
    return found


@transaction.atomic
def _new_group(actor: User, people: list[UUID], name: str) -> Room:
    others = [user_id for user_id in people if user_id != actor.pk]
    called = name or ", ".join(names_of([actor.pk, *others[: NAMES_IN_A_NAME - 1]]))[: settings.MAX_ROOM_NAME]
    room = Room.objects.create(type=Room.Type.GROUP, name=called, created_by=actor)
    _fill(room, people, admin=actor.pk)
    record(
        actions.ROOM_CREATED,
        actor=actor,
        target_type="room",
        target_id=str(room.pk),
        name=called,
        memberCount=len(people),
    )
    return room


@transaction.atomic
def _direct_message(actor: User, people: set[UUID]) -> tuple[Room, bool]:
    if len(people) > 2:
        raise Invalid(memberIds=[str(_("A direct message has two members."))])
    key = ":".join(sorted(str(user_id) for user_id in [*people, *people][:2]))
    room = Room.objects.filter(dm_key=key).first()
    if room is None:
        try:
            return _new_direct_message(actor, active_people(people, field="memberIds"), key), True
        except IntegrityError:  # the other one opened it in the same moment
            room = Room.objects.get(dm_key=key)
    mine = Member.objects.filter(room=room, user=actor, hidden=True).first()
    if mine is not None:
        show_again(locked_room(room.pk), mine)
    return room, False


@transaction.atomic
def _new_direct_message(actor: User, people: list[UUID], key: str) -> Room:
    room = Room.objects.create(type=Room.Type.DM, dm_key=key, created_by=actor)
    _fill(room, people)
    record(actions.ROOM_CREATED, actor=actor, target_type="room", target_id=str(room.pk), type="DM")
    return room


def _fill(room: Room, people: list[UUID], admin: UUID | None = None) -> None:
    moment = timezone.now()
    members = [Member(room=room, user_id=pk, is_admin=pk == admin, joined_at=moment) for pk in people]
    members.sort(key=lambda member: not member.is_admin)
    Member.objects.bulk_create(members)
    announce_room(room, members, members)


def locked_group(actor: User, room_id: UUID) -> Room:
    """The room, locked, for an admin of it; a DM stays what it is."""
    if rooms.administered_room(actor, room_id).room.type == Room.Type.DM:
        raise FixedInDirectMessage
    room = locked_room(room_id)
    rooms.administered_room(actor, room_id)  # again, now that nobody can change it any more
    return room


@transaction.atomic
def update_room(*, actor: User, room_id: UUID, **changes: Any) -> Room:
    """Rename a room or change what later joiners see of its history: room admin."""
    return apply_changes(locked_group(actor, room_id), actor=actor, **changes)


def apply_changes(room: Room, *, actor: User, **changes: Any) -> Room:
    """`update_room` on a locked room, for whoever has proven the right to it."""
    changed = {field: value for field, value in changes.items() if getattr(room, field) != value}
    if not changed:
        return room
    for field, value in changed.items():
        setattr(room, field, value)
    room.save(update_fields=list(changed))
    if "history_visibility" in changed:
        next_epoch(room)
        post_system_line(room, f"room.history_{room.history_visibility.lower()}", actor)
    if "name" in changed:
        post_system_line(room, "room.renamed", actor, name=room.name)
    record(actions.ROOM_UPDATED, actor=actor, target_type="room", target_id=str(room.pk), **changed)
    announce_change(room)
    return room


@transaction.atomic
def delete_room(*, actor: User, room_id: UUID) -> None:
    """Close a room for everybody: room admin."""
    close(locked_group(actor, room_id), actor=actor)


def close(room: Room, *, actor: User) -> None:
    """`delete_room` on a locked room, for whoever has proven the right to it."""
    members = [member.user_id for member in current_members(room)]
    room.deleted_at = room.moved_at = timezone.now()
    room.save(update_fields=["deleted_at", "moved_at"])
    next_epoch(room)
    record(actions.ROOM_DELETED, actor=actor, target_type="room", target_id=str(room.pk), name=room.name)
    events.room_deleted(room.pk, members)
