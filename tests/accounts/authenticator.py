"""An authenticator as a phone has it: made from the key that the server shows, by the server's clock."""

import base64

from django.utils import timezone

from accounts import services, totp
from accounts.models import DeviceSession, User


class Phone:
    """Shows codes. `later` is how many half minutes ahead (or behind) it looks."""

    def __init__(self, key: str) -> None:
        self.key = bare = key.replace(" ", "")
        self.secret = base64.b32decode(bare + "=" * (-len(bare) % 8))

    def code(self, later: int = 0) -> str:
        return totp.code(self.secret, totp.step_at(timezone.now()) + later)


def set_up(user: User) -> tuple[Phone, list[str]]:
    """A phone that counts, and the recovery codes. It was confirmed by a code of before: those of now are new."""
    here = DeviceSession(user=user, proven_at=timezone.now())
    phone = Phone(services.begin_second_factor(actor=user, session=here).key)
    return phone, services.confirm_second_factor(actor=user, otp=phone.code(-1), session=here)
