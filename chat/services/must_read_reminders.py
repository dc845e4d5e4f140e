"""Reminds those who have not confirmed a must-read notice: by hand, and before its deadline by jobs."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User, UserStatus
from chat import notification_types
from chat.errors import MustReadClosed
from chat.models import MustRead
from chat.schemas.must_reads import remindable_at
from chat.selectors import must_reads
from chat.services.notifying import notify
from messenger.core import jobs
from messenger.core.errors import RateLimited
from messenger.core.wire import rfc3339

REMIND = "must_read.remind"
BEFORE = (86400, 3600)  # seconds before the deadline


@transaction.atomic
def remind(*, actor: User, must_read_id: UUID) -> dict[str, Any]:
    """Remind those who have not confirmed yet, and nobody else: by those who manage the notice.

    `{remindedCount, remindedAt, remindableAt}`; sooner than `MUST_READ_REMIND_SECONDS` after the last one it is
    `RateLimited`, of a closed notice `Conflict`. `remindedAt` stays null while nobody was left to remind.
    """
    must_reads.managed_notice(actor, must_read_id)
    notice = MustRead.objects.select_for_update().get(pk=must_read_id)
    if notice.closed_at is not None:
        raise MustReadClosed
    now, earliest = timezone.now(), remindable_at(notice)
    if earliest is not None and earliest > now:
        raise RateLimited(int((earliest - now).total_seconds()) + 1)
    count = _remind_all(notice, actor_id=actor.pk)
    return {
        "remindedCount": count,
        "remindedAt": rfc3339(notice.reminded_at),
        "remindableAt": rfc3339(remindable_at(notice)),
    }


def ask_for(notice: MustRead) -> None:
    """Have those who will not have confirmed by then reminded a day and an hour before the deadline."""
    if notice.deadline is None:
        return
    for before in BEFORE:
        wait = _due(notice.deadline, before) - notice.created_at
        if wait > dt.timedelta():
            _ask(notice, before, wait)


def remind_in_time(run: jobs.Run, must_read_id: UUID, before: int) -> None:
    """The job of one of these reminders: it happens once, however often and however late it was begun.

    Begun too early (a clock was put back), it asks for itself again. After a standstill one reminder stands for
    those that were missed.
    """
    with run.done():
        notice = MustRead.objects.select_for_update().filter(pk=must_read_id, closed_at=None).first()
        if notice is None or notice.deadline is None:
            return
        now = timezone.now()
        wait = _due(notice.deadline, before) - now
        if wait > dt.timedelta():
            _ask(notice, before, wait)
        elif not any(later < before and _due(notice.deadline, later) <= now for later in BEFORE):
            _remind_all(notice, key=f"must-read:{notice.pk}:{before}")


def _due(deadline: dt.datetime, before: int) -> dt.datetime:
    return deadline - dt.timedelta(seconds=before)


def _ask(notice: MustRead, before: int, wait: dt.timedelta) -> None:
    jobs.enqueue(
        REMIND,
        key=f"{notice.pk}:{before}",
        wait=wait.total_seconds(),
        mustReadId=str(notice.pk),
        before=before,
    )


def _remind_all(notice: MustRead, *, actor_id: UUID | None = None, key: str = "") -> int:
    """Notify who has not confirmed, and note when; how many that were."""
    waiting = notice.recipients.filter(confirmed_at=None, user__status=UserStatus.ACTIVE)
    people = list(waiting.values_list("user_id", flat=True))
    if not people:
        return 0
    notice.reminded_at = timezone.now()
    notice.save(update_fields=["reminded_at"])
    notify(
        people,
        notification_types.MUST_READ_REMINDER,
        text=notice.title,
        target={"kind": "notice", "id": str(notice.pk)},
        actor_id=actor_id,
        key=key,
    )
    return len(people)
