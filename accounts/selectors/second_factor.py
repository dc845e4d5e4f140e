"""Who has a second factor, and who must."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import RecoveryCode, Role, SecondFactor, User
from messenger.core import policies

BEGUN_FOR = dt.timedelta(minutes=15)  # a key; then it may have been begun by whoever sat here before
_ADMINS = frozenset({Role.SYSTEM_ADMIN.value, Role.AUDITOR.value})


@dataclass(frozen=True, slots=True)
class SecondFactorState:
    """How somebody stands to the second factor. `codes_left` of ten recovery codes."""

    enabled: bool
    confirmed_at: dt.datetime | None
    codes_left: int
    policy: str
    required: bool


def second_factor_of(user: User) -> SecondFactor | None:
    """The authenticator that counts: confirmed by a code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()


def has_begun(user: User) -> bool:
    """Whether there is a key that this person may have seen just now, and confirm."""
    return SecondFactor.objects.filter(
        user=user, confirmed_at__isnull=True, made_at__gte=timezone.now() - BEGUN_FOR
    ).exists()


def is_asked(user: User) -> bool:
    """Whether signing in takes a code of this person."""
    return policies.value("SECOND_FACTOR") != "off" and second_factor_of(user) is not None


def is_required(user: User) -> bool:
    """Whether the policy wants this person to have one."""
    return _requires(policies.value("SECOND_FACTOR"), user)


def must_set_up(user: User) -> bool:
    """Whether this person owes the office a second factor."""
    return is_required(user) and second_factor_of(user) is None


def second_factor_state(user: User) -> SecondFactorState:
    """What a person is told of their own."""
    policy, factor = policies.value("SECOND_FACTOR"), second_factor_of(user)
    left = RecoveryCode.objects.filter(user=user, used_at__isnull=True).count() if factor else 0
    return SecondFactorState(
        enabled=factor is not None,
        confirmed_at=factor.confirmed_at if factor else None,
        codes_left=left,
        policy=policy,
        required=_requires(policy, user),
    )


def _requires(policy: str, user: User) -> bool:
    return policy == "everybody" or (policy == "admins" and not _ADMINS.isdisjoint(user.roles))
