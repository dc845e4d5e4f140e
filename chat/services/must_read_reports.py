"""What a must-read notice came to, to be kept outside: a table for a spreadsheet, and a paper (contract 8)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit import actions
from audit.services import record
from chat.models import MustRead, MustReadRecipient
from chat.schemas.must_reads import Count, is_late
from chat.selectors import must_reads
from chat.selectors.must_read_people import recipients
from chat.services import must_read_papers
from messenger.core.tables import csv_file


@dataclass(frozen=True, slots=True)
class Report:
    """A file to be kept."""

    filename: str
    mime: str
    data: bytes


@transaction.atomic
def report(*, actor: User, must_read_id: UUID, form: str) -> Report:
    """The report in the `form` csv or pdf, for those who manage the notice. Recorded in the audit log."""
    notice = must_reads.managed_notice(actor, must_read_id)
    rows = list(recipients(notice))
    made = _FORMS[form](actor, notice, rows)
    record(
        actions.EXPORT_CREATED,
        actor=actor,
        target_type="must_read",
        target_id=notice.pk,
        form=form,
        rows=len(rows),
    )
    return made


def _csv(actor: User, notice: MustRead, rows: list[MustReadRecipient]) -> Report:
    head = (_("Department"), _("Name"), _("Job title"), _("Employee number"), _("State"), _("Confirmed at"))
    table = csv_file([head, *(_cells(notice, row) for row in rows)])
    return Report(f"{_name(notice)}.csv", "text/csv; charset=utf-8", table.encode())


def _pdf(actor: User, notice: MustRead, rows: list[MustReadRecipient]) -> Report:
    confirmed = sum(row.confirmed_at is not None for row in rows)
    paper = must_read_papers.Paper(
        title=notice.title,
        text=notice.text,
        facts=_facts(actor, notice, Count(confirmed, len(rows))),
        head=(_("Department"), _("Name"), _("State"), _("Confirmed at")),
        rows=[_on_paper(notice, row) for row in rows],
        foot=_("Notice %(id)s · made %(at)s") % {"id": notice.pk, "at": _moment(timezone.now())},
    )
    return Report(f"{_name(notice)}.pdf", "application/pdf", must_read_papers.drawn(paper))


def _facts(actor: User, notice: MustRead, count: Count) -> list[tuple[str, str]]:
    places = [place.room.name if place.room else place.unit_name for place in notice.places.select_related("room")]
    share = count.confirmed * 100 // count.of if count.of else 0
    numbers = _("%(confirmed)s of %(of)s (%(share)s %%)")
    return [
        (_("Published by"), notice.author.profile.name),
        (_("Published at"), _moment(notice.created_at)),
        (_("Addressed to"), ", ".join(name for name in places if name)),
        (_("Deadline"), _moment(notice.deadline) if notice.deadline else _("none")),
        (_("Confirmed"), numbers % {"confirmed": count.confirmed, "of": count.of, "share": share}),
        (_("Report by"), actor.profile.name),
    ]


def _cells(notice: MustRead, row: MustReadRecipient) -> tuple[str, str, str, str, str, str]:
    """Department, name, title, employee number, state, moment."""
    profile = row.user.profile
    state = _("not confirmed")
    if row.confirmed_at is not None:
        state = _("confirmed late") if is_late(notice, row.confirmed_at) else _("confirmed")
    at = _moment(row.confirmed_at) if row.confirmed_at else ""
    return row.unit_name, profile.name, profile.title, row.user.employee_no or "", state, at


def _on_paper(notice: MustRead, row: MustReadRecipient) -> tuple[str, str, str, str]:
    unit, name, title, _number, state, at = _cells(notice, row)
    return unit, f"{name} {title}".strip(), state, at


def _moment(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "Y-m-d H:i")


def _name(notice: MustRead) -> str:
    kept = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in notice.title)
    return " ".join([_("Must-read notice"), *kept.split()])[:80].strip()


_FORMS: dict[str, Callable[[User, MustRead, list[MustReadRecipient]], Report]] = {"csv": _csv, "pdf": _pdf}
