"""Draws people's photos in the child that draws all pictures (decisions 0018 and 0038)."""

import logging
import threading

from django.conf import settings

from accounts.errors import NotAPhoto, PhotosUnavailable
from files import rendering
from files.kinds import HEAD, kind_of

KINDS = frozenset({"image/jpeg", "image/png", "image/webp"})

log = logging.getLogger(__name__)
_turn = threading.BoundedSemaphore(1)  # somebody waits for the answer: a crowd must not take the whole machine


def face_of(picture: bytes) -> bytes:
    """The middle of the picture as a WebP of at most PHOTO_PIXELS a side.

    Raises `NotAPhoto`: of another kind by its bytes, broken, too large; `PhotosUnavailable`: not at the moment.
    """
    mime = kind_of(picture[:HEAD], "")
    if mime not in KINDS or len(picture) > settings.PHOTO_MAX_BYTES:
        raise NotAPhoto
    if not _turn.acquire(timeout=settings.PHOTO_PATIENCE):
        raise PhotosUnavailable
    try:
        return _drawn(picture, mime)
    finally:
        _turn.release()


def _drawn(picture: bytes, mime: str) -> bytes:
    side = settings.PHOTO_PIXELS
    try:
        with rendering.process.scratch() as scratch:
            scratch.write(picture)
            scratch.flush()
            face = rendering.draw(scratch, mime, (side, side), square=True)
    except (rendering.NotFenced, OSError, RuntimeError) as error:
        log.error("no photo can be drawn here: %s", error)
        raise PhotosUnavailable from error
    except rendering.NotAPicture as error:
        raise NotAPhoto from error
    if face.full_width * face.full_height > settings.PHOTO_MAX_PIXELS:
        raise NotAPhoto
    return face.body
