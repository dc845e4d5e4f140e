"""Reads: entries, with the seals they have."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Literal

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDay, TruncHour, TruncMonth

from audit.models import AuditEntry, Seal
from audit.selectors.access import require_auditor
from audit.selectors.filters import Filter
from messenger.core.errors import NotFound

_STEPS = {"hour": TruncHour, "day": TruncDay, "month": TruncMonth}


def entries(actor: Any, asked: Filter, *, before: int | None = None) -> "QuerySet[AuditEntry]":
    """What the filter asks for, newest first; `before` goes on behind the entry of this id.

    Reading is an action of its own: doors come through `audit.services.viewing`, which records it.
    """
    require_auditor(actor)
    found = asked.rows()
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk")  # type: ignore[no-any-return]


def found_entry(actor: Any, entry_id: int) -> AuditEntry:
    """One entry, or `NotFound`."""
    require_auditor(actor)
    found: AuditEntry | None = AuditEntry.objects.filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def seals_of(entry_ids: Collection[int]) -> dict[int, Seal]:
    """The seals by their entries' ids. An entry of this very moment has none yet."""
    return {seal.entry_id: seal for seal in Seal.objects.filter(entry_id__in=entry_ids)}


def sealed(found: Collection[AuditEntry]) -> list[tuple[AuditEntry, Seal | None]]:
    """Each entry with its seal."""
    seals = seals_of([entry.pk for entry in found])
    return [(entry, seals.get(entry.pk)) for entry in found]


def count_by_step(
    actor: Any, asked: Filter, step: Literal["hour", "day", "month"]
) -> list[tuple[dt.datetime, str, int]]:
    """`(start of the step in the office's zone, outcome, how many)`, oldest first."""
    require_auditor(actor)
    rows = asked.rows().annotate(step=_STEPS[step]("at")).values_list("step", "outcome")
    return list(rows.annotate(count=Count("pk")).order_by("step", "outcome"))
