"""What admins ask of the directory: a run, a look at what it would change, their word that it may go on."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.directory import syncing
from accounts.directory.errors import NoDirectory, NotWaiting
from accounts.models import DirectoryRun, Role, User
from accounts.selectors import roles
from audit import actions
from audit.services import record
from messenger.core import jobs
from messenger.core.errors import NotFound
from messenger.core.jobs.kinds import BY_THE_CLOCK

State = DirectoryRun.State


def runs(actor: User, *, before: tuple[dt.datetime, UUID] | None = None, limit: int) -> list[DirectoryRun]:
    """The latest runs, newest first. For SYSTEM_ADMINs (`Forbidden`)."""
    found = _runs(actor)
    if before is not None:
        at, run_id = before
        found = found.filter(Q(started_at__lt=at) | Q(started_at=at, pk__lt=run_id))
    return list(found.defer("changes", "leaving")[:limit])


def run_of(actor: User, run_id: UUID) -> DirectoryRun:
    """One run with its changes, or `NotFound`."""
    found = _runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_run(actor: User) -> UUID | None:
    """The run that waits for an approval, if one does."""
    return _runs(actor).filter(state=State.WAITING).values_list("pk", flat=True).first()


@transaction.atomic
def ask(*, actor: User, dry: bool) -> DirectoryRun:
    """Have the directory read now; the row of the run, which is the one already under way if there is one.

    Raises `Forbidden`, `NoDirectory`.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    if not settings.LDAP_SERVER_URI:
        raise NoDirectory
    kind, key = (syncing.PREVIEW, str(actor.pk)) if dry else (syncing.SYNC, BY_THE_CLOCK)
    job = jobs.enqueue(kind, key=key, asked_by=actor.pk)
    row, is_new = DirectoryRun.objects.get_or_create(pk=job.pk, defaults={"dry": dry, "asked_by": actor})
    if is_new:
        record(actions.DIRECTORY_ASKED, actor=actor, target_type="directory_run", target_id=row.pk, dry=dry)
    return row


@transaction.atomic
def approve(*, actor: User, run_id: UUID) -> DirectoryRun:
    """Let those leave whom a stopped run named, by a run that begins now. Raises `NotFound`, `NotWaiting`."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    changed = DirectoryRun.objects.filter(pk=run_id, state=State.WAITING).update(
        state=State.APPROVED, approved_by=actor, finished_at=timezone.now()
    )
    row = run_of(actor, run_id)
    if not changed:
        raise NotWaiting
    record(
        actions.DIRECTORY_APPROVED,
        actor=actor,
        target_type="directory_run",
        target_id=row.pk,
        leaving=len(row.leaving),
    )
    jobs.enqueue(syncing.SYNC, key=BY_THE_CLOCK, asked_by=actor.pk)
    return row


def _runs(actor: User) -> QuerySet[DirectoryRun]:
    roles.require(actor, Role.SYSTEM_ADMIN)
    return DirectoryRun.objects.order_by("-started_at", "-pk")
