"""The doors that take a whole file at once, a sheet or a photo: larger than JSON, bounded by settings of their own."""

from django.conf import settings

_DOORS = ("/api/v1/admin/people/import", "/api/v1/admin/transfers/import", "/manage/people/import")
_PHOTO = "/api/v1/me/photo"
_AROUND = 16 * 1024  # what a form writes around a file


def most_bytes(method: str, path: str) -> int:
    """How large a body may be at this door, in bytes; `path` without its query."""
    if method == "POST" and path in _DOORS:
        return max(settings.MAX_JSON_BYTES, int(settings.IMPORT_MAX_BYTES) + _AROUND)
    if method == "PUT" and path == _PHOTO:
        return max(settings.MAX_JSON_BYTES, int(settings.PHOTO_MAX_BYTES))
    return int(settings.MAX_JSON_BYTES)
