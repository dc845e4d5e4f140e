"""Reading the log, which the log takes down (contract 12)."""

import datetime as dt
from typing import Any

from audit import actions
from audit.models import AuditEntry, MonthlyReview
from audit.selectors import Filter, entries, found_entry, reviewed_months, reviews
from audit.services.recording import record


def view(*, actor: Any, asked: Filter, before: int | None = None, limit: int) -> list[AuditEntry]:
    """At most `limit` entries, newest first, behind the entry `before`.

    A question is recorded once, with its first page; who reads on adds nothing to it. `Forbidden` unless an
    auditor asks. What cannot be recorded is not answered: it is read first, so that no writer waits meanwhile.
    """
    found = list(entries(actor, asked, before=before)[:limit])
    if before is None:
        record(
            actions.AUDIT_VIEWED, actor=actor, target_type="audit", subject_id=_whose(asked), filter=asked.as_detail()
        )
    return found


def view_one(*, actor: Any, entry_id: int) -> AuditEntry:
    """One entry; `NotFound` if there is none."""
    entry = found_entry(actor, entry_id)
    record(actions.AUDIT_VIEWED, actor=actor, target_type="audit", target_id=entry.pk, subject_id=entry.actor_id)
    return entry


def view_count(*, actor: Any, asked: Filter) -> int:
    """How many entries there are; recorded as every question is. `Forbidden` unless an auditor asks."""
    count = entries(actor, asked).count()
    record(
        actions.AUDIT_VIEWED,
        actor=actor,
        target_type="audit",
        subject_id=_whose(asked),
        what="count",
        filter=asked.as_detail(),
        count=count,
    )
    return count


def view_review(*, actor: Any, month: dt.date, what: str) -> list[MonthlyReview]:
    """The signed reviews of a month, for `what` shows them with its figures. `Forbidden` unless an auditor asks."""
    found = list(reviews(actor, month))
    named = month.strftime("%Y-%m")
    record(actions.AUDIT_VIEWED, actor=actor, target_type="month", target_id=named, what=what, count=len(found))
    return found


def view_months(*, actor: Any) -> list[tuple[dt.date, MonthlyReview | None]]:
    """Every month with its review. `Forbidden` unless an auditor asks."""
    found = reviewed_months(actor)
    record(actions.AUDIT_VIEWED, actor=actor, target_type="month", what="reviews", count=len(found))
    return found


def note_look(*, actor: Any, kind: str, row_id: str, count: int, asked: dict[str, str], **_signal: Any) -> None:
    """Write down that an admin looked at rows of the administration: one entry a request, not one a row."""
    detail: dict[str, Any] = {} if row_id else {"what": "list", "count": count, **({"filters": asked} if asked else {})}
    record(actions.ADMIN_VIEWED, actor=actor, target_type=kind, target_id=row_id, **detail)


def _whose(asked: Filter) -> Any:
    """Whose doings were looked at, where it was one person's."""
    return asked.person_id or asked.subject_id or asked.actor_id
