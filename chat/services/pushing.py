"""Wakes the devices of one person, for everything that is due (decision 0026)."""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from accounts.models import User, UserStatus
from chat.models import PushDue, PushToken
from chat.selectors import push_tokens
from chat.services import wording
from messenger.core import jobs, push
from messenger.core.models import Job


def push_to(run: jobs.Run, user_id: UUID) -> None:
    """Send what is due for somebody. What is not wanted any more by now is dropped: read, deleted, quiet, left.

    A service that asks for time gets it; one that does not answer is asked again by the job's next attempt.
    """
    due = list(PushDue.objects.filter(user_id=user_id, due_at__lte=timezone.now()).order_by("due_at", "pk"))
    person = User.objects.filter(pk=user_id, status=UserStatus.ACTIVE).select_related("profile").first()
    tokens = push_tokens.usable(user_id) if person else []
    said = wording.Wording(person) if person and tokens else None
    wait, failed = 0, ""
    for row in due:
        notice = said.of(row) if said else None
        for token in tokens if notice else ():
            run.step()
            if notice and token.disabled_at is None and str(token.pk) not in row.reached:
                seconds, why = _send(run, row, token, notice)
                wait, failed = max(wait, seconds), failed or why
    if failed and not wait:
        raise jobs.Again(Job.Cause.DEPENDENCY_DOWN, failed, waiting_for="push service")
    with run.done():
        _clear(due, wait)


def _send(run: jobs.Run, row: PushDue, token: PushToken, notice: push.Push) -> tuple[int, str]:
    """Wake one device; how long its service asks us to wait, and what was wrong if it shall be tried again."""
    match push.send(token.platform, token.token, notice):
        case push.Delivered():
            PushToken.objects.filter(pk=token.pk).update(used_at=timezone.now())
        case push.TokenDead(why):
            token.disabled_at, token.disabled_why = timezone.now(), why[:64]
            token.save(update_fields=["disabled_at", "disabled_why"])
            run.say(f"{token.platform}: the device is gone ({why})")
        case push.TryLater(why, seconds):
            run.say(f"{token.platform}: later ({why}, {seconds} s)")
            return seconds, f"{token.platform}: {why}"
        case push.Refused(why):
            run.say(f"{token.platform}: refused ({why})")
    row.reached = [*row.reached, str(token.pk)]
    PushDue.objects.filter(pk=row.pk, asked_at=row.asked_at).update(reached=row.reached)
    return 0, ""


def _clear(due: list[PushDue], wait: int) -> None:
    """Done with these, unless something newer came meanwhile, or a service wants to be asked later."""
    if wait:
        later = timezone.now() + dt.timedelta(seconds=wait)
        PushDue.objects.filter(pk__in=[row.pk for row in due]).update(due_at=later)
    else:
        for row in due:
            PushDue.objects.filter(pk=row.pk, asked_at=row.asked_at).delete()
