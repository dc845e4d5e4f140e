"""People from a sheet: looked at first (a stored plan), then applied by a job; and everybody as a sheet."""

import datetime as dt
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import roster
from accounts.errors import PlanEnded
from accounts.models import PeopleImport, Role, User, UserStatus
from accounts.roster import reading, sheets, writing
from accounts.roster.changes import Kind
from accounts.selectors import roles
from accounts.selectors.people import people
from accounts.services.passwords import reset_password
from audit import actions
from audit.services import record
from messenger.core import jobs
from messenger.core.errors import Invalid, NotFound

APPLY = "people.import"
SOURCE = "sheet"
MOST_PASSWORDS = 500  # at once: each costs a slow hash
State = PeopleImport.State


def plan_import(*, actor: User | None, data: bytes, file_name: str = "") -> PeopleImport:
    """Look what taking in a sheet would change; nothing changes yet. By SYSTEM_ADMINs, or (None) from the shell.

    Raises `SheetUnreadable`, `TooLarge`, `Forbidden`.
    """
    _may(actor)
    entries, problems, _columns = reading.entries(sheets.read(data))
    plan = roster.plan(entries, source=SOURCE, short_paths=True)
    with transaction.atomic():
        _forget_old()
        row = PeopleImport.objects.create(
            file_name=file_name[:255],
            asked_by=actor,
            plan=roster.plan_out(plan),
            problems=[asdict(problem) for problem in problems],
        )
        record(
            actions.PEOPLE_IMPORT_PLANNED,
            actor=actor,
            target_type="people_import",
            target_id=row.pk,
            entries=plan.entries,
            changes=plan.counts,
        )
    return row


def found_import(actor: User | None, import_id: UUID) -> PeopleImport:
    """An import by its id. Raises `NotFound`, `Forbidden`."""
    _may(actor)
    row = PeopleImport.objects.filter(pk=import_id).first()
    if row is None:
        raise NotFound
    return row


@transaction.atomic
def apply_import(*, actor: User, import_id: UUID) -> PeopleImport:
    """Have a plan applied by a job; asked twice it is applied once. Raises `PlanEnded` for one that is too old."""
    row = _locked(actor, import_id)
    if row.state != State.PLANNED:
        return row
    if row.created_at < timezone.now() - dt.timedelta(seconds=settings.IMPORT_PLAN_SECONDS):
        raise PlanEnded
    row.state, row.applied_at, row.asked_by = State.APPLYING, timezone.now(), actor
    row.save(update_fields=["state", "applied_at", "asked_by"])
    jobs.enqueue(APPLY, key=str(row.pk), asked_by=actor.pk, importId=str(row.pk))
    return row


def run_import(run: jobs.Run, import_id: UUID) -> None:
    """The job: one person after the other, while who asked is an admin. Begun again, it goes on with who is left."""
    row = PeopleImport.objects.select_related("asked_by").get(pk=import_id, asked_by__isnull=False)
    results = roster.apply(roster.plan_in(row.plan), actor=row.asked_by, step=lambda done: run.step(done))
    with run.done():
        finish_import(row, results)


def finish_import(row: PeopleImport, results: list[roster.Result]) -> None:
    """Write down how it went. In a transaction."""
    row.results = [{**asdict(one), "user_id": str(one.user_id) if one.user_id else None} for one in results]
    row.state, row.finished_at = State.DONE, timezone.now()
    row.save(update_fields=["results", "state", "finished_at"])
    states = [one.state for one in results]
    record(
        actions.PEOPLE_IMPORTED,
        actor=row.asked_by,
        target_type="people_import",
        target_id=row.pk,
        applied=states.count("applied"),
        already=states.count("already"),
        refused=states.count("refused"),
    )


def first_passwords(*, actor: User, import_id: UUID) -> list[tuple[User, str]]:
    """One-time passwords for those an import made and who have none yet, up to `MOST_PASSWORDS`; seen this once.

    They choose another when they sign in. By SYSTEM_ADMINs.
    """
    row = found_import(actor, import_id)
    made = {item.login_id for item in roster.plan_in(row.plan).people(Kind.CREATED)}
    ids = [one["user_id"] for one in row.results if one["login_id"] in made and one["state"] != "refused"]
    waiting = people().filter(pk__in=[one for one in ids if one], status=UserStatus.ACTIVE, kept_by__isnull=True)
    without = [user for user in waiting.order_by("profile__name", "pk") if not user.has_usable_password()]
    return [(user, reset_password(actor=actor, user_id=user.pk)) for user in without[:MOST_PASSWORDS]]


@transaction.atomic
def export_people(*, actor: User | None, reason: str, form: str = writing.CSV, everybody: bool = False) -> bytes:
    """Everybody who may sign in, and with `everybody` who was disabled, as a file; `reason` goes into the log.

    By SYSTEM_ADMINs, or (None) from the shell. Raises `Invalid` without a reason or for an unknown form.
    """
    _may(actor)
    if form not in writing.TYPES or not reason.strip():
        raise Invalid(**{"format" if form not in writing.TYPES else "reason": []})
    wanted = people().filter(profile__isnull=False).exclude(status=UserStatus.PENDING)
    users = wanted if everybody else wanted.filter(status=UserStatus.ACTIVE)
    found = list(users.prefetch_related("granted_roles").order_by("profile__name", "pk"))
    record(
        actions.EXPORT_CREATED,
        actor=actor,
        target_type="people",
        reason=reason.strip()[:300],
        format=form,
        count=len(found),
    )
    return writing.people_file(found, form)


def _locked(actor: User, import_id: UUID) -> PeopleImport:
    found_import(actor, import_id)
    return PeopleImport.objects.select_for_update(of=("self",)).get(pk=import_id)


def _forget_old() -> None:
    """Plans hold names and numbers: those that nobody applied go."""
    old = timezone.now() - dt.timedelta(seconds=settings.IMPORT_PLAN_SECONDS)
    PeopleImport.objects.filter(state=State.PLANNED, created_at__lt=old).delete()


def _may(actor: User | None) -> Any:
    if actor is not None:
        roles.require(actor, Role.SYSTEM_ADMIN)
