"""When the directory last answered, as all processes know it."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.directory import client
from accounts.directory.errors import DirectoryDown
from accounts.models import DirectoryRun, DirectoryState

_EVERY = dt.timedelta(seconds=60)  # a row written at each sign-in would be one that all of them wait for


def state() -> DirectoryState:
    """The row as it stands; one without moments before the first answer."""
    return DirectoryState.objects.filter(pk=1).first() or DirectoryState()


def note_answer() -> None:
    """It answered; written once a minute, and at once after a failure."""
    now = timezone.now()
    known = DirectoryState.objects.filter(pk=1)
    due = Q(reached_at=None) | Q(reached_at__lt=now - _EVERY) | Q(failed_at__isnull=False)
    if not known.exists():
        DirectoryState.objects.bulk_create([DirectoryState(reached_at=now)], ignore_conflicts=True)
    known.filter(due).update(reached_at=now, failed_at=None, error="")


def note_failure(why: str) -> None:
    """It did not; `failed_at` stays that of the first time."""
    now = timezone.now()
    DirectoryState.objects.bulk_create([DirectoryState()], ignore_conflicts=True)
    DirectoryState.objects.filter(pk=1).update(error=why[:200])
    DirectoryState.objects.filter(pk=1, failed_at=None).update(failed_at=now)


def is_within_grace() -> bool:
    """Whether it was heard of within LDAP_GRACE_SECONDS."""
    reached = state().reached_at
    return reached is not None and timezone.now() - reached <= dt.timedelta(seconds=settings.LDAP_GRACE_SECONDS)


def waits_for_approval() -> bool:
    """Whether the guard stopped the last run."""
    return DirectoryRun.objects.filter(state=DirectoryRun.State.WAITING).exists()


def answers() -> bool:
    """Ask it whether it is there, and note what came."""
    try:
        with client.bound() as connection:
            connection.whoami_s()
    except DirectoryDown as down:
        note_failure(down.why)
        return False
    note_answer()
    return True
