"""Whether somebody else has had an account in their hands: a question of the house, which shows nobody an entry."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from audit import actions
from audit.models import AuditEntry

# Whoever does one of these to somebody else can sign in as them, or lets in who can.
OPENS_AN_ACCOUNT = (
    actions.USER_APPROVED,
    actions.USER_ENABLED,
    actions.USER_LINKED,
    actions.USER_PASSWORD_CHANGED,
    actions.USER_PASSWORD_RESET,
    actions.SECOND_FACTOR_RESET,
)


def opened_by_others(user_ids: Collection[UUID], *, since: dt.datetime) -> dict[UUID, dt.datetime]:
    """`{user id: when last}` of those whose account anybody but themselves has let in, linked or reset since."""
    entries = AuditEntry.objects.filter(
        target_type="user",
        target_id__in=[str(user_id) for user_id in user_ids],
        action__in=OPENS_AN_ACCOUNT,
        outcome=AuditEntry.Outcome.SUCCESS,
        at__gte=since,
    )
    latest: dict[UUID, dt.datetime] = {}
    for target_id, actor_id, at in entries.order_by("at").values_list("target_id", "actor_id", "at"):
        if target_id != str(actor_id):
            latest[UUID(target_id)] = at
    return latest
