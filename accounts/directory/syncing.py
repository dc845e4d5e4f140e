"""Runs: the directory is read, what would change is planned and kept to be looked at, and done unless it is too much.

A run's row bears the id of its job, so a run that was cut off goes on in the same row, and none stands in the way of
another. Each person is changed in a transaction of their own; who leaves comes first.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import signals
from accounts.directory import guarding, reading
from accounts.directory.errors import DirectoryDown
from accounts.directory.pictures import Album
from accounts.directory.taking import take_in
from accounts.models import DIRECTORY, DirectoryRun
from accounts.roster import Conflict, Item, Kind, Plan, Result, item_out, plan
from accounts.selectors.people import people
from audit import actions
from audit.services import record
from messenger.core import jobs

SYNC, PREVIEW = "directory.sync", "directory.preview"
State = DirectoryRun.State
Step = Callable[[], None]


def sync(run: jobs.Run) -> None:
    """The job of the clock, or of somebody who does not want to wait for it."""
    _work(run, dry=False)


def preview(run: jobs.Run) -> None:
    """What a run would change, and nothing of it done."""
    _work(run, dry=True)


def _work(run: jobs.Run, *, dry: bool) -> None:
    if not settings.LDAP_SERVER_URI:
        raise jobs.Failed(jobs.Job.Cause.VALIDATION, "no directory is set up")
    row = begin(run.job_id, dry=dry, asked_by=run.asked_by)
    try:
        perform(row, step=run.step)
    except DirectoryDown as down:
        raise jobs.Again(jobs.Job.Cause.DEPENDENCY_DOWN, f"the directory: {down.why}", "directory") from down
    run.say(f"{row.state}: {row.read} read, {row.counts}")


def begin(run_id: UUID, *, dry: bool, asked_by: UUID | None = None) -> DirectoryRun:
    """The row of a run that begins, or begins again."""
    fresh = {"dry": dry, "state": State.RUNNING, "error": "", "finished_at": None}
    row, _new = DirectoryRun.objects.update_or_create(
        pk=run_id, defaults=fresh, create_defaults={**fresh, "asked_by_id": asked_by}
    )
    return row


def perform(row: DirectoryRun, *, step: Step = lambda: None, unguarded: bool = False) -> list[Result]:
    """Read, plan, look, apply; `row` says how it ended. Raises `DirectoryDown`, and what `step` raises."""
    try:
        with Album(takes=not row.dry) as album:
            return _performed(row, album, step, unguarded=unguarded)
    except DirectoryDown as down:
        _end(row, State.FAILED, down.why)
        raise
    except Exception as error:
        _end(row, State.FAILED, type(error).__name__)
        raise


def _performed(row: DirectoryRun, album: Album, step: Step, *, unguarded: bool) -> list[Result]:
    entries = album.of(reading.everybody(step), step)
    wanted = _leavers_first(plan(entries, source=DIRECTORY, complete=True))
    _note(row, wanted)
    if row.dry:
        _end(row, State.PREVIEW)
    elif not unguarded and guarding.stops(_leaving(wanted)):
        _stop(row, _leaving(wanted))
    else:
        results = take_in(wanted, step=step, pictures=album.picture)
        _finish(row, wanted, results)
        return results
    return []


def _leavers_first(wanted: Plan) -> Plan:
    items = sorted(wanted.items, key=lambda item: not item.has(Kind.DISABLED))
    return dataclasses.replace(wanted, items=tuple(items))


def _leaving(wanted: Plan) -> list[UUID]:
    return [item.user_id for item in wanted.people(Kind.DISABLED) if item.user_id is not None]


def _note(row: DirectoryRun, wanted: Plan) -> None:
    """What it would change, as people will look at it: conflicts, then persons, leavers first."""
    row.read, row.counts = wanted.entries, {kind: count for kind, count in wanted.counts.items() if count}
    conflicts = [_unclear(conflict) for conflict in wanted.conflicts]
    people = [_shown(item) for item in wanted.items]
    row.changes = [*conflicts, *people][: settings.LDAP_PREVIEW_CHANGES]
    row.leaving = [str(user_id) for user_id in _leaving(wanted)]
    row.save(update_fields=["read", "counts", "changes", "leaving"])


def _shown(item: Item) -> dict[str, Any]:
    said = item_out(item)
    return {
        "userId": said["user_id"],
        "loginId": said["login_id"],
        "name": said["name"],
        "changes": said["changes"],
    }


def _unclear(conflict: Conflict) -> dict[str, Any]:
    return {
        "loginId": conflict.login_id,
        "conflict": conflict.code,
        "field": conflict.field,
        "text": conflict.text,
    }


@transaction.atomic
def _stop(row: DirectoryRun, leaving: list[UUID]) -> None:
    """Wait for an admin, and tell them all: once, however often the clock tries again meanwhile."""
    is_news = guarding.is_news(leaving)
    DirectoryRun.objects.filter(state=State.WAITING).update(state=State.REPLACED)
    _end(row, State.WAITING)
    if is_news:
        record(
            actions.DIRECTORY_STOPPED,
            target_type="directory_run",
            target_id=row.pk,
            outcome="failure",
            leaving=len(leaving),
        )
        signals.directory_stopped.send(sender=DirectoryRun, run_id=row.pk, leaving=len(leaving))


@transaction.atomic
def _finish(row: DirectoryRun, wanted: Plan, results: list[Result]) -> None:
    bad = [_unclear(Conflict(one.row, one.login_id, "BAD_PHOTO")) for one in results if one.bad_photo]
    went_wrong = {"refused": sum(result.state == "refused" for result in results), "bad_photos": len(bad)}
    row.counts = {**row.counts, **{what: count for what, count in went_wrong.items() if count}}
    row.changes = [*bad, *row.changes][: settings.LDAP_PREVIEW_CHANGES]
    row.save(update_fields=["counts", "changes"])
    _end(row, State.DONE)
    DirectoryRun.objects.filter(state__in=(State.WAITING, State.APPROVED)).update(state=State.REPLACED)
    _forget_old()
    if wanted.items:
        asked_by = row.asked_by_id
        actor = people().filter(pk=asked_by).first() if asked_by else None
        record(
            actions.DIRECTORY_SYNCED,
            actor=actor,
            target_type="directory_run",
            target_id=row.pk,
            counts=row.counts,
        )


def _forget_old() -> None:
    """Runs that changed nothing are of no interest after a day; the others are kept as long as jobs are."""
    now = timezone.now()
    lost = DirectoryRun.objects.filter(state=State.RUNNING, started_at__lt=now - dt.timedelta(days=1))
    lost.update(state=State.FAILED, error="given up", finished_at=now)
    ended = DirectoryRun.objects.filter(state__in=(State.DONE, State.FAILED, State.PREVIEW, State.REPLACED))
    ended.filter(finished_at__lt=now - dt.timedelta(days=settings.JOB_KEPT_DAYS)).delete()
    ended.filter(finished_at__lt=now - dt.timedelta(days=1), counts={}).delete()


def _end(row: DirectoryRun, state: DirectoryRun.State, error: str = "") -> None:
    row.state, row.error, row.finished_at = state, error[:300], timezone.now()
    row.save(update_fields=["state", "error", "finished_at"])
