"""Rules of the office (`core.policies`), changed by a SYSTEM_ADMIN while it runs; every change is written down."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.selectors import roles
from audit import actions
from audit.services import record
from messenger.core import policies
from messenger.core.errors import Invalid, NotFound
from messenger.core.models import PolicyValue


@transaction.atomic
def change_policy(*, actor: User, name: str, value: Any) -> Any:
    """Decide a policy; None gives it back to the environment. What holds after that.

    Raises `NotFound` for no such policy, `Invalid` for a value that makes no sense, `Forbidden`.
    """
    roles.require(actor, Role.SYSTEM_ADMIN)
    policy = policies.POLICIES.get(name)
    if policy is None:
        raise NotFound
    try:
        wanted = None if value is None else policy.clean(value)
    except ValueError as error:
        raise Invalid(value=[_("This value is not possible here.")]) from error
    PolicyValue.objects.get_or_create(name=name, defaults={"value": policies.value(name)})
    row = PolicyValue.objects.select_for_update().get(name=name)
    before = row.value
    if wanted is None:
        row.delete()
    else:
        row.value, row.changed_at, row.changed_by = wanted, timezone.now(), actor.pk
        row.save()
    after = policies.value(name)
    if before != after:
        record(actions.POLICY_CHANGED, actor=actor, target_type="policy", target_id=name, before=before, after=after)
    return after


def policies_now(actor: User) -> list[dict[str, Any]]:
    """All policies with what holds now, what the environment says, and who changed them. SYSTEM_ADMIN."""
    roles.require(actor, Role.SYSTEM_ADMIN)
    chosen = {row.name: row for row in PolicyValue.objects.all()}
    return [_out(policy, chosen.get(name)) for name, policy in policies.POLICIES.items()]


def _out(policy: policies.Policy, row: PolicyValue | None) -> dict[str, Any]:
    return {
        "name": policy.name,
        "label": str(policy.label),
        "value": getattr(settings, policy.name) if row is None else row.value,
        "default": getattr(settings, policy.name),
        "choices": {value: str(label) for value, label in policy.choices.items()} or None,
        "least": policy.least if policy.most is not None else None,
        "most": policy.most,
        "changedAt": row.changed_at if row else None,
        "changedBy": row.changed_by if row else None,
    }
