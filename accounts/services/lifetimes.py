"""What signing in hands out, and for how long."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from accounts.models import DeviceSession, User


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device session and the token its device gets; this is the only time the token is seen."""

    session: DeviceSession
    token: str

    @property
    def user(self) -> User:
        return self.session.user


def lifetime(*, remembered: bool) -> dt.timedelta:
    """How long a device session lives without being used."""
    seconds = settings.REMEMBERED_DEVICE_SECONDS if remembered else settings.DEVICE_SESSION_SECONDS
    return dt.timedelta(seconds=seconds)
