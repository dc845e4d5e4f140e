"""How the log is doing, in figures for those who look after the machine: no entry is shown to them."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from audit import actions, guards
from audit.models import AuditEntry, Checkpoint, Seal


@dataclass(frozen=True, slots=True)
class Pulse:
    """`sealed_until`: when the newest sealed entry was written. `waiting` have no seal; the first since `waits_since`.

    `unsigned` are sealed and behind the last checkpoint. `problem` is what the last check found, "" for a whole log.
    """

    sealed_no: int
    sealed_until: dt.datetime | None
    waiting: int
    waits_since: dt.datetime | None
    signed_no: int
    signed_at: dt.datetime | None
    verified_at: dt.datetime | None
    problem: str
    guards: guards.Guards

    @property
    def unsigned(self) -> int:
        return self.sealed_no - self.signed_no

    @property
    def waited(self) -> float:
        """For how many seconds the first entry without a seal has waited."""
        return max(0.0, (timezone.now() - self.waits_since).total_seconds()) if self.waits_since else 0.0


def pulse() -> Pulse:
    """A few rows by their keys, however long the log is: what waits is what came behind the newest seal."""
    seal = Seal.objects.order_by("-chain_no").first()
    newest = AuditEntry.objects.filter(pk=seal.entry_id).first() if seal else None
    behind = AuditEntry.objects.filter(pk__gt=seal.entry_id if seal else 0)
    first = behind.order_by("pk").first()
    signed = Checkpoint.objects.order_by("-pk").first()
    checked = AuditEntry.objects.filter(action=actions.AUDIT_VERIFIED).order_by("-pk").first()
    return Pulse(
        sealed_no=seal.chain_no if seal else 0,
        sealed_until=newest.at if newest else None,
        waiting=behind.count(),
        waits_since=first.at if first else None,
        signed_no=signed.chain_no if signed else 0,
        signed_at=signed.at if signed else None,
        verified_at=checked.at if checked else None,
        problem=str(checked.detail.get("problem", "")) if checked else "",
        guards=guards.found(connection),
    )
