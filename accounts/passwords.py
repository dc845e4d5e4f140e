"""Passwords: the rules (contract section 12) and the one comparison."""

import secrets
import unicodedata
from functools import cache
from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext, ngettext

from accounts.errors import WeakPassword
from accounts.models import User
from messenger.core import policies

MAX_LENGTH = 256  # a hash of a megabyte is an attack
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another: one-time passwords go by telephone
_ONE_TIME_PIECES = 4  # of four characters: 79 random bits


class LongEnough:
    """Django's rule of the least length, with the least that the policy says now."""

    def validate(self, password: str, user: Any = None) -> None:
        least = policies.value("PASSWORD_LEAST")
        if len(password) < least:
            raise ValidationError(self._text(least), code="password_too_short")

    def get_help_text(self) -> str:
        return self._text(policies.value("PASSWORD_LEAST"))

    @staticmethod
    def _text(least: int) -> str:
        text = ngettext(
            "A password has at least %(least)d character.", "A password has at least %(least)d characters.", least
        )
        return text % {"least": least}


def normal(password: str) -> str:
    """The same password from every keyboard: some systems type Hangul decomposed."""
    return unicodedata.normalize("NFC", password)


def choose(user: User, password: str) -> None:
    """Set `user`'s password without saving, or raise `WeakPassword` with the reasons."""
    password = normal(password)
    if len(password) > MAX_LENGTH:
        raise WeakPassword([])
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(list(error.messages)) from error
    user.set_password(password)


def refuse_earlier(user: User, password: str) -> None:
    """`WeakPassword` for the present password and the one before it."""
    password = normal(password)[:MAX_LENGTH]
    for earlier in (user.password, user.previous_password):
        if earlier and check_password(password, earlier):
            raise WeakPassword([gettext("This is your present password or the one before it.")])


def one_time() -> str:
    """A password to be told to somebody and changed at once, as long as the policy wants."""
    pieces = max(_ONE_TIME_PIECES, -(-policies.value("PASSWORD_LEAST") // 5))
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(pieces))


def is_right(user: User | None, password: str) -> bool:
    """Compare; takes one hash's time for nobody's password as well."""
    password = normal(password)[:MAX_LENGTH]
    if user is None:
        check_password(password, _nobodys_hash())
        return False
    return user.check_password(password)


@cache
def _nobodys_hash() -> str:
    """A hash that no password has, compared with where there is nobody to compare with."""
    return make_password(get_random_string(32))
