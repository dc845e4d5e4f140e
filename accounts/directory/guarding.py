"""Stops a run that would disable too many at once: more often a wrong filter than a company that closes."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import DIRECTORY, DirectoryRun, PersonSource, UserStatus

State = DirectoryRun.State
APPROVED_FOR = dt.timedelta(days=1)


def stops(leaving: list[UUID]) -> bool:
    """Whether a person has to look before these are disabled, beyond those whom somebody has approved."""
    kept = PersonSource.objects.filter(source=DIRECTORY, user__status=UserStatus.ACTIVE).count()
    most = max(settings.LDAP_GUARD_LEAST, kept * settings.LDAP_GUARD_PERCENT // 100)
    return len(set(leaving) - approved()) > most


def approved() -> set[UUID]:
    """Whom an admin has let the next run disable, within a day."""
    runs = DirectoryRun.objects.filter(state=State.APPROVED, finished_at__gt=timezone.now() - APPROVED_FOR)
    return {UUID(user_id) for leaving in runs.values_list("leaving", flat=True) for user_id in leaving}


def is_news(leaving: list[UUID]) -> bool:
    """Whether nobody has been told yet that these would be disabled."""
    waiting = DirectoryRun.objects.filter(state=State.WAITING).values_list("leaving", flat=True)
    return not any(set(map(str, leaving)) == set(told) for told in waiting)
