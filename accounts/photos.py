"""How people's faces are drawn and where they are found. Who can draw says so when it starts: pictures of people are
only touched in a child that owns nothing (decision 0018), which this app does not know.
"""

import hashlib
from collections.abc import Callable
from uuid import UUID

from accounts.errors import PhotosUnavailable

Drawer = Callable[[bytes], bytes]
DIGEST_LENGTH = 16

_drawers: list[Drawer] = []


def drawn_by(drawer: Drawer) -> None:
    """Name who makes a photo of a picture: a square WebP of PHOTO_PIXELS or less, and nothing in it but pixels.

    It raises `NotAPhoto` for what can never be one, `PhotosUnavailable` for what it cannot do now.
    """
    _drawers[:] = [drawer]


def draw(picture: bytes) -> bytes:
    """The picture as a photo. Takes a moment: not to be done while rows are locked. Raises as `drawn_by` says."""
    if not _drawers:
        raise PhotosUnavailable
    return _drawers[0](picture)


def name_of(photo: bytes) -> str:
    """What a photo is called in `Profile.photo`: another one has another name."""
    return hashlib.sha256(photo).hexdigest()[:DIGEST_LENGTH] if photo else ""


def photo_url(user_id: UUID, name: str) -> str | None:
    """The address of somebody's photo, the same for as long as it is (contract 3); None without one."""
    return f"/api/v1/users/{user_id}/photo?v={name}" if name else None
