"""The one way into the audit log."""

import json
import secrets
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from audit import canonical
from audit.actions import CATALOGUE
from audit.models import AuditEntry
from messenger.core import context

# What people wrote and what opens doors never goes into the log.
_NEVER = frozenset({"text", "body", "password", "token", "device_token", "access_token", "code", "secret", "otp"})

# Details that are a person's id: whose data was handled, unless the caller says so.
_NAMES_SOMEBODY = ("userId", "senderId", "uploaderId", "subjectId")


def record(
    action: str,
    *,
    actor: Any = None,
    target_type: str = "",
    target_id: Any = "",
    subject_id: UUID | str | None = None,
    outcome: str = AuditEntry.Outcome.SUCCESS,
    **detail: Any,
) -> AuditEntry:
    """Write one entry in the current transaction, with the origin of the current request.

    `actor` is a person or None for the system. `subject_id` is whose personal data was handled; unless it is said,
    the person who is the target or whom the detail names. An action that is not in `audit.actions`, an outcome that
    does not exist or a detail that must stay out of the log is a programming error (`ValueError`). Contract 12.
    """
    if action not in CATALOGUE:
        raise ValueError(f"audit action {action} is not in the catalogue")
    if _NEVER & detail.keys():
        raise ValueError(f"{sorted(_NEVER & detail.keys())} must not be recorded")
    origin = context.current()
    entry = AuditEntry(
        at=timezone.now(),
        action=action,
        actor_id=getattr(actor, "pk", None),
        actor_name=name_of(actor),
        target_type=target_type,
        target_id=str(target_id),
        subject_id=_whose(subject_id, target_type, target_id, detail),
        outcome=AuditEntry.Outcome(outcome),
        ip=origin.ip,
        user_agent=origin.user_agent,
        request_id=origin.request_id,
        detail=canonical.settled(json.dumps(detail, cls=DjangoJSONEncoder, allow_nan=False)),
    )
    written = canonical.content(tuple(getattr(entry, column) for column in canonical.COLUMNS))
    entry.mark = canonical.mark_of(secrets.token_hex(canonical.NONCE // 2), written)
    entry.save()
    return entry


def _whose(said: Any, target_type: str, target_id: Any, detail: dict[str, Any]) -> UUID | None:
    """Whose personal data was handled: the access-record rule asks for it (docs/audit.md)."""
    if said is not None:
        return _person(said)
    if target_type == "user":
        return _person(target_id)
    return next((_person(detail[name]) for name in _NAMES_SOMEBODY if detail.get(name)), None)


def _person(value: Any) -> UUID | None:
    """The id of a person; what is none is nobody's."""
    try:
        return value if isinstance(value, UUID) or value is None else UUID(str(value))
    except ValueError:
        return None


def name_of(actor: Any) -> str:
    """A snapshot: the entry still says who it was when the person is gone."""
    if actor is None:
        return ""
    name = getattr(getattr(actor, "profile", None), "name", "")
    return f"{name} ({actor})"[:160] if name else str(actor)[:160]
