"""Proving once more who one is, before a way into the account is changed (contract 12, decision 0031).

What is wrong is written down like at sign-in and counts like there, but apart: whoever fails at the sign-in form, and
anybody can, keeps nobody who is signed in from what defends them. That must outlive the refusal: call these outside of
a transaction.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.conf import settings
from django.utils import timezone

from accounts import lockout
from accounts.errors import LockedOut, OtpWrong, ProofRequired, WrongPassword
from accounts.models import DeviceSession, User
from accounts.selectors.people import folded_login
from accounts.services import ways
from accounts.services.second_factor_codes import check
from audit import actions
from audit.services import record
from messenger.core import sealing
from messenger.core.errors import Refusal


def has_password(user: User) -> bool:
    """Whether there is a password to ask this person for: of ours, or of the list that keeps them."""
    return user.has_usable_password() or ways.is_kept(user)


def is_fresh(session: DeviceSession) -> bool:
    """Whether its person has just shown who they are: by signing in, or by their password once more."""
    return timezone.now() - session.proven_at < dt.timedelta(seconds=settings.PROOF_SECONDS)


def require_fresh(session: DeviceSession, password: str = "") -> None:
    """Ask for the password once more where the session is not fresh; who has none signs in again.

    Raises `ProofRequired`, `WrongPassword`, `LockedOut`.
    """
    if password and has_password(session.user):
        prove_password(session.user, password)
        session.proven_at = timezone.now()
        DeviceSession.objects.filter(pk=session.pk).update(proven_at=session.proven_at)
    if not is_fresh(session):
        raise ProofRequired("password" if has_password(session.user) else "sign_in")


def prove_password(actor: User, password: str) -> None:
    """Ask for the password once more. Raises `WrongPassword`, `LockedOut`."""
    tries = _open_tries(actor)
    if ways.prove(actor, folded_login(actor.login_id), password)[0] != actor:
        lockout.count_failure(tries)
        _refuse(actor, "wrong_password", WrongPassword())
    lockout.forget(tries)


def prove_code(actor: User, otp: str) -> None:
    """Take a code of somebody who is signed in. Raises `OtpWrong`, `LockedOut`, `NoSecondFactor`."""
    with wrong_codes_counted(actor):
        check(actor, otp)


@contextmanager
def wrong_codes_counted(actor: User) -> Iterator[None]:
    """Around the look at a code of somebody who is signed in: one more wrong one, or too many. Raises `LockedOut`."""
    tries = _open_tries(actor)
    try:
        yield
    except OtpWrong as wrong:
        lockout.count_failure(tries)
        _refuse(actor, "wrong_code", wrong)
    except LockedOut as locked:
        _refuse(actor, "locked", locked)


def _open_tries(actor: User) -> str:
    """For what their failures are counted, if they need not wait: a name that nobody can type as a login."""
    tries = f"{folded_login(actor.login_id)} {sealing.name('proving again', actor.pk.bytes)[:32]}"
    if wait := lockout.seconds_left(tries):
        _refuse(actor, "locked", LockedOut(wait))
    return tries


def _refuse(actor: User, reason: str, refusal: Refusal) -> NoReturn:
    record(
        actions.AUTH_LOGIN_FAILED,
        actor=actor,
        target_type="user",
        target_id=actor.pk,
        outcome="failure",
        reason=reason,
    )
    raise refusal
