"""An admin looks at what is kept of people: written down once a request, whoever and however many are on it."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit import actions
from audit.services import record
from messenger.core.asked import filters_of

# What an address names, and what the log calls it.
_NAMED = {
    "user_id": "user",
    "transfer_id": "transfer",
    "plan_id": "people_import",
    "import_id": "people_import",
    "run_id": "directory_run",
    "unit_id": "unit",
}


def note_look(
    *,
    actor: User,
    what: str,
    ids: Mapping[str, Any],
    count: int | None = None,
    subject_id: Any = None,
    asked: Mapping[str, str] | None = None,
) -> None:
    """Record that somebody was shown the page or answer `what`: that of the thing its address names, else a list.

    `count` says how many rows it held, `asked` by which filters, `subject_id` whose it was if that was one person's.
    """
    name = next((one for one in ids if one in _NAMED), "")
    detail: dict[str, Any] = {"what": what}
    if count is not None:
        detail["count"] = count
    if filters := filters_of((asked or {}).items()):
        detail["filters"] = filters
    target = {"target_type": _NAMED.get(name, "people"), "target_id": ids.get(name, "")}
    record(actions.ADMIN_VIEWED, actor=actor, subject_id=subject_id, **target, **detail)
