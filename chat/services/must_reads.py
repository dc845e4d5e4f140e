"""Must-read notices: publishing, confirming, closing, withdrawing (contract 8, decision 0024)."""

import datetime as dt
import hashlib
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import units
from audit import actions
from audit.services import record
from chat import events
from chat.errors import ClientMsgIdReused, MayNotAddress, MustReadClosed, MustReadNotFound, NotTheSender
from chat.models import Message, MustRead, MustReadPlace, MustReadRecipient
from chat.schemas.must_reads import confirmation_out, message_text
from chat.selectors import audience, messages, must_reads, rooms
from chat.selectors.must_read_people import addressable_units
from chat.services import must_read_reminders, must_read_telling, notified
from chat.services.editing import erase
from chat.services.locking import locked_room
from chat.services.sending import send_message
from messenger.core import limits, wire
from messenger.core.errors import Invalid, NotFound

PLACES_A_CALL = 10


@dataclass(frozen=True, slots=True)
class _Hung:
    """The notice as what hangs on its message in a room."""

    notice: MustRead

    def content(self) -> Any:
        """The notice itself tells a resend from something new."""
        return str(self.notice.pk)

    def hang(self, message: Message) -> None:
        MustReadPlace.objects.create(must_read=self.notice, room_id=message.room_id, message=message)


