"""Reading the log, which the log takes down (contract 12)."""

from typing import Any

from audit import actions
from audit.models import AuditEntry
from audit.selectors import Filter, entries, found_entry
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


def _whose(asked: Filter) -> Any:
    """Whose doings were looked at, where it was one person's."""
    return asked.person_id or asked.subject_id or asked.actor_id
