"""The one way into the audit log."""

from typing import Any

from audit.actions import CATALOGUE
from audit.models import AuditEntry
from messenger.core import context

# What people wrote and what opens doors never goes into the log.
_NEVER = frozenset({"text", "body", "password", "token", "device_token", "access_token"})


def record(
    action: str,
    *,
    actor: Any = None,
    target_type: str = "",
    target_id: Any = "",
    outcome: str = AuditEntry.Outcome.SUCCESS,
    **detail: Any,
) -> AuditEntry:
    """Write one entry in the current transaction, with the origin of the current request.

    `actor` is a person or None for the system. An action that is not in `audit.actions`, an
    outcome that does not exist or a detail that must stay out of the log is a programming
    error (`ValueError`). Contract section 12.
    """
    if action not in CATALOGUE:
        raise ValueError(f"audit action {action} is not in the catalogue")
    if _NEVER & detail.keys():
        raise ValueError(f"{sorted(_NEVER & detail.keys())} must not be recorded")
    origin = context.current()
    return AuditEntry.objects.create(
        action=action,
        actor_id=getattr(actor, "pk", None),
        actor_name=_name_of(actor),
        target_type=target_type,
        target_id=str(target_id),
        outcome=AuditEntry.Outcome(outcome),
        ip=origin.ip,
        user_agent=origin.user_agent,
        request_id=origin.request_id,
        detail=detail,
    )


def _name_of(actor: Any) -> str:
    """A snapshot: the entry still says who it was when the person is gone."""
    if actor is None:
        return ""
    name = getattr(getattr(actor, "profile", None), "name", "")
    return f"{name} ({actor})"[:160] if name else str(actor)[:160]
