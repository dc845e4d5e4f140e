"""Draws pictures: the first frame, upright, small."""

import contextlib
import io
from collections.abc import Callable
from typing import BinaryIO

from PIL import Image, ImageOps
from PIL.Image import Resampling

from files.rendering.bounds import Box, Drawer, Size, Unfit, fits


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


Shrinking = Callable[[Image.Image, Box], Image.Image]
_PICTURES: dict[str, Callable[[], Callable[[BinaryIO], Image.Image]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/avif": _avif,
    "image/heic": _heic,
}


def drawer(mime: str, *, square: bool) -> Drawer:
    """What draws a picture of this kind: the whole of it, or its middle as a `square`."""
    read = _PICTURES[mime]()
    _load_what_comes_late()
    if square:
        return lambda source, box: _face(read(source), box)
    return lambda source, box: _picture(read(source), box, _within)


def _load_what_comes_late() -> None:
    """What Pillow would load when it first needs it: behind the fences it could not."""
    from PIL import ImageCms, TiffImagePlugin  # noqa: F401  (EXIF is written like TIFF)


def _picture(image: Image.Image, box: Box, shrunk: Shrinking) -> tuple[Image.Image, Size]:
    """The first frame, upright, in the colours of screens."""
    fits(image.size)
    full = image.size
    profile = image.info.get("icc_profile")
    if image.format == "JPEG":
        image.draft("RGB", (box[0] * 2, box[1] * 2))  # decoded at a fraction of its size
    turned = _is_turned(image)
    image = shrunk(_shown(image), box[::-1] if turned else box)
    image = _in_srgb(ImageOps.exif_transpose(image), profile)
    return image, full[::-1] if turned else full


def _face(image: Image.Image, box: Box) -> tuple[Image.Image, Size]:
    """The middle of it as a square, on white."""
    small, full = _picture(image, box, _middle)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")
    return small, full


def _within(image: Image.Image, box: Box) -> Image.Image:
    image.thumbnail(box, reducing_gap=2.0)
    return image


def _middle(image: Image.Image, box: Box) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    small = min(side, *box)
    exif = image.getexif()
    square = image.resize((small, small), Resampling.LANCZOS, (left, top, left + side, top + side), reducing_gap=2.0)
    square.info["exif"] = exif.tobytes() if exif else b""
    return square


def _is_turned(image: Image.Image) -> bool:
    """Whether its EXIF orientation swaps width and height."""
    return image.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _shown(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shines through; what is for print stays CMYK."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    wanted = "RGBA" if alpha else "RGB"
    if image.mode in (wanted, "CMYK"):
        image.load()
        return image
    exif = image.getexif()
    shown = image.convert(wanted)
    shown.info["exif"] = exif.tobytes() if exif else b""
    return shown


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that its profile means; a profile that is junk means nothing."""
    wanted = "RGB" if image.mode == "CMYK" else image.mode
    if profile:
        from PIL import ImageCms

        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            shown = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode=wanted)
            return shown if shown is not None else image.convert(wanted)
    return image.convert(wanted)


def hwp_drawer(mime: str) -> Drawer:
    """The picture of the first page that Hangul itself put into the file."""
    from files.rendering import hwp

    _load_what_comes_late()
    inside = hwp.of_hwpx if mime == "application/hwp+zip" else hwp.of_hwp
    readers = {b"\x89PNG": _png(), b"GIF8": _gif(), b"\xff\xd8\xff\xe0": _jpeg(), b"\xff\xd8\xff\xe1": _jpeg()}

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        body = inside(source)
        if body[:4] not in readers:
            raise Unfit("the picture inside is of another kind")
        return _picture(readers[body[:4]](io.BytesIO(body)), box, _within)

    return draw
