"""Codes of an authenticator and recovery codes: each opens once, and wrong ones are counted (decision 0031)."""

import datetime as dt
import logging
import secrets

from django.conf import settings
from django.db.models import Case, F, Q, When
from django.utils import timezone

from accounts import totp
from accounts.errors import LockedOut, NoSecondFactor, OtpWrong
from accounts.models import RecoveryCode, SecondFactor, User
from audit import actions
from audit.services import record
from messenger.core import sealing

log = logging.getLogger(__name__)

CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_LENGTH = 10
_PURPOSE = "second factor"


def check(user: User, otp: str) -> str:
    """Take a code: `totp` or `recovery`, whichever it was. It opens nothing again.

    Wrong ones are counted before they are looked at, whoever gives them from wherever: many at once are no way
    around the limit. Raises `OtpWrong`, `LockedOut`, `NoSecondFactor`.
    """
    _count_attempt(user)
    given = totp.typed(otp)
    factor = SecondFactor.objects.get(user=user)
    if _take_totp(factor, given):
        how = "totp"
    elif _take_recovery(user, given):
        how = "recovery"
    else:
        raise OtpWrong
    SecondFactor.objects.filter(user=user).update(failures=0, failed_at=None)
    return how


def seal(user: User, secret: bytes) -> bytes:
    """The secret as the database may hold it."""
    return sealing.seal(_PURPOSE, secret, about=user.pk.bytes)


def unsealed(factor: SecondFactor) -> bytes | None:
    """The secret; None if it was sealed under another key: an admin must reset it."""
    try:
        return sealing.unseal(_PURPOSE, bytes(factor.secret), about=factor.user_id.bytes)
    except sealing.Broken:
        log.error("the second factor of %s was sealed under another key", factor.user_id)
        return None


def make_recovery_codes(user: User) -> list[str]:
    """Ten new ones in place of the old; the only time anybody sees them."""
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hashed(user, one)) for one in codes)
    return [f"{one[:5]}-{one[5:]}" for one in codes]


def _count_attempt(user: User) -> None:
    now = timezone.now()
    cool = dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    mine = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False)
    over = Q(failed_at__lte=now - cool)
    counted = mine.filter(over | Q(failures__lt=settings.SECOND_FACTOR_FAILURES)).update(
        failures=Case(When(over, then=1), default=F("failures") + 1), failed_at=now
    )
    if counted:
        return
    last = mine.values_list("failed_at", flat=True).first()
    if last is None:
        raise NoSecondFactor
    raise LockedOut(int((last + cool - now).total_seconds()) + 1)


def _take_totp(factor: SecondFactor, given: str) -> bool:
    secret = unsealed(factor)
    step = totp.matching_step(secret, given, timezone.now()) if secret else None
    if step is None:
        return False
    return SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step) == 1


def _take_recovery(user: User, given: str) -> bool:
    left = RecoveryCode.objects.filter(user=user, used_at__isnull=True)
    if not left.filter(code_hash=_hashed(user, given)).update(used_at=timezone.now()):
        return False
    record(actions.RECOVERY_CODE_USED, actor=user, target_type="user", target_id=user.pk, left=left.count())
    return True


def _hashed(user: User, code: str) -> str:
    """Fifty random bits under a key that is not in the database need no slow hash."""
    return sealing.name("recovery code", user.pk.bytes, code.encode())
