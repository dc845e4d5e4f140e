"""Notifies people: a row for each of them, an event to their devices (contract 8)."""

from collections.abc import Container, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import DeviceSession, Profile, Role, User, UserStatus
from accounts.selectors import roles
from chat import events
from chat.models import Message, Notification, Room
from chat.notification_types import ACCOUNT_CHANGED, DIRECTORY_STOPPED, JOB, NEW_DEVICE, TYPES
from chat.schemas.notifications import notification_out
from chat.selectors import audience, notifications
from chat.services import waking
from messenger.core.models import Job

MOST_TEXT = 300  # the column's width


@transaction.atomic
def notify(
    users: Iterable[UUID],
    type: str,
    *,
    room_id: UUID | None = None,
    message_id: int | None = None,
    text: str = "",
    target: dict[str, Any] | None = None,
    actor_id: UUID | None = None,
    key: str = "",
    read_by: Container[UUID] = (),
) -> None:
    """Notify active people, in the caller's transaction; each once for a `key`, whoever is killed in between.

    `text` only without a message: a message's text is looked up through its reader. `target` is `{kind, id}`, where
    the notification leads: a survey, a notice, a message, a scheduled one, a job. Who has `read_by` now what it is
    about finds it in the list, read, and is not called. `ValueError` for a type that nobody knows.
    """
    if type not in TYPES:
        raise ValueError(f"there is no notification {type}")
    people = set(User.objects.filter(pk__in=set(users), status=UserStatus.ACTIVE).values_list("pk", flat=True))
    if key:
        people -= set(
            Notification.objects.filter(user_id__in=people, type=type, key=key).values_list("user_id", flat=True)
        )
    now = timezone.now()
    rows = [
        Notification(
            user_id=user_id,
            type=type,
            key=key,
            room_id=room_id,
            message_id=message_id,
            actor_id=actor_id,
            text=text[:MOST_TEXT],
            target=target,
            read_at=now if user_id in read_by else None,
            created_at=now,
        )
        for user_id in sorted(people, key=str)
    ]
    stored = _stored(rows)
    _tell(stored)
    unread = {row.user_id: row.pk for row in stored if row.read_at is None}
    waking.wake(unread, type, room_id=room_id, message_id=message_id, notifications=unread)


def _stored(rows: list[Notification]) -> list[Notification]:
    """Write them; without those that somebody else has written at this moment."""
    if not rows or not rows[0].key:
        return Notification.objects.bulk_create(rows)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    moments = {row.user_id: row.created_at for row in rows}
    stored = Notification.objects.filter(user_id__in=moments, type=rows[0].type, key=rows[0].key)
    return [row for row in stored if row.created_at == moments[row.user_id]]


def _tell(rows: list[Notification]) -> None:
    """`NOTIFICATION_CREATED` to the devices of each, with what they see of the message."""
    if not rows:
        return
    message, seeing = _message_of(rows[0])
    unread = notifications.unread_counts([row.user_id for row in rows])
    for row in rows:
        shown = notification_out(row, message if row.user_id in seeing else None)
        events.notification_created(row.user_id, shown, unread.get(row.user_id, 0))


def _message_of(row: Notification) -> tuple[Message | None, frozenset[UUID]]:
    """The message a notification is about, and who sees it."""
    message = None if row.message_id is None else Message.objects.filter(pk=row.message_id).first()
    if message is None:
        return None, frozenset()
    room = Room.objects.get(pk=message.room_id)
    return message, frozenset(audience.load(room.pk, room.member_epoch).seeing(message.seq))


def tell_of_job(job_id: UUID, kind: str, state: str, asked_by: UUID) -> None:
    """Notify who asked for a job that it has ended; not who cancelled it, or was cancelled."""
    if state != Job.State.CANCELLED:
        target = {"kind": "job", "id": str(job_id), "job": kind, "state": str(state)}
        notify([asked_by], JOB, target=target, key=f"{job_id}:{state}")


def tell_of_device(session: DeviceSession) -> None:
    """Notify somebody that their account was signed in to with a device or from an address that is new."""
    where = " · ".join(part for part in (session.device_name, session.ip) if part)
    target = {"kind": "devices", "id": str(session.pk)}
    notify([session.user_id], NEW_DEVICE, text=where, target=target, key=str(session.pk))


def tell_of_account(user: User, what: str, actor: User | None) -> None:
    """Notify somebody, and all who watch over the office, that their account was reset or given a role.

    Whoever did it is told as well, if they are one of these: it may have been somebody else in their name.
    """
    if not settings.ACCOUNT_NOTICES:
        return
    told = {user.pk} | roles.holders(Role.SYSTEM_ADMIN) | roles.holders(Role.AUDITOR)
    target = {"kind": "person", "id": str(user.pk), "what": what}
    name = Profile.objects.get(user=user).name
    notify(told, ACCOUNT_CHANGED, text=name, target=target, actor_id=actor.pk if actor else None)


def tell_of_stop(run_id: UUID) -> None:
    """Notify system admins that a run of the directory waits for one of them."""
    admins = User.objects.filter(granted_roles__role=Role.SYSTEM_ADMIN).values_list("pk", flat=True)
    notify(admins, DIRECTORY_STOPPED, target={"kind": "directoryRun", "id": str(run_id)}, key=str(run_id))
