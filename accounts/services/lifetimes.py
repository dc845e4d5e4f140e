"""What signing in hands out, and for how long."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from accounts.models import DeviceSession, User
from accounts.services import owing


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device session and the token its device gets; this is the only time the token is seen."""

    session: DeviceSession
    token: str

    @property
    def user(self) -> User:
        return self.session.user


def ends_at(session: DeviceSession, now: dt.datetime) -> dt.datetime:
    """When a session ends that is used `now`, and then no more: what `expires_at` is set to, at every use.

    Being used moves the end on, but not beyond `SESSION_LONGEST_DAYS` after the sign-in. Only a device that its
    person wants to stay signed in on, by a password of ours, has no such end: who was let in by somebody else's word
    asks for it again, and with it for the roles that it gives.
    """
    own = session.remembered and session.signed_in_by == owing.PASSWORD
    seconds = settings.REMEMBERED_DEVICE_SECONDS if session.remembered else settings.DEVICE_SESSION_SECONDS
    idle = now + dt.timedelta(seconds=seconds)
    return idle if own else min(idle, session.created_at + dt.timedelta(days=settings.SESSION_LONGEST_DAYS))
