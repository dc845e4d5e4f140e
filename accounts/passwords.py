"""Passwords: the rules (contract section 12) and the one comparison."""

import unicodedata

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

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
        make_password(password)
        return False
    return user.check_password(password)
