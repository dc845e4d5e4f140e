"""What of the chat goes to a successor when somebody leaves: rooms they look after, what is to be sent, notices, polls.

Nobody gets into a room by it, and nobody gets a thing that they could not have made themselves (contract 12).
"""

import uuid
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.leaving import Belonging, Part, part, require_taker
from accounts.models import User, UserStatus
from chat.models import Member, MustRead, Poll, Room, ScheduledMessage
from chat.selectors.must_read_people import publishers
from chat.services import closing, must_read_telling, must_reads, scheduling
from chat.services.announcing import announce_change
from chat.services.locking import locked_room
from chat.services.members import set_admin

ScheduledState = ScheduledMessage.State


def _members_of(room_id: UUID) -> frozenset[UUID]:
    inside = Member.objects.filter(room_id=room_id, left_at=None, user__status=UserStatus.ACTIVE)
    return frozenset(inside.values_list("user_id", flat=True))


def rooms_looked_after(owner: User) -> list[Belonging]:
    """Groups of which somebody is an admin."""
    rooms = Room.objects.filter(
        type=Room.Type.GROUP, deleted_at=None, members__user=owner, members__left_at=None, members__is_admin=True
    )
    return [
        Belonging(room.pk, room.name, takers=_members_of(room.pk) - {owner.pk}) for room in rooms.order_by("name", "pk")
    ]


@transaction.atomic
def pass_room(*, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool:
    """The successor becomes an admin of the room instead of its present one."""
    room = locked_room(belonging_id)
    places = {one.user_id: one for one in Member.objects.filter(room=room, left_at=None, user__in=[owner, successor])}
    theirs = places.get(owner.pk)
    if theirs is None or not theirs.is_admin or room.type != Room.Type.GROUP:
        return False
    require_taker(_members_of(room.pk), successor)
    if not places[successor.pk].is_admin:
        set_admin(room, places[successor.pk], is_admin=True, actor=actor)
    set_admin(room, theirs, is_admin=False, actor=actor)
    if room.created_by_id == owner.pk:
        room.created_by = successor
        room.save(update_fields=["created_by"])
    announce_change(room)
    return True


def to_be_sent(owner: User) -> list[Belonging]:
    """Messages that wait for their moment, by their rooms; what they say stays with who wrote it."""
    rows = ScheduledMessage.objects.filter(sender=owner, room__deleted_at=None).exclude(state=ScheduledState.SENT)
    return [
        Belonging(row.pk, row.room.name, row.at, takers=_members_of(row.room_id) - {owner.pk})
        for row in rows.select_related("room").order_by("at")
    ]


@transaction.atomic
def pass_scheduled(*, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool:
    """It is the successor's from now on, who may change it, and in whose name it is sent."""
    row = _scheduled(owner, belonging_id)
    if row is None:
        return False
    require_taker(_members_of(row.room_id), successor)
    scheduling.give_to(row, successor, client_msg_id=uuid.uuid4())
    return True


@transaction.atomic
def end_scheduled(*, actor: User, owner: User, belonging_id: UUID) -> bool:
    """It is not sent."""
    row = _scheduled(owner, belonging_id)
    if row is None:
        return False
    scheduling.drop(row)
    return True


def _scheduled(owner: User, scheduled_id: UUID) -> ScheduledMessage | None:
    rows = ScheduledMessage.objects.select_for_update().filter(pk=scheduled_id, sender=owner)
    return rows.exclude(state=ScheduledState.SENT).first()


def open_polls(owner: User) -> list[Belonging]:
    """Polls that still take votes; a room's admin closes them, too."""
    polls = Poll.objects.filter(
        message__sender=owner, closed_at=None, message__deleted_at=None, message__room__deleted_at=None
    )
    return [
        Belonging(poll.pk, poll.message.room.name, poll.closes_at, takers=frozenset())
        for poll in polls.select_related("message__room").order_by("pk")
    ]


def end_poll(*, actor: User, owner: User, belonging_id: UUID) -> bool:
    """Close a poll that somebody left open."""
    return closing.close_for_leaver(owner=owner, by=actor, poll_id=belonging_id)


def open_notices(owner: User) -> list[Belonging]:
    """Must-read notices that still ask people."""
    rows = MustRead.objects.filter(author=owner, closed_at=None).order_by("created_at")
    return [Belonging(row.pk, "", row.created_at, takers=publishers(row) - {owner.pk}) for row in rows]


@transaction.atomic
def pass_notice(*, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool:
    """The successor sees who confirmed it, reminds, closes, withdraws. Their own confirmation is asked no more."""
    row = MustRead.objects.select_for_update().filter(pk=belonging_id, author=owner, closed_at=None).first()
    if row is None:
        return False
    require_taker(publishers(row), successor)
    row.author, row.client_msg_id = successor, uuid.uuid4()
    row.save(update_fields=["author", "client_msg_id"])
    row.recipients.filter(user=successor, confirmed_at=None).delete()
    must_read_telling.tell_all(row)
    return True


@transaction.atomic
def end_notice(*, actor: User, owner: User, belonging_id: UUID) -> bool:
    """Ask nobody any more."""
    row = MustRead.objects.select_for_update().filter(pk=belonging_id, author=owner, closed_at=None).first()
    if row is None:
        return False
    must_reads.end(row, by=actor)
    return True


def describe() -> None:
    """Say what the chat has of people."""
    in_the_room = _("Only somebody who is in the room can take this on.")
    in_each_place = _(
        "Only an admin of every room, and a lead of every department, that it was sent to can take it on."
    )
    part(Part("room", _("Rooms they look after"), rooms_looked_after, pass_room, rule=in_the_room))
    part(Part("scheduled", _("Scheduled messages"), to_be_sent, pass_scheduled, end_scheduled, rule=in_the_room))
    part(Part("poll", _("Open polls"), open_polls, None, end_poll))
    part(Part("notice", _("Must-read notices"), open_notices, pass_notice, end_notice, rule=in_each_place))
