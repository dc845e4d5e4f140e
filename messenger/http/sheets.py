"""The doors that take a whole file at once, a sheet or a photo: larger than JSON, bounded by settings of their own."""

from collections.abc import Iterable

from django.conf import settings
from django.http import parse_cookie

from accounts import tokens
from accounts.authentication import bearer_of

_DOORS = ("/api/v1/admin/people/import", "/api/v1/admin/transfers/import", "/manage/people/import")
_PHOTO = "/api/v1/me/photo"
_AROUND = 16 * 1024  # what a form writes around a file


def most_bytes(method: str, path: str, headers: Iterable[tuple[bytes, bytes]]) -> int:
    """How large a body may be at this door, in bytes; `path` without its query.

    Of strangers never more than JSON: nobody has counted how much of theirs is kept already.
    """
    small = int(settings.MAX_JSON_BYTES)
    most = max(small, _most_of_a_file(method, path))
    return most if most == small or _are_signed_here(headers) else small


def _most_of_a_file(method: str, path: str) -> int:
    if method == "POST" and path in _DOORS:
        return int(settings.IMPORT_MAX_BYTES) + _AROUND
    return int(settings.PHOTO_MAX_BYTES) if method == "PUT" and path == _PHOTO else 0


def _are_signed_here(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether somebody signed in here once, by the signature alone; what has ended is refused behind this, with 401."""
    given = {name.decode("latin1").lower(): value.decode("latin1") for name, value in headers}
    token = bearer_of(given)
    if token is not None:
        return tokens.signed_here("access", token)
    cookie = parse_cookie(given.get("cookie", "")).get(settings.SESSION_COOKIE, "")
    return tokens.signed_here("browser", cookie)
