"""Draws one small picture of a file, in the child (decision 0018). Knows no Django and opens nothing itself.

Each kind is read by the one decoder named here: no guessing, so nothing rare is ever reached. What is drawn is
made of pixels only; places, cameras, profiles and names that came along are left behind.
"""

import warnings
from typing import BinaryIO

from PIL import Image

from files.kinds import FILMS, HWP, PDF, PICTURES
from files.rendering import films, pages, stills
from files.rendering.bounds import MOST_PIXELS, Drawer, Unfit

_QUALITY = 80


def drawer(mime: str, *, square: bool = False) -> Drawer:
    """What draws this kind. Loads its decoder, so that the fences can close before the file is touched.

    `square`: the middle of a picture as a square, white where something shines through.
    """
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    Image.preinit()
    from PIL import WebPImagePlugin  # noqa: F401  (what is written)

    if mime in PICTURES:
        return stills.drawer(mime, square=square)
    if mime in HWP:
        return stills.hwp_drawer(mime)
    if mime == PDF:
        return pages.drawer()
    if mime in FILMS:
        return films.drawer(mime)
    raise Unfit(f"no picture is made of {mime}")


def save(image: Image.Image, out: BinaryIO) -> None:
    """Write it as WebP: its pixels and nothing else."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    bare.save(out, "WEBP", quality=_QUALITY, method=4)
