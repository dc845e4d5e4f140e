"""How the audit log is, for those who look after the machine (contract 9): is it guarded, sealed, signed, whole?"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.selectors.pulse import Pulse, pulse
from messenger.core import wire

OK, WARN, FAILED = "ok", "warn", "failed"
LAG = 60  # seconds that an entry may wait for its seal before somebody should look
MISSED = 3  # checkpoints in a row


def look_at_audit_log() -> tuple[str, str, dict[str, Any]]:
    """State, a sentence, facts."""
    now = pulse()
    return *_judged(now), _facts(now)


def _facts(now: Pulse) -> dict[str, Any]:
    return {
        "sealedNo": now.sealed_no,
        "sealedUntil": wire.rfc3339(now.sealed_until),
        "unsealed": now.waiting,
        "unsealedSeconds": int(now.waited),
        "checkpointNo": now.signed_no,
        "checkpointAt": wire.rfc3339(now.signed_at),
        "verifiedAt": wire.rfc3339(now.verified_at),
        "problem": now.problem,
        "missingTriggers": now.guards.missing,
        "changedTriggers": now.guards.changed,
    }


def _judged(now: Pulse) -> tuple[str, str]:
    if now.problem:
        return FAILED, _("The last check found it changed (%(problem)s): an auditor has to look.") % {
            "problem": now.problem
        }
    if now.guards.wrong:
        said = _("Guards against changes are missing, or not as they should be: %(names)s")
        return FAILED, said % {"names": ", ".join(now.guards.wrong)}
    if now.waited > LAG:
        said = _("%(count)s entries have no seal yet; the oldest has waited for %(seconds)s seconds.")
        return WARN, said % {"count": now.waiting, "seconds": int(now.waited)}
    if now.unsigned and _is_late(now):
        return WARN, _("%(count)s entries have not been signed in time.") % {"count": now.unsigned}
    return OK, _("Guarded, sealed and signed.")


def _is_late(now: Pulse) -> bool:
    """Whether several checkpoints should have been made since the last; of a log without any, since it began."""
    since = now.signed_at or now.sealed_until
    late = dt.timedelta(seconds=MISSED * settings.AUDIT_CHECKPOINT_SECONDS)
    return since is not None and timezone.now() - since > late
