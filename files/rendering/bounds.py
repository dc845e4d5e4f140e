"""What is too much for a small picture, and the words that its drawers share."""

from collections.abc import Callable
from typing import BinaryIO

from PIL import Image

Box = tuple[int, int]
Size = tuple[int, int]
Drawer = Callable[[BinaryIO, Box], tuple[Image.Image, Size]]  # the picture, and the size of what it shows

MOST_PIXELS = 50_000_000
MOST_SIDE = 65_500


class Unfit(Exception):
    """No picture can be made of this; the text says why."""


def fits(size: Size) -> None:
    """Refuse what would take too much memory, before any pixel is read."""
    width, height = size
    if not 0 < width <= MOST_SIDE or not 0 < height <= MOST_SIDE or width * height > MOST_PIXELS:
        raise Unfit(f"{width} x {height} pixels")


def within(size: Size, box: Box) -> Size:
    """As large as fits into the box, never larger than it is."""
    factor = min(box[0] / size[0], box[1] / size[1], 1.0)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
