"""Tells of must-read notices: that there is one, how many have confirmed, that it asks no more.

Hundreds confirm within minutes, and each of them would move a number that hundreds look at. So the numbers are
told at once when nothing was told for `PAUSE`, and what follows in that time is told together, by a job.
"""

import datetime as dt
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from chat import events, notification_types
from chat.models import Message, MustRead, MustReadPlace
from chat.schemas.must_reads import hung_out
from chat.selectors import must_reads
from chat.services.changing import announce
from chat.services.locking import locked_room
from chat.services.notifying import notify
from messenger.core import jobs
from messenger.core.errors import NotFound
from messenger.core.wire import rfc3339

TELL = "must_read.tell"
PAUSE = dt.timedelta(seconds=2)


def tell_new(notice: MustRead, author: User, people: set[UUID], messages: dict[int, set[UUID]]) -> None:
    """To everybody who has to confirm: the event, and a notification that leads to it.

    `messages` are those of the rooms, with the people who see them; who sees none is led to the notice itself.
    """
    events.must_read_created(notice.pk, [*people, author.pk])
    target = {"kind": "notice", "id": str(notice.pk)}
    rest = set(people)
    rooms = dict(Message.objects.filter(pk__in=messages).values_list("pk", "room_id"))
    for message_id, members in messages.items():
        there, rest = rest & members, rest - members
        notify(
            there,
            notification_types.MUST_READ,
            room_id=rooms[message_id],
            message_id=message_id,
            target=target,
            actor_id=author.pk,
            key=f"must-read:{notice.pk}",
        )
    notify(
        rest,
        notification_types.MUST_READ,
        text=notice.title,
        target=target,
        actor_id=author.pk,
        key=f"must-read:{notice.pk}",
    )


def tell_soon(must_read_id: UUID) -> None:
    """Somebody confirmed: tell the numbers now, or together with those of the others who do."""
    now = timezone.now()
    quiet = Q(told_at=None) | Q(told_at__lt=now - PAUSE) | Q(told_at__gt=now)  # a clock may have been put back
    if MustRead.objects.filter(quiet, pk=must_read_id).update(told_at=now):
        with transaction.atomic():
            tell_numbers(must_read_id)
    else:
        jobs.enqueue(TELL, key=str(must_read_id), wait=PAUSE.total_seconds(), mustReadId=str(must_read_id))


def tell_numbers(must_read_id: UUID) -> None:
    """Give the notice's messages a new `change`, with the numbers as they are; and tell the author."""
    notice = MustRead.objects.filter(pk=must_read_id).first()
    if notice is None:
        return
    MustRead.objects.filter(pk=must_read_id).update(told_at=timezone.now())
    _show_again(notice)
    events.must_read_updated(_news(notice), [notice.author_id])


def tell_all(notice: MustRead) -> None:
    """It was closed or withdrawn: everybody concerned hears of it."""
    _show_again(notice)
    people = notice.recipients.values_list("user_id", flat=True)
    events.must_read_updated(_news(notice), [*people, notice.author_id])


def _news(notice: MustRead) -> dict[str, object]:
    count = must_reads.counts_of([notice])[notice.pk]
    return {**hung_out(notice, count), "withdrawnAt": rfc3339(notice.withdrawn_at)}


def _show_again(notice: MustRead) -> None:
    posted = MustReadPlace.objects.filter(must_read=notice, message__deleted_at=None, room__deleted_at=None)
    for room_id, message_id in posted.order_by("room_id").values_list("room_id", "message_id"):
        with suppress(NotFound):  # the room was deleted at this moment
            room = locked_room(room_id)
            message = Message.objects.select_related("reply_to").get(pk=message_id)
            if message.deleted_at is None:
                announce(room, message)
