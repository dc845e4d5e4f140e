"""Setting up the second factor, its recovery codes, and ending it (contract 2, decision 0031)."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import signals, totp
from accounts.errors import (
    NoSecondFactor,
    OtpWrong,
    SecondFactorDemanded,
    SecondFactorOff,
    SecondFactorSet,
    Yourself,
)
from accounts.models import DeviceSession, RecoveryCode, Role, SecondFactor, User
from accounts.selectors import roles
from accounts.selectors.people import people
from accounts.selectors.second_factor import BEGUN_FOR, is_required, second_factor_of
from accounts.services import ending, owing
from accounts.services.proving import has_password, prove_code, prove_password, require_fresh, wrong_codes_counted
from accounts.services.second_factor_browsers import forget_browsers
from accounts.services.second_factor_codes import make_recovery_codes, seal, unsealed
from audit import actions
from audit.services import record
from messenger.core import policies
from messenger.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an authenticator is fed with: the key as text, and the address that the QR code holds."""

    key: str
    address: str


def begin_second_factor(*, actor: User, session: DeviceSession, password: str = "") -> SetUp:
    """The secret of an authenticator that counts once it is confirmed; asked again within minutes, the same one.

    Only for who has just shown who they are, in `session` or by `password`: whoever sits down at somebody's desk
    would shut them out of their own account. Raises `SecondFactorOff`, `ProofRequired`, `WrongPassword`, `LockedOut`,
    `SecondFactorSet`.
    """
    if policies.value("SECOND_FACTOR") == "off":
        raise SecondFactorOff
    require_fresh(session, password)
    return _begun(actor)


@transaction.atomic
def _begun(actor: User) -> SetUp:
    begun, _new = SecondFactor.objects.select_for_update().get_or_create(
        user=actor, defaults={"secret": seal(actor, totp.new_secret()), "made_at": timezone.now()}
    )
    if begun.confirmed_at is not None:
        raise SecondFactorSet
    secret = unsealed(begun)
    if secret is None or timezone.now() - begun.made_at > BEGUN_FOR:  # under another key, or perhaps by somebody else
        secret = totp.new_secret()
        SecondFactor.objects.filter(user=actor).update(secret=seal(actor, secret), made_at=timezone.now())
    return SetUp(totp.key_text(secret), totp.address(secret, issuer=settings.PRODUCT_NAME, login=actor.login_id))


def confirm_second_factor(*, actor: User, otp: str, session: DeviceSession) -> list[str]:
    """Switch it on by its first code; the recovery codes, which are never shown again.

    For who may begin one, and within minutes of that: whoever sits down at somebody's desk would guess at a key that
    was left there. Frees the person's devices of owing it; `session` is the one in use. Raises `ProofRequired`,
    `NoSecondFactor` (not begun, or too long ago), `SecondFactorSet`, `OtpWrong`, `LockedOut`.
    """
    require_fresh(session)
    with wrong_codes_counted(actor):
        codes = _confirmed(actor, otp)
    owing.look_again(session)
    return codes


@transaction.atomic
def _confirmed(actor: User, otp: str) -> list[str]:
    begun = SecondFactor.objects.select_for_update().filter(user=actor).first()
    if begun is None:
        raise NoSecondFactor
    if begun.confirmed_at is not None:
        raise SecondFactorSet
    now, secret = timezone.now(), unsealed(begun)
    if now - begun.made_at > BEGUN_FOR:
        raise NoSecondFactor
    step = totp.matching_step(secret, totp.typed(otp), now) if secret else None
    if step is None:
        raise OtpWrong
    SecondFactor.objects.filter(user=actor).update(confirmed_at=now, last_step=step, failures=0, failed_at=None)
    codes = make_recovery_codes(actor)
    record(actions.SECOND_FACTOR_ON, actor=actor, target_type="user", target_id=actor.pk)
    owing.look_again_at(actor)
    return codes


def new_recovery_codes(*, actor: User, otp: str) -> list[str]:
    """Ten new codes for a code of the authenticator; the old ones open nothing more.

    Raises `OtpWrong`, `LockedOut`, `NoSecondFactor`.
    """
    prove_code(actor, otp)
    with transaction.atomic():
        codes = make_recovery_codes(actor)
        record(actions.RECOVERY_CODES_MADE, actor=actor, target_type="user", target_id=actor.pk)
    return codes


def turn_off_second_factor(*, actor: User, otp: str, password: str = "") -> None:
    """End it for oneself, by password and code. People without a password of ours are asked for the code alone.

    Raises `SecondFactorDemanded` where the policy requires it, `WrongPassword`, `OtpWrong`, `LockedOut`,
    `NoSecondFactor`.
    """
    if is_required(actor):
        raise SecondFactorDemanded
    if second_factor_of(actor) is None:
        raise NoSecondFactor
    if has_password(actor):
        prove_password(actor, password)
    prove_code(actor, otp)
    with transaction.atomic():
        forget_second_factor(actor)
        record(actions.SECOND_FACTOR_OFF, actor=actor, target_type="user", target_id=actor.pk)


@transaction.atomic
def reset_second_factor(*, actor: User | None, user_id: UUID) -> User:
    """Take somebody's authenticator away who has lost it, and sign them out everywhere. By SYSTEM_ADMINs.

    Where the policy requires one, they set up another when they sign in. Raises `Forbidden`, `NotFound`,
    `NoSecondFactor`, `Yourself`.
    """
    if actor is not None:
        roles.require(actor, Role.SYSTEM_ADMIN)
        if actor.pk == user_id:
            raise Yourself
    user = people().select_for_update(of=("self",), no_key=True).filter(pk=user_id).first()
    if user is None:
        raise NotFound
    if not forget_second_factor(user):
        raise NoSecondFactor
    record(actions.SECOND_FACTOR_RESET, actor=actor, target_type="user", target_id=user.pk)
    signals.account_changed.send(sender=User, user=user, what="second_factor_reset", actor=actor)
    ending.revoke_all(user, actor=actor, reason="second_factor_reset")
    return user


def forget_second_factor(user: User) -> bool:
    """Take the authenticator away, its recovery codes, and what counts instead of a code; whether there was one."""
    gone, _rows = SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    forget_browsers(user)
    return bool(gone)
