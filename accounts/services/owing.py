"""What somebody owes before any other door opens (contract 2): looked at when they sign in, and again later."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import DeviceSession, Owed, User
from accounts.selectors.second_factor import must_set_up
from messenger.core import policies
from messenger.core.events import Hangup, publish

PASSWORD = "password"  # noqa: S105  (a way in: the only one with a password of ours that grows old)
PROVIDER = "oidc"
PROVIDER_TWICE = "oidc_mfa"  # the company's provider asked for the second factor, and the settings trust it in that
PROVIDERS = frozenset({PROVIDER, PROVIDER_TWICE})


def owed(user: User, by: str) -> Owed:
    """The step that comes first for somebody who signed in this way. A password that others know goes before all."""
    if by == PASSWORD and (user.must_change_password or password_is_old(user)):
        return Owed.PASSWORD
    if by == PROVIDER_TWICE:
        return Owed.NOTHING
    return Owed.SECOND_FACTOR if must_set_up(user) else Owed.NOTHING


def password_is_old(user: User) -> bool:
    """Whether the password is older than the policy lets it be."""
    days = policies.value("PASSWORD_DAYS")
    chosen = user.password_changed_at or user.created_at
    return bool(days) and timezone.now() - chosen >= dt.timedelta(days=days)


def look_again(session: DeviceSession) -> None:
    """Bring `session.owes` up to date: a policy, a role or the person's own steps may have changed it.

    A session that begins to owe something loses its sockets at once.
    """
    now = owed(User.objects.get(pk=session.user_id), session.signed_in_by)
    if now == session.owes:
        return
    with transaction.atomic():
        DeviceSession.objects.filter(pk=session.pk, revoked_at__isnull=True).update(owes=now)
        if not session.owes:
            publish(Hangup((session.pk,)))
    session.owes = now


def look_again_at(user: User) -> None:
    """The same for all devices of a person: after a role, a reset, a step that was done."""
    alive = DeviceSession.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=timezone.now())
    for session in alive:
        look_again(session)
