"""Passwords: the rules (contract section 12) and the one comparison."""

import unicodedata
from functools import cache

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from accounts.errors import WeakPassword
from accounts.models import User

MAX_LENGTH = 256  # a hash of a megabyte is an attack


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
