"""Wire shapes of the log (contract 9, 12)."""

from typing import Any

from audit.models import AuditEntry, Seal
from audit.selectors.verifying import Verification
from messenger.core import wire


def entry_out(entry: AuditEntry, seal: Seal | None) -> dict[str, Any]:
    """An AuditEntry. Until it is sealed, seconds after it was written, `chainNo` and `hash` are null."""
    return {
        "auditId": entry.pk,
        "at": wire.rfc3339(entry.at),
        "actorId": entry.actor_id,
        "actorName": entry.actor_name,
        "action": entry.action,
        "targetType": entry.target_type,
        "targetId": entry.target_id,
        "subjectId": entry.subject_id,
        "ip": entry.ip,
        "userAgent": entry.user_agent,
        "requestId": entry.request_id,
        "outcome": entry.outcome,
        "detail": entry.detail,
        "chainNo": seal.chain_no if seal else None,
        "hash": seal.hash if seal else None,
    }


def verification_out(found: Verification) -> dict[str, Any]:
    """`{ok, checked, firstBrokenId, …}`: what a verification found."""
    return {
        "ok": found.ok,
        "checked": found.checked,
        "firstBrokenId": found.first_broken_id,
        "firstBrokenNo": found.first_broken_no,
        "problem": found.problem,
        "headNo": found.head_no,
        "headHash": found.head_hash,
        "unsealed": found.unsealed,
        "checkpoints": found.checkpoints,
        "lastCheckpointNo": found.last_checkpoint_no,
        "lastCheckpointAt": wire.rfc3339(found.last_checkpoint_at),
        "missingTriggers": found.missing_triggers,
        "changedTriggers": found.changed_triggers,
    }