def publish(
    *,
    actor: User,
    client_msg_id: UUID,
    title: str,
    text: str,
    room_ids: tuple[UUID, ...] = (),
    unit_ids: tuple[UUID, ...] = (),
    deadline: dt.datetime | None = None,
) -> tuple[dict[str, Any], bool]:
    """Publish a notice; returns it and whether it is new: the same `client_msg_id` again changes nothing.

    To a room: its admins; to a department: `addressable_units`. Who has to confirm is settled here: the members
    of the rooms and the people of the departments with their sub-units, without the author. A room that is not
    visible is `NotFound`; a department that is not the actor's to address is `Forbidden`; a deadline that has
    passed, or nobody to confirm, is `Invalid`.
    """
    for room_id in room_ids:
        rooms.administered_room(actor, room_id)
    content = wire.encode([title, text, sorted(map(str, room_ids)), sorted(map(str, unit_ids)), str(deadline)])
    asked = MustRead(
        author=actor,
        client_msg_id=client_msg_id,
        content_hash=hashlib.sha256(content.encode()).digest(),
        title=title,
        text=text,
        deadline=deadline,
    )
    earlier = _earlier(asked)
    if earlier is None:
        for _more in range((len(room_ids) + len(unit_ids) - 1) // PLACES_A_CALL):
            limits.spend("call", str(actor.pk))  # the command's own rate has counted the first ten
        try:
            _store(actor, asked, room_ids, unit_ids)
        except IntegrityError:  # its twin was faster
            earlier = _earlier(asked)
            if earlier is None:
                raise
    notice = earlier or asked
    return must_reads.shown(actor, [notice])[0], earlier is None


def _earlier(asked: MustRead) -> MustRead | None:
    """The notice that was published with this `client_msg_id`, or `Conflict` if that was another one."""
    found = MustRead.objects.filter(author_id=asked.author_id, client_msg_id=asked.client_msg_id).first()
    if found is not None and bytes(found.content_hash) != asked.content_hash:
        raise ClientMsgIdReused
    return found


@transaction.atomic
def _store(actor: User, notice: MustRead, room_ids: tuple[UUID, ...], unit_ids: tuple[UUID, ...]) -> None:
    notice.created_at = timezone.now()
    if notice.deadline is not None and notice.deadline <= notice.created_at:
        raise Invalid(deadline=[str(_("The deadline lies in the past."))])
    names = _named(actor, unit_ids)
    in_order = sorted(room_ids)
    for room_id in in_order:
        locked_room(room_id)
        rooms.administered_room(actor, room_id)
    members = {room_id: set(audience.load(room_id).places) - {actor.pk} for room_id in in_order}
    people = set().union(*members.values(), units.people_of(unit_ids)) - {actor.pk}
    if not people:
        raise Invalid(roomIds=[str(_("There is nobody who could confirm this."))])
    notice.save(force_insert=True)
    _write_recipients(notice, people)
    MustReadPlace.objects.bulk_create(
        [MustReadPlace(must_read=notice, unit_id=unit_id, unit_name=name) for unit_id, name in names.items()]
    )
    posted = {room_id: _post(actor, notice, room_id) for room_id in in_order}
    must_read_reminders.ask_for(notice)
    must_read_telling.tell_new(notice, actor, people, {posted[one]: members[one] for one in in_order})
    record(
        actions.MUST_READ_PUBLISHED,
        actor=actor,
        target_type="must_read",
        target_id=notice.pk,
        people=len(people),
        roomIds=[str(one) for one in in_order],
        orgUnitIds=[str(one) for one in names],
    )


def _named(actor: User, unit_ids: tuple[UUID, ...]) -> dict[UUID, str]:
    names = units.names(unit_ids)
    if len(names) != len(unit_ids):
        raise Invalid(orgUnitIds=[str(_("There is no such department."))])
    if unit_ids and not names.keys() <= addressable_units(actor):
        raise MayNotAddress
    return names


def _write_recipients(notice: MustRead, people: set[UUID]) -> None:
    units_of = units.main_units_of(people)
    MustReadRecipient.objects.bulk_create(
        [
            MustReadRecipient(must_read=notice, user_id=one, unit_name=units_of.get(one, ""))
            for one in sorted(people, key=str)
        ],
        batch_size=1000,
    )


def _post(actor: User, notice: MustRead, room_id: UUID) -> int:
    sent = send_message(
        actor=actor,
        room_id=room_id,
        client_msg_id=uuid.uuid5(notice.client_msg_id, str(room_id)),
        type=Message.Type.NOTICE,
        text=message_text(notice.title, notice.text),
        hanging=_Hung(notice),
    )
    return int(sent.message["messageId"])


def confirm(*, actor: User, must_read_id: UUID) -> dict[str, Any]:
    """Say that one has read it: once, the first time stays, and after the deadline it counts as late.

    `NotFound` for who has nothing to confirm, `Conflict` when the notice asks no more and they had not.
    """
    with transaction.atomic():
        notice = _to_confirm(actor, must_read_id)
        waiting = MustReadRecipient.objects.filter(must_read=notice, user=actor, confirmed_at=None)
        if waiting.exists() and notice.closed_at is not None:
            raise MustReadClosed
        fresh = waiting.update(confirmed_at=timezone.now())
        mine = MustReadRecipient.objects.get(must_read=notice, user=actor)
        if fresh:
            events.must_read_confirmed(notice.pk, actor.pk, confirmation_out(notice, mine))
    if fresh:
        transaction.on_commit(lambda: must_read_telling.tell_soon(must_read_id), robust=True)
    return must_reads.shown(actor, [notice])[0]


def _to_confirm(actor: User, must_read_id: UUID) -> MustRead:
    notice = MustRead.objects.filter(pk=must_read_id, withdrawn_at=None, recipients__user=actor).first()
    if notice is None:
        raise MustReadNotFound
    return notice


@transaction.atomic
def close(*, actor: User, must_read_id: UUID) -> dict[str, Any]:
    """Ask nobody any more: by its author. It stays to be read, and so does who confirmed it."""
    notice = _own(actor, must_read_id)
    end(notice, by=actor)
    return must_reads.shown(actor, [notice])[0]


def end(notice: MustRead, *, by: User) -> None:
    """Close a notice that is locked, for whoever has proven the right to it."""
    if notice.closed_at is None:
        notice.closed_at = timezone.now()
        notice.save(update_fields=["closed_at"])
        record(actions.MUST_READ_CLOSED, actor=by, target_type="must_read", target_id=notice.pk)
        must_read_telling.tell_all(notice)


@transaction.atomic
def withdraw(*, actor: User, must_read_id: UUID) -> None:
    """Take it back: by its author, in whose name it stands by now. Its messages are deleted, whoever sent them, and
    nobody else sees it any more. Not those that the author sent to a room they are no longer in."""
    notice = _own(actor, must_read_id)
    if notice.withdrawn_at is not None:
        return
    notice.withdrawn_at = timezone.now()
    notice.closed_at = notice.closed_at or notice.withdrawn_at
    notice.save(update_fields=["withdrawn_at", "closed_at"])
    posted = notice.places.filter(message__isnull=False).order_by("room_id")
    for room_id, message_id in posted.values_list("room_id", "message_id"):
        with suppress(NotFound):  # of a room that was deleted, or that its sender is no longer in
            room = locked_room(room_id)
            message = Message.objects.select_related("reply_to").get(pk=message_id)
            if message.sender_id == actor.pk:
                messages.visible_message(actor, message_id)
            erase(room, message, by=actor)
    notified.take_back("notice", notice.pk, since=notice.created_at)
    record(actions.MUST_READ_WITHDRAWN, actor=actor, target_type="must_read", target_id=notice.pk)
    must_read_telling.tell_all(notice)


def _own(actor: User, must_read_id: UUID) -> MustRead:
    """The actor's own notice, locked. `Forbidden` for others who see it, NotFound for the rest."""
    notice = must_reads.visible_notice(actor, must_read_id)
    if notice.author_id != actor.pk:
        raise NotTheSender
    return MustRead.objects.select_for_update().get(pk=must_read_id)
