"""Passwords: changed by their owner, set for somebody, reset by an admin (contract 2 and 12)."""

from uuid import UUID

from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.utils import timezone

from accounts import passwords, signals
from accounts.errors import PasswordElsewhere, Yourself
from accounts.models import DeviceSession, OpenIdentity, PersonSource, Role, User
from accounts.selectors import roles
from accounts.selectors.people import people
from accounts.services import ending, owing, ways
from accounts.services.proving import prove_password
from accounts.services.second_factor_browsers import forget_browsers
from audit import actions
from audit.services import record
from messenger.core.errors import NotFound


def set_password(
    *, actor: User | None, user: User, password: str, keep: UUID | None = None, must_change: bool = False
) -> None:
    """Give somebody a new password and sign their devices out, but `keep`. Raises `WeakPassword`.

    `must_change`: somebody else knows it, so they owe another one when they sign in.
    """
    passwords.refuse_earlier(user, password)
    _store(user, password, actor=actor, keep=keep, must_change=must_change, action=actions.USER_PASSWORD_CHANGED)


def change_password(*, actor: User, session: DeviceSession, current: str, new: str) -> None:
    """Change one's own: all other devices are signed out, the one in use stays.

    Raises `WrongPassword` (which is counted), `LockedOut`, `WeakPassword`, `PasswordElsewhere`.
    """
    if not is_ours(actor):
        raise PasswordElsewhere
    prove_password(actor, current)
    set_password(actor=actor, user=actor, password=new, keep=session.pk)
    owing.look_again(session)


def reset_password(*, actor: User | None, user_id: UUID) -> str:
    """A password for somebody who has lost theirs, shown once: they choose another when they sign in.

    By SYSTEM_ADMINs. Raises `Forbidden`, `NotFound`, `PasswordElsewhere`, `Yourself` (who knows theirs changes it).
    """
    if actor is not None:
        roles.require(actor, Role.SYSTEM_ADMIN)
        if actor.pk == user_id:
            raise Yourself
    user = people().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    if ways.is_kept(user):
        raise PasswordElsewhere
    password = passwords.one_time()
    _store(user, password, actor=actor, keep=None, must_change=True, action=actions.USER_PASSWORD_RESET)
    return password


def is_ours(user: User) -> bool:
    """Whether this person has a password that is changed here."""
    return user.has_usable_password() and not ways.is_kept(user)


def _store(user: User, password: str, *, actor: User | None, keep: UUID | None, must_change: bool, action: str) -> None:
    earlier = user.password
    passwords.choose(user, password)
    user.previous_password, user.password_changed_at = earlier, timezone.now()
    user.must_change_password = must_change
    with transaction.atomic():
        user.save(update_fields=["password", "previous_password", "password_changed_at", "must_change_password"])
        record(action, actor=actor, target_type="user", target_id=user.pk)
        if action == actions.USER_PASSWORD_RESET and _may_have_been_in(user, earlier):  # else their first one
            signals.account_changed.send(sender=User, user=user, what="password_reset", actor=actor)
        forget_browsers(user)
        ending.revoke_all(user, actor=actor, reason="password_changed", but=keep)


def _may_have_been_in(user: User, earlier: str) -> bool:
    """Whether this is anybody's account yet, whichever way they come: a password given now lets another in as them."""
    return is_password_usable(earlier) or any(
        model.objects.filter(user=user).exists() for model in (DeviceSession, OpenIdentity, PersonSource)
    )
