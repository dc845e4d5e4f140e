"""Draws one small picture of a file, in the child (decision 0018). Knows no Django and opens nothing itself.

Each kind is read by the one decoder named here: no guessing, so nothing rare is ever reached. What is drawn is
made of pixels only; places, cameras, profiles and names that came along are left behind.
"""

import io
import warnings
from collections.abc import Callable
from typing import Any, BinaryIO

from PIL import Image, ImageOps

Box = tuple[int, int]
Size = tuple[int, int]
Drawer = Callable[[BinaryIO, Box], tuple[Image.Image, Size]]

MOST_PIXELS = 50_000_000  # quality 2.2
MOST_SIDE = 65_500
_QUALITY = 80
_FRAME_AT = 1.0  # seconds into a film: the first frame is often black
_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "h263"})
_PDF_POINTS = 14_400  # the longest side that a page may have (ISO 32000-2, annex C)


class Unfit(Exception):
    """No picture can be made of this; the text says why."""


def save(image: Image.Image, out: BinaryIO) -> None:
    """Write it as WebP: its pixels and nothing else."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    bare.save(out, "WEBP", quality=_QUALITY, method=4)


def drawer(mime: str) -> Drawer:
    """What draws this kind. Loads its decoder, so that the fences can close before the file is touched."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    Image.preinit()
    from PIL import TiffImagePlugin, WebPImagePlugin  # noqa: F401  (EXIF is written like TIFF; WebP is what we write)

    if mime in _PICTURES:
        read = _PICTURES[mime]()
        return lambda source, box: _picture(read(source), box)
    if mime == "application/pdf":
        return _page_drawer()
    if mime in _HWP:
        return _hwp_drawer(mime)
    if mime in _FILMS:
        return _film_drawer(_FILMS[mime])
    raise Unfit(f"no picture is made of {mime}")


def fits(size: Size) -> None:
    """Refuse what would take too much memory, before any pixel is read."""
    width, height = size
    if not 0 < width <= MOST_SIDE or not 0 < height <= MOST_SIDE or width * height > MOST_PIXELS:
        raise Unfit(f"{width} x {height} pixels")


def _within(size: Size, box: Box) -> Size:
    """As large as fits into the box, never larger than it is."""
    factor = min(box[0] / size[0], box[1] / size[1], 1.0)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


# --- Pictures ---------------------------------------------------------------------------------


def _jpeg() -> Callable[[BinaryIO], Image.Image]:
    from PIL.JpegImagePlugin import JpegImageFile  # the class itself: never an MPO, its first picture is enough

    return JpegImageFile


def _png() -> Callable[[BinaryIO], Image.Image]:
    from PIL.PngImagePlugin import PngImageFile

    return PngImageFile


def _gif() -> Callable[[BinaryIO], Image.Image]:
    from PIL.GifImagePlugin import GifImageFile

    return GifImageFile


def _webp() -> Callable[[BinaryIO], Image.Image]:
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile


def _avif() -> Callable[[BinaryIO], Image.Image]:
    from PIL import AvifImagePlugin

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    return AvifImagePlugin.AvifImageFile


def _heic() -> Callable[[BinaryIO], Image.Image]:
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    return pillow_heif.HeifImageFile


_PICTURES: dict[str, Callable[[], Callable[[BinaryIO], Image.Image]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/avif": _avif,
    "image/heic": _heic,
}


def _picture(image: Image.Image, box: Box) -> tuple[Image.Image, Size]:
    """The first frame, upright."""
    fits(image.size)
    full = image.size
    if image.format == "JPEG":
        image.draft("RGB", (box[0] * 2, box[1] * 2))  # decoded at a fraction of its size
    turned = _is_turned(image)
    image = _shown(image)
    image.thumbnail(box[::-1] if turned else box, reducing_gap=2.0)
    image = ImageOps.exif_transpose(image)
    return image, full[::-1] if turned else full


def _is_turned(image: Image.Image) -> bool:
    """Whether its EXIF orientation swaps width and height."""
    return image.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _shown(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shines through."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    wanted = "RGBA" if alpha else "RGB"
    if image.mode == wanted:
        image.load()
        return image
    exif = image.getexif()
    shown = image.convert(wanted)
    shown.info["exif"] = exif.tobytes() if exif else b""
    return shown


# --- Pages ------------------------------------------------------------------------------------


def _page_drawer() -> Drawer:
    import pypdfium2

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        with pypdfium2.PdfDocument(source) as document:
            if not len(document):
                raise Unfit("no page")
            page = document[0]
            width, height = page.get_size()
            if not 0 < width <= _PDF_POINTS or not 0 < height <= _PDF_POINTS:
                raise Unfit(f"a page of {width:g} x {height:g} points")
            scale = min(box[0] / width, box[1] / height)
            image = page.render(scale=scale, fill_color=(255, 255, 255, 255), may_draw_forms=False).to_pil()
            image = image.convert("RGB")
        image.thumbnail(box)  # a side is rounded up
        return image, image.size

    return draw


# --- What Hangul drew itself ------------------------------------------------------------------

_HWP = ("application/x-hwp", "application/hwp+zip")


def _hwp_drawer(mime: str) -> Drawer:
    from files.rendering import hwp

    inside = hwp.of_hwpx if mime == "application/hwp+zip" else hwp.of_hwp
    readers = {b"\x89PNG": _png(), b"GIF8": _gif(), b"\xff\xd8\xff\xe0": _jpeg(), b"\xff\xd8\xff\xe1": _jpeg()}

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        body = inside(source)
        if body[:4] not in readers:
            raise Unfit("the picture inside is of another kind")
        return _picture(readers[body[:4]](io.BytesIO(body)), box)

    return draw


# --- Films ------------------------------------------------------------------------------------

_FILMS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
}


def _film_drawer(container: str) -> Drawer:
    import av
    import av.subtitles.stream  # opening a film would load it

    av.logging.set_level(av.logging.PANIC)

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        # The container is said, not guessed: play lists name other files. Nothing but the open file is read.
        with av.open(source, format=container, options={"protocol_whitelist": "", "probesize": "5000000"}) as film:
            if not film.streams.video:
                raise Unfit("no picture in it")
            stream = film.streams.video[0]
            if stream.codec_context.name not in _CODECS and stream.codec_context.codec.canonical_name not in _CODECS:
                raise Unfit(f"film of the codec {stream.codec_context.name}")
            fits((stream.codec_context.width, stream.codec_context.height))
            stream.codec_context.thread_count = 1
            stream.codec_context.thread_type = "NONE"
            stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
            frame = _frame(film, stream)
            fits((frame.width, frame.height))
            return _still(frame, box)

    return draw


def _frame(film: Any, stream: Any) -> Any:
    """A frame about a second from the start, or the first there is."""
    length = float(stream.duration * stream.time_base) if stream.duration else (film.duration or 0) / 1_000_000
    if length > 2 * _FRAME_AT:
        film.seek(int(_FRAME_AT / stream.time_base), stream=stream)
    for frame in film.decode(stream):
        return frame
    raise Unfit("no frame in it")


def _still(frame: Any, box: Box) -> tuple[Image.Image, Size]:
    turned = frame.rotation % 180 != 0
    size = (frame.width, frame.height)
    width, height = _within(size, box[::-1] if turned else box)
    image: Image.Image = frame.reformat(width=width, height=height, format="rgb24", threads=1).to_image()
    if frame.rotation % 360:
        image = image.rotate(frame.rotation, expand=True)
    return image, size[::-1] if turned else size
