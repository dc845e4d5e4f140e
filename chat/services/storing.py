"""Judges and stores a batch of sends in one transaction, each answered on its own.

The rules of contract 5 and 12 are here and nowhere else: the room is visible, the same
`clientMsgId` is the same message, a reply is to a message of this room that the sender sees,
a mention is of a member. A refusal never spoils a neighbour (decision 0006).
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat import events
from chat.errors import ClientMsgIdReused, RoomNotFound
from chat.models import Member, Mention, Message, Room
from chat.schemas.messages import message_out
from chat.selectors import audience, messages
from chat.selectors.audience import Audience
from chat.selectors.extras import extras_of
from chat.selectors.links import links_of
from chat.services import addressing, attaching, links, statements
from chat.services.addressing import Addressed
from chat.services.announcing import show_again
from chat.services.drafts import Draft, Sent
from chat.services.statements import Head
from files.models import Attachment
from files.schemas import attachment_out
from files.services import sending as files
from messenger.core.errors import Invalid, Refusal

Outcome = Sent | Refusal


@dataclass(slots=True)
class _Batch:
    """What one transaction knows: the locked rooms, their audiences, what was there before."""

    rooms: dict[UUID, Head]
    audiences: dict[UUID, Audience]
    replies: dict[int, Message]
    earlier: dict[tuple[UUID, UUID], Message]
    attachments: dict[UUID, Attachment]
    units: dict[UUID, Addressed]
    new: list[tuple[Draft, Message]] = field(default_factory=list)


def store(drafts: list[Draft], *, committed: bool = True, announce_earlier: bool = False) -> list[Outcome]:
    """Store what the rules allow; the outcomes stand in the order of `drafts`.

    `committed` says that no transaction is open around this one, so that audiences may be
    remembered. `announce_earlier` tells about messages found stored already as well: a batch
    that is tried again after a lost connection may have been committed the first time.
    """
    with transaction.atomic():
        batch = _open(drafts, committed=committed)
        verdicts: list[Message | Refusal] = []
        for draft in drafts:
            try:
                verdicts.append(_judge(batch, draft))
            except Refusal as refusal:
                verdicts.append(refusal)
        if batch.new:
            _write(batch)
    return _outcomes(batch, verdicts, announce_earlier=announce_earlier)


def _open(drafts: list[Draft], *, committed: bool) -> _Batch:
    rooms, known = statements.lock_and_look(
        {d.room_id for d in drafts}, {(d.sender_id, d.client_msg_id) for d in drafts}
    )
    find = audience.of if committed else audience.load
    audiences = {room.pk: find(room.pk, room.member_epoch) for room in rooms.values()}
    reply_ids = {d.reply_to for d in drafts if d.reply_to is not None}
    replies = Message.objects.filter(pk__in=reply_ids).in_bulk() if reply_ids else {}
    earlier = Message.objects.filter(pk__in=known).select_related("reply_to") if known else []
    return _Batch(
        rooms,
        audiences,
        replies,
        {(m.sender_id, m.client_msg_id): m for m in earlier if m.sender_id and m.client_msg_id},
        files.locked({i for d in drafts for i in d.attachments}),
        addressing.addressed({i for d in drafts for i in d.mention_units}),
    )


def _judge(batch: _Batch, draft: Draft) -> Message:
    room = batch.rooms.get(draft.room_id)
    if room is None or draft.sender_id not in batch.audiences[room.pk].places:
        raise RoomNotFound
    earlier = batch.earlier.get((draft.sender_id, draft.client_msg_id))
    if earlier is not None:
        if bytes(earlier.content_hash) != draft.content_hash:
            raise ClientMsgIdReused
        return earlier
    _check(draft, batch.audiences[room.pk], batch.replies)
    attaching.check(draft, batch.attachments)
    addressing.check(draft, batch.units)
    message = _number(room, draft, batch)
    batch.earlier[draft.sender_id, draft.client_msg_id] = message
    files.take([batch.attachments[i] for i in draft.attachments])  # a neighbour cannot send them again
    batch.new.append((draft, message))
    return message


def _check(draft: Draft, members: Audience, replies: dict[int, Message]) -> None:
    if any(user_id not in members.places for user_id in draft.mentions):
        raise Invalid(mentions=[str(_("Only members of the room can be mentioned."))])
    if draft.reply_to is not None:
        answered = replies.get(draft.reply_to)
        if (
            answered is None
            or answered.room_id != draft.room_id
            or answered.deleted_at is not None
            or not members.places[draft.sender_id].sees(answered.seq)
        ):
            raise Invalid(replyTo=[str(_("This message cannot be answered."))])


def _number(room: Head, draft: Draft, batch: _Batch) -> Message:
    room.last_seq += 1
    room.last_change += 1
    return Message(
        room_id=room.pk,
        seq=room.last_seq,
        change=room.last_change,
        sender_id=draft.sender_id,
        client_msg_id=draft.client_msg_id,
        content_hash=draft.content_hash,
        type=draft.type,
        text=draft.text,
        mentions_all=draft.mentions_all,
        details=addressing.details(draft, batch.units),
        reply_to=batch.replies[draft.reply_to] if draft.reply_to is not None else None,
    )


def _write(batch: _Batch) -> None:
    now = timezone.now()
    for _draft, message in batch.new:
        message.created_at = now
    statements.insert([message for _draft, message in batch.new])
    named = [Mention(message=m, user_id=user_id) for d, m in batch.new for user_id in _mentioned(batch, d)]
    if named:
        Mention.objects.bulk_create(named)
    attaching.attach(batch.new, batch.attachments)
    links.note([message for _draft, message in batch.new])
    for draft, message in batch.new:
        if draft.hanging is not None:
            draft.hanging.hang(message)
    moved = {message.room_id: batch.rooms[message.room_id] for _draft, message in batch.new}
    # Sending marks the sender's own position as read up to that message (contract 12).
    read = {batch.audiences[m.room_id].places[d.sender_id].member_id: (m.seq, m.pk) for d, m in batch.new}
    statements.move(moved.values(), now, read)
    _reappear([room for room in moved.values() if room.type == Room.Type.DM], batch)


def _mentioned(batch: _Batch, draft: Draft) -> tuple[UUID, ...]:
    """Those named, and those of the departments named who are in the room."""
    if not draft.mention_units:
        return draft.mentions
    places = batch.audiences[draft.room_id].places
    return addressing.everybody(draft, batch.units, places)


def _reappear(direct: list[Head], batch: _Batch) -> None:
    """DMs that somebody left come back to them with their latest messages (contract 12)."""
    if not direct:
        return
    left = Member.objects.filter(room_id__in=[room.pk for room in direct], hidden=True).select_related("room")
    for member in left:
        show_again(member.room, member, new=sum(m.room_id == member.room_id for _draft, m in batch.new))


def _outcomes(batch: _Batch, verdicts: list[Message | Refusal], *, announce_earlier: bool) -> list[Outcome]:
    new = {message.pk: draft for draft, message in batch.new}
    earlier = [v for v in verdicts if isinstance(v, Message) and v.pk not in new]
    shown = {wire["messageId"]: wire for wire in messages.rendered(earlier)}
    fresh = set(shown) if announce_earlier else set()
    linked = links_of([message.pk for _draft, message in batch.new if messages.may_link(message.text)])
    extras = extras_of([message for draft, message in batch.new if draft.hanging is not None])
    for draft, message in batch.new:
        others = len(batch.audiences[message.room_id].places) - 1
        shown[message.pk] = message_out(
            message,
            mentions=_mentioned(batch, draft),
            attachments=[attachment_out(batch.attachments[i], message.pk) for i in draft.attachments],
            links=linked.get(message.pk),
            unread_count=others,
            extras=extras.get(message.pk),
        )
        fresh.add(message.pk)
    outcomes: list[Outcome] = []
    for verdict in verdicts:
        if isinstance(verdict, Refusal):
            outcomes.append(verdict)
            continue
        duplicate = verdict.pk not in fresh
        if not duplicate:
            fresh.discard(verdict.pk)  # a second send of it in the same batch is a duplicate
            events.message_created(shown[verdict.pk], batch.rooms[verdict.room_id].member_epoch)
        outcomes.append(Sent(shown[verdict.pk], duplicate))
    return outcomes
