"""Who is in a room: invite, remove, leave, roles, and one's own side of it (contract 4, 12)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, UserStatus
from audit import actions
from audit.services import record
from chat import events
from chat.errors import LastAdmin
from chat.models import Member, Room
from chat.selectors import rooms
from chat.services.announcing import (
    announce_change,
    announce_place,
    announce_room,
    current_members,
    post_system_line,
)
from chat.services.locking import locked_room, next_epoch
from chat.services.rooms import active_people, locked_group
from messenger.core.errors import Invalid, NotFound


@transaction.atomic
def add_members(*, actor: User, room_id: UUID, user_ids: list[UUID]) -> Room:
    """Invite people: room admin. Who is in already stays as they are."""
    room = locked_group(actor, room_id)
    members = current_members(room)
    inside = {member.user_id for member in members}
    wanted = [user_id for user_id in active_people(set(user_ids), field="userIds") if user_id not in inside]
    if not wanted:
        return room
    if len(inside) + len(wanted) > settings.MAX_ROOM_MEMBERS:
        raise Invalid(userIds=[str(_("Too many members."))])
    new = _seat(room, wanted)
    next_epoch(room)
    announce_room(room, [*members, *new], new)
    for user_id in wanted:
        record(actions.MEMBER_INVITED, actor=actor, target_type="room", target_id=str(room.pk), userId=str(user_id))
        events.member_invited(room, user_id)
    post_system_line(room, "member.invited", actor, userIds=[str(user_id) for user_id in wanted])
    announce_change(room)
    return room


def _seat(room: Room, user_ids: list[UUID]) -> list[Member]:
    """Places for newcomers and for those who come back, who keep what they saw in earlier stays."""
    moment = timezone.now()
    before = {m.user_id: m for m in Member.objects.filter(room=room, user_id__in=user_ids)}
    for member in before.values():
        member.past_stays = [*member.past_stays, [member.joined_seq, member.left_seq]]
        member.left_at = member.left_seq = None
        member.is_admin = member.pinned = member.hidden = False
        member.notify_level = Member.Level.ALL
        member.joined_at, member.joined_seq, member.last_read_seq = moment, room.last_seq, room.last_seq
        member.last_read_message_id = None  # as for a newcomer: the message at that place may be hidden from them
        member.save()
    new = [
        Member(room=room, user_id=pk, joined_at=moment, joined_seq=room.last_seq, last_read_seq=room.last_seq)
        for pk in user_ids
        if pk not in before
    ]
    Member.objects.bulk_create(new)
    return [*before.values(), *new]


@transaction.atomic
def remove_member(*, actor: User, room_id: UUID, user_id: UUID) -> None:
    """Take somebody out: room admin. To take oneself out is to leave."""
    if user_id == actor.pk:
        leave_room(actor=actor, room_id=room_id)
        return
    room = locked_group(actor, room_id)
    member = _member(room, user_id)
    record(actions.MEMBER_REMOVED, actor=actor, target_type="room", target_id=str(room.pk), userId=str(user_id))
    _end_stay(room, member)
    post_system_line(room, "member.removed", actor, userIds=[str(user_id)])
    succeed(room)
    announce_change(room)


@transaction.atomic
def leave_room(*, actor: User, room_id: UUID) -> None:
    """Leave. The last admin hands the role to the longest-standing member; a DM is only hidden."""
    rooms.visible_room(actor, room_id)
    room = locked_room(room_id)
    member = _member(room, actor.pk)
    if room.type == Room.Type.DM:
        member.hidden = True
        member.save(update_fields=["hidden"])
        events.room_hidden(room.pk, actor.pk)
        return
    record(actions.MEMBER_LEFT, actor=actor, target_type="room", target_id=str(room.pk))
    _end_stay(room, member)
    post_system_line(room, "member.left", actor, userIds=[str(actor.pk)])
    succeed(room)
    announce_change(room)


def _end_stay(room: Room, member: Member) -> None:
    member.left_at, member.left_seq, member.is_admin = timezone.now(), room.last_seq, False
    member.save(update_fields=["left_at", "left_seq", "is_admin"])
    next_epoch(room)
    events.member_removed(room, member.user_id)


def succeed(room: Room) -> bool:
    """See that the room has an active admin and a creator who is in it; whether anything had to change."""
    active = list(
        Member.objects.filter(room=room, left_at=None, user__status=UserStatus.ACTIVE).order_by("joined_at", "pk")
    )
    admins = [member for member in active if member.is_admin]
    orphaned = bool(active) and not admins
    if orphaned:
        set_admin(room, active[0], is_admin=True, actor=None)
        admins = active[:1]
    if room.created_by_id in {member.user_id for member in active}:
        return orphaned
    room.created_by_id = admins[0].user_id if admins else None
    room.save(update_fields=["created_by"])
    return True


@transaction.atomic
def change_member(*, actor: User, room_id: UUID, user_id: UUID, is_admin: bool) -> Member:
    """Make somebody a room admin or take it back: room admin."""
    room = locked_group(actor, room_id)
    member = _member(room, user_id)
    if member.is_admin == is_admin:
        return member
    if (
        not is_admin
        and not Member.objects.filter(room=room, left_at=None, is_admin=True, user__status=UserStatus.ACTIVE)
        .exclude(pk=member.pk)
        .exists()
    ):
        raise LastAdmin
    set_admin(room, member, is_admin=is_admin, actor=actor)
    announce_change(room)
    return member


def set_admin(room: Room, member: Member, *, is_admin: bool, actor: User | None) -> None:
    """`change_member` on a locked room, for whoever has proven the right to it."""
    member.is_admin = is_admin
    member.save(update_fields=["is_admin"])
    record(
        actions.MEMBER_ROLE_CHANGED,
        actor=actor,
        target_type="room",
        target_id=str(room.pk),
        userId=str(member.user_id),
        isAdmin=is_admin,
    )
    kind = "member.admin_granted" if is_admin else "member.admin_withdrawn"
    post_system_line(room, kind, actor, userIds=[str(member.user_id)])
    announce_place(room, member)


@transaction.atomic
def change_my_place(*, actor: User, room_id: UUID, **changes: Any) -> Member:
    """Pin the room to the top of one's list, or say what of it calls for attention. Muted: nothing does."""
    member = rooms.visible_room(actor, room_id)
    muted = changes.pop("muted", None)
    if muted is not None:
        changes.setdefault("notify_level", Member.Level.NOTHING if muted else Member.Level.ALL)
    for field, value in changes.items():
        setattr(member, field, value)
    if changes:
        member.save(update_fields=list(changes))
        announce_place(member.room, member)
        if "notify_level" in changes:
            events.badge_updated(actor.pk, rooms.unread_total(actor))
    return member


def _member(room: Room, user_id: UUID) -> Member:
    try:
        return Member.objects.get(room=room, user_id=user_id, left_at=None)
    except Member.DoesNotExist:
        raise NotFound from None


@transaction.atomic
def follow_status(user: User) -> None:
    """Somebody was disabled or enabled: who sees their rooms changed, and an admin may be missing."""
    room_ids = Member.objects.filter(user=user, left_at=None, room__deleted_at=None).values_list("room_id", flat=True)
    for room_id in sorted(room_ids):
        room = locked_room(room_id)
        next_epoch(room)
        if room.type == Room.Type.GROUP and succeed(room):
            announce_change(room)
