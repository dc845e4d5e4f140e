"""A sign-in that fails is written down, and what is written outlives the refusal."""

from typing import NoReturn

from accounts.models import User
from audit import actions
from audit.services import record
from messenger.core.errors import Refusal


def refuse(user: User | None, reason: str, refusal: Refusal) -> NoReturn:
    """Write the failure down, then refuse. What was typed as a login stays out of the log: it may be a password.

    Call it outside of a transaction.
    """
    record(
        actions.AUTH_LOGIN_FAILED,
        target_type="user",
        target_id=user.pk if user else "",
        outcome="failure",
        reason=reason,
    )
    raise refusal
