"""The log as a table to take away: with a reason, recorded, and in constant memory."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import actions
from audit.errors import ReasonMissing
from audit.models import AuditEntry
from audit.selectors import Filter, access_records, entries, seals_of
from audit.services.recording import record
from messenger.core.errors import Invalid
from messenger.core.fields import is_blank
from messenger.core.tables import BOM, csv_rows

AT_ONCE = 500
MOST_REASON = 300
FORMS = ("full", "access")  # everything; the five facts that the law asks for


@dataclass(frozen=True, slots=True)
class Export:
    """What was recorded and may now be sent. `last_id` is the newest entry in it."""

    actor: Any
    asked: Filter
    form: str
    count: int
    last_id: int

    def pieces(self) -> Iterator[str]:
        """The file, some hundred rows at a time, newest first; each piece is read from the database by itself."""
        return chain([BOM + csv_rows([_heads(self.form)])], self._rows())

    def _rows(self) -> Iterator[str]:
        before = self.last_id + 1
        while rows := list(entries(self.actor, self.asked, before=before)[:AT_ONCE]):
            yield csv_rows(_cells(self, rows))
            before = rows[-1].pk


def export(*, actor: Any, asked: Filter, reason: str, form: str = "full") -> Export:
    """Record that somebody takes the log away, and why; then they may.

    `Forbidden` unless an auditor asks, `ReasonMissing` where AUDIT_EXPORT_REASON is required.
    """
    reason = _reason(reason)
    found = entries(actor, asked)
    if form not in FORMS:
        raise Invalid(form=[str(_("This is not known."))])
    count = found.count()
    last = found.values_list("pk", flat=True).first() or 0
    record(
        actions.AUDIT_EXPORTED,
        actor=actor,
        target_type="audit",
        subject_id=asked.person_id or asked.subject_id or asked.actor_id,
        filter=asked.as_detail(),
        reason=reason,
        form=form,
        count=count,
    )
    return Export(actor, asked, form, count, last)


def _reason(raw: str) -> str:
    reason = "" if is_blank(raw) else raw.strip()
    if len(reason) > MOST_REASON or "\0" in reason:
        raise Invalid(reason=[str(_("This is too long or holds characters that cannot be searched for."))])
    if not reason and settings.AUDIT_EXPORT_REASON == "required":
        raise ReasonMissing(reason=[str(ReasonMissing.text)])
    return reason


def _heads(form: str) -> list[str]:
    five = [_("Account"), _("Access time"), _("Origin"), _("Data subject"), _("Action done")]
    if form == "access":
        return five
    more = [_("No."), _("Target"), _("Target id"), _("Outcome"), _("Device"), _("Request"), _("Details")]
    return [*five, *more, _("Chain no."), _("Seal")]


def _cells(made: Export, rows: list[AuditEntry]) -> Iterable[list[Any]]:
    facts = access_records(made.actor, made.asked, rows)
    if made.form == "access":
        yield from ([f.account, f.time, f.origin, f.subject, f.action] for f in facts)
        return
    seals = seals_of([entry.pk for entry in rows])
    for entry, fact in zip(rows, facts, strict=True):
        seal = seals.get(entry.pk)
        yield [
            *(fact.account, fact.time, fact.origin, fact.subject, entry.action),
            *(entry.pk, entry.target_type, entry.target_id, entry.outcome, entry.user_agent, entry.request_id),
            json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
            *((seal.chain_no, seal.hash) if seal else (None, None)),
        ]


def today() -> str:
    """For the name of the file."""
    return f"{timezone.localtime():%Y%m%d-%H%M}"
