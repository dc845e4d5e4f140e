"""Draws the first page of a PDF."""

from typing import BinaryIO

from PIL import Image

from files.rendering.bounds import Box, Drawer, Size, Unfit

_MOST_POINTS = 14_400  # the longest side that a page may have (ISO 32000-2, annex C)


def drawer() -> Drawer:
    """What draws a page."""
    import pypdfium2

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        with pypdfium2.PdfDocument(source) as document:
            if not len(document):
                raise Unfit("no page")
            page = document[0]
            width, height = page.get_size()
            if not 0 < width <= _MOST_POINTS or not 0 < height <= _MOST_POINTS:
                raise Unfit(f"a page of {width:g} x {height:g} points")
            scale = min(box[0] / width, box[1] / height)
            image = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=False).to_pil()
            image = image.convert("RGB")
        image.thumbnail(box)  # a side is rounded up
        return image, image.size

    return draw
