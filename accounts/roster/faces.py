"""Photos that come with a list: drawn before anybody's row is locked. A bad picture spoils nothing but itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from accounts import photos
from accounts.errors import NotAPhoto, PhotosUnavailable
from accounts.roster.changes import Item, Kind

Pictures = Callable[[str], bytes | None]  # by digest; None: it is not at hand

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Face:
    """What becomes of somebody's photo: `drawn` of the picture with this digest; empty: none."""

    digest: str
    drawn: bytes = b""
    bad: bool = False  # the list has a picture, and none can be made of it: it is not tried again


def drawn_for(item: Item, pictures: Pictures | None) -> Face | None:
    """The photo that the plan has for this person; None: theirs stays as it is, this time."""
    change = next((change for change in item.changes if change.kind == Kind.PHOTO), None)
    if change is None or pictures is None:
        return None
    digest = change.after or ""
    if not digest:
        return Face("")
    picture = pictures(digest)
    try:
        return None if picture is None else Face(digest, photos.draw(picture))
    except NotAPhoto:
        return Face(digest, bad=True)
    except PhotosUnavailable:
        log.warning("a photo of the list waits for another time")
        return None
