"""The doors that take a sheet of people: larger than JSON ever is, and bounded by a setting of its own."""

from django.conf import settings

_DOORS = ("/api/v1/admin/people/import", "/api/v1/admin/transfers/import", "/manage/people/import")
_AROUND = 16 * 1024  # what a form writes around a file


def most_bytes(method: str, path: str) -> int:
    """How large a body may be at this door, in bytes; `path` without its query."""
    if method == "POST" and path in _DOORS:
        return max(settings.MAX_JSON_BYTES, int(settings.IMPORT_MAX_BYTES) + _AROUND)
    return int(settings.MAX_JSON_BYTES)
