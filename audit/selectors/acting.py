"""Whether one person has had another's account in their hands: a question of the house, which shows nobody an entry."""

import datetime as dt
from uuid import UUID

from audit import actions
from audit.models import AuditEntry

# Whoever does one of these can be the other for a while, or has made them what they are.
MAKES_SOMEBODY = (
    actions.USER_CREATED,
    actions.USER_ROLE_CHANGED,
    actions.USER_PASSWORD_RESET,
    actions.SECOND_FACTOR_RESET,
)


def had_in_hand(actor_id: UUID, user_id: UUID, *, since: dt.datetime) -> bool:
    """Whether `actor_id` made the account of `user_id`, gave it a role, or reset what it signs in with."""
    about = AuditEntry.objects.filter(target_type="user", target_id=str(user_id), at__gte=since)
    return about.filter(actor_id=actor_id, action__in=MAKES_SOMEBODY, outcome=AuditEntry.Outcome.SUCCESS).exists()
