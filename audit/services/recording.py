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

    `actor` is a person or None for the system. `subject_id` is whose personal data was handled; for the target
    `user` it is that person unless said otherwise. An action that is not in `audit.actions`, an outcome that does
    not exist or a detail that must stay out of the log is a programming error (`ValueError`). Contract section 12.
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
        subject_id=_person(subject_id) or (_person(target_id) if target_type == "user" else None),
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
