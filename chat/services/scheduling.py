"""Messages that are sent at a moment, exactly once (decision 0025).

Sending, noting that it is sent, and the end of the job are one transaction.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, UserStatus
from accounts.selectors import units
from chat import events
from chat.errors import ClientMsgIdReused
from chat.models import Member, Message, Room, ScheduledMessage
from chat.notification_types import SCHEDULED_FAILED
from chat.schemas.around import scheduled_out
from chat.selectors import around, messages, rooms
from chat.services import moments
from chat.services.drafts import Draft
from chat.services.notifying import notify
from chat.services.sending import send_message
from messenger.core import jobs
from messenger.core.errors import Conflict, Invalid, Refusal, Unavailable

SEND = "message.scheduled"
State = ScheduledMessage.State
Wire = dict[str, Any]
_SHOWN = 200  # characters of the text in what tells that it was not sent


def schedule_message(
    *,
    actor: User,
    room_id: UUID,
    client_msg_id: UUID,
    text: str,
    at: dt.datetime,
    mentions: tuple[UUID, ...] = (),
    mentions_all: bool = False,
    mention_units: tuple[UUID, ...] = (),
    reply_to: int | None = None,
) -> tuple[Wire, bool]:
    """Have a message sent at `at`; the same `client_msg_id` again changes nothing. The row, and whether it is new.

    `Invalid` for a moment in the past or beyond `SCHEDULE_AHEAD_DAYS`, beyond `MAX_SCHEDULED`, and for what could not
    be sent now; `ClientMsgIdReused` for another message with the same id.
    """
    member = rooms.visible_room(actor, room_id)
    asked = ScheduledMessage(
        sender=actor,
        room_id=room_id,
        client_msg_id=client_msg_id,
        text=text,
        at=at,
        mentions=[str(one) for one in mentions],
        mentions_all=mentions_all,
        mention_units=[str(one) for one in mention_units],
        reply_to_id=reply_to,
    )
    asked.content_hash = _draft(asked, at).content_hash
    with transaction.atomic():
        stored = ScheduledMessage.objects.filter(sender=actor, client_msg_id=client_msg_id).first()
        if stored is None:
            _check(asked, member)
            ScheduledMessage.objects.bulk_create([asked], ignore_conflicts=True)  # perhaps asked for twice at once
            stored = ScheduledMessage.objects.get(sender=actor, client_msg_id=client_msg_id)
        if bytes(stored.content_hash) != asked.content_hash:
            raise ClientMsgIdReused
        wire, new = scheduled_out(stored), stored.pk == asked.pk
        if new:
            events.scheduled_updated(actor.pk, wire)
    return wire, new


@transaction.atomic
def change_scheduled(*, actor: User, scheduled_id: UUID, **changes: Any) -> Wire:
    """Another text, other people named, another moment; what could not be sent waits again. `Conflict` once sent."""
    row = _unsent(actor, scheduled_id)
    member = rooms.visible_room(actor, row.room_id)
    for name in ("text", "at", "mentions_all"):
        setattr(row, name, changes.get(name, getattr(row, name)))
    for name in ("mentions", "mention_units"):
        if name in changes:
            setattr(row, name, [str(one) for one in changes[name]])
    if "at" in changes or row.state == State.FAILED:
        moments.check_ahead(row.at)
    _check_named(row, member)
    row.state, row.failure = State.WAITING, ""
    row.save()
    wire = scheduled_out(row)
    events.scheduled_updated(actor.pk, wire)
    return wire


@transaction.atomic
def cancel_scheduled(*, actor: User, scheduled_id: UUID) -> None:
    """It is not sent. `Conflict` if it was already."""
    drop(_unsent(actor, scheduled_id))


@transaction.atomic
def send_now(*, actor: User, scheduled_id: UUID) -> Wire:
    """Send it at once; sent already, the message as it is. Refused, it waits on."""
    row = around.own_scheduled(actor, scheduled_id, lock=True)
    if row.state == State.SENT:
        if row.message_id is None:
            raise Conflict(_("This message was sent already."))
        return messages.rendered([messages.visible_message(actor, row.message_id)[1]])[0]
    return _send(row)


def give_to(row: ScheduledMessage, successor: User, *, client_msg_id: UUID) -> None:
    """A locked message that waits becomes a colleague's: who wrote it leaves, and it is sent in the other's name."""
    events.scheduled_updated(row.sender_id, scheduled_out(row, "CANCELLED"))
    row.sender, row.client_msg_id = successor, client_msg_id
    row.content_hash = _draft(row, row.at).content_hash
    row.save(update_fields=["sender", "client_msg_id", "content_hash"])
    events.scheduled_updated(successor.pk, scheduled_out(row))


def drop(row: ScheduledMessage) -> None:
    """A locked message that waits is not sent."""
    events.scheduled_updated(row.sender_id, scheduled_out(row, "CANCELLED"))
    row.delete()


@transaction.atomic
def drop_all_of(sender: User) -> None:
    """Nothing of theirs that waits is sent: perhaps it was somebody else who wrote it in their name."""
    rows = ScheduledMessage.objects.select_for_update().filter(sender=sender).exclude(state=State.SENT)
    for row in rows.order_by("pk"):
        drop(row)


def send_due(run: jobs.Run, scheduled_id: UUID) -> None:
    """Send it if it is still to be sent and its moment has come: a clock may have gone back since it was asked for."""
    with run.done():
        rows = ScheduledMessage.objects.select_for_update(of=("self",))  # who drops them holds the author's row first
        rows = rows.select_related("sender")
        row = rows.filter(pk=scheduled_id, state=State.WAITING, at__lte=timezone.now()).first()
        if row is None:
            return
        try:
            with transaction.atomic():
                _send(row)
        except Unavailable:
            raise  # the job is tried again
        except Refusal as refusal:
            _fail(row, refusal)


def _due() -> list[tuple[UUID, UUID]]:
    rows = ScheduledMessage.objects.filter(state=State.WAITING, at__lte=timezone.now()).order_by("at")
    return list(rows.values_list("pk", "sender_id")[: moments.AT_ONCE])


moments.look_at(SEND, _due)


def _send(row: ScheduledMessage) -> Wire:
    """Send and note it. Who left the room meanwhile is not named, what was deleted is not answered."""
    named, called = _members(row.room_id, row.mentions), _ids(row.mention_units)
    known = units.names(called)
    sent = send_message(
        actor=row.sender,
        room_id=row.room_id,
        client_msg_id=row.client_msg_id,
        text=row.text,
        mentions=tuple(named),
        mentions_all=row.mentions_all,
        mention_units=tuple(one for one in called if one in known),
        reply_to=row.reply_to_id if _is_there(row) else None,
    )
    row.state, row.failure, row.message_id = State.SENT, "", sent.message["messageId"]
    row.save(update_fields=["state", "failure", "message_id"])
    events.scheduled_updated(row.sender_id, scheduled_out(row))
    return sent.message


def _fail(row: ScheduledMessage, refusal: Refusal) -> None:
    """The text is kept, and its author hears of it."""
    row.state, row.failure = State.FAILED, _reason(row, refusal)
    row.save(update_fields=["state", "failure"])
    events.scheduled_updated(row.sender_id, scheduled_out(row))
    notify(
        [row.sender_id],
        SCHEDULED_FAILED,
        text=row.text[:_SHOWN],
        target={"kind": "scheduled", "id": str(row.pk)},
        key=f"scheduled:{row.pk}:{row.at.isoformat()}",
    )


def _reason(row: ScheduledMessage, refusal: Refusal) -> str:
    if row.sender.status != UserStatus.ACTIVE:
        return "DISABLED"
    if Room.objects.filter(pk=row.room_id).exclude(deleted_at=None).exists():
        return "ROOM_DELETED"
    if not Member.objects.filter(room_id=row.room_id, user_id=row.sender_id, left_at=None).exists():
        return "NOT_A_MEMBER"
    return refusal.code


def _unsent(actor: User, scheduled_id: UUID) -> ScheduledMessage:
    row = around.own_scheduled(actor, scheduled_id, lock=True)
    if row.state == State.SENT:
        raise Conflict(_("This message was sent already."))
    return row


def _draft(row: ScheduledMessage, at: dt.datetime) -> Draft:
    """What a repeated request must match."""
    return Draft(
        row.sender_id,
        row.room_id,
        row.client_msg_id,
        Message.Type.TEXT,
        row.text,
        tuple(_ids(row.mentions)),
        row.mentions_all,
        row.reply_to_id,
        (),
        tuple(_ids(row.mention_units)),
        {"at": at.isoformat()},
    )


def _check(row: ScheduledMessage, member: Member) -> None:
    if ScheduledMessage.objects.filter(sender=row.sender).exclude(state=State.SENT).count() >= settings.MAX_SCHEDULED:
        raise Invalid(at=[str(_("You have as many scheduled messages as you can have."))])
    moments.check_ahead(row.at)
    _check_named(row, member)
    if row.reply_to_id is not None and not _is_there(row):
        raise Invalid(replyTo=[str(_("This message cannot be answered."))])
    if Message.objects.filter(sender=row.sender, client_msg_id=row.client_msg_id).exists():
        raise ClientMsgIdReused


def _check_named(row: ScheduledMessage, member: Member) -> None:
    if len(_members(member.room_id, row.mentions)) != len(set(row.mentions)):
        raise Invalid(mentions=[str(_("Only members of the room can be mentioned."))])
    wanted = set(_ids(row.mention_units))
    if len(units.names(wanted)) != len(wanted):
        raise Invalid(mentionUnits=[str(_("There is no such department."))])


def _members(room_id: UUID, ids: list[str]) -> list[UUID]:
    """Those among them who can be mentioned in the room."""
    if not ids:
        return []
    rows = Member.objects.filter(room_id=room_id, user_id__in=_ids(ids), left_at=None, user__status=UserStatus.ACTIVE)
    inside = set(rows.values_list("user_id", flat=True))
    return [one for one in _ids(ids) if one in inside]


def _is_there(row: ScheduledMessage) -> bool:
    """Whether the message it answers stands in the room, and its author sees it."""
    if row.reply_to_id is None:
        return False
    place = rooms.places(row.sender).filter(room_id=row.room_id).first()
    return place is not None and messages.in_room(place).filter(pk=row.reply_to_id, deleted_at=None).exists()


def _ids(ids: list[str]) -> list[UUID]:
    return [UUID(one) for one in ids]
