"""Asking whether the log is whole, which is recorded with its answer."""

from typing import Any

from django.db import transaction

from audit import actions
from audit.selectors import require_auditor
from audit.selectors.verifying import Verification, verification
from audit.services.recording import record


def verify(*, actor: Any) -> Verification:
    """Check the whole log. `Forbidden` unless an auditor asks."""
    require_auditor(actor)
    found = verification()
    with transaction.atomic():
        record(
            actions.AUDIT_VERIFIED,
            actor=actor,
            target_type="audit",
            target_id=found.first_broken_id or "",
            outcome="success" if found.ok else "failure",
            checked=found.checked,
            problem=found.problem,
        )
    return found
