"""Reads: the access record that the law asks for (개인정보의 안전성 확보조치 기준, article 8).

Five facts of every entry: the account, when, from where, whose personal data, and what was done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audit.models import AuditEntry
from audit.selectors.filters import Filter

COLUMNS = ("account", "time", "origin", "subject", "action")


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """One line of it, in the words of the law. `subject` is empty where nobody's personal data was handled."""

    account: str
    time: str
    origin: str
    subject: str
    action: str


def access_records(actor: Any, asked: Filter, found: Iterable[AuditEntry]) -> Iterator[AccessRecord]:
    """The five facts of entries that somebody was given."""
    for entry in found:
        yield AccessRecord(
            account=entry.actor_name or "-",
            time=timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
            origin=entry.ip or "-",
            subject=str(entry.subject_id) if entry.subject_id else "",
            action=entry.action if entry.outcome == AuditEntry.Outcome.SUCCESS else f"{entry.action} (failure)",
        )
