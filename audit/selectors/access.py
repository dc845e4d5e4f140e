"""Who may read the log. It knows nobody (decision 0004), so it takes the actor's word for the roles they have."""

from typing import Any

from messenger.core.errors import Forbidden

AUDITOR = "AUDITOR"


def require_auditor(actor: Any) -> None:
    """`Forbidden` for everybody without the role, system admins among them (contract 9, 12)."""
    if AUDITOR not in actor.roles:
        raise Forbidden
