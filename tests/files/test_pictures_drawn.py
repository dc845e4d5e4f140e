"""Small pictures: of every kind that can be seen, upright, and with nothing in them but pixels (decision 0018)."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from files import rendering
from files.kinds import HEAD, kind_of
from files.rendering import NotAPicture, Picture, picture_of
from tests.files import made

UPRIGHT = ["red", "green", "blue", "blue"]


def drawn(body: bytes, filename: str, box: tuple[int, int] = (160, 160)) -> Picture:
    """A picture of any file, as a worker has it made."""
    with io.BytesIO(body) as source, rendering.process.scratch() as scratch:
        scratch.write(source.read())
        scratch.flush()
        return rendering.draw(scratch, kind_of(body[:HEAD], filename), box)


@pytest.mark.parametrize("ending", made.FORMATS)
def test_a_picture_becomes_a_small_one(ending: str) -> None:
    picture = drawn(made.picture(ending), f"회식 사진.{ending}")
    assert (picture.width, picture.height) == (160, 100)
    assert (picture.full_width, picture.full_height) == (320, 200)
    image = made.opened(picture.body)
    assert image.size == (160, 100)
    assert made.corners(image) == UPRIGHT


@pytest.mark.parametrize(
    ("ending", "codec"),
    [("mp4", "h264"), ("mov", "h264"), ("webm", "libvpx-vp9"), ("mkv", "libx265"), ("avi", "mpeg4")],
)
def test_a_film_shows_one_of_its_frames(ending: str, codec: str) -> None:
    picture = drawn(made.film(ending, codec, frames=36), f"워크숍 영상.{ending}")
    assert (picture.width, picture.height, picture.full_width, picture.full_height) == (160, 100, 320, 200)
    assert made.corners(made.opened(picture.body)) == UPRIGHT


def test_a_film_of_a_telephone_held_upright_stands_upright() -> None:
    lying = made.quarters(200, 320).transpose(Image.Transpose.ROTATE_90)
    picture = drawn(made.held_upright(made.film("mp4", "h264", 320, 200, image=lying)), "영상.mp4")
    assert (picture.width, picture.height, picture.full_width, picture.full_height) == (100, 160, 200, 320)
    assert made.corners(made.opened(picture.body)) == UPRIGHT


def test_a_pdf_shows_its_first_page() -> None:
    picture = drawn(made.pdf(), "계약서.pdf")
    assert (picture.width, picture.height) == (160, 100)
    assert made.corners(made.opened(picture.body)) == UPRIGHT


@pytest.mark.parametrize("kind", ["hwp", "hwp, a large picture", "hwp, an old one", "hwpx", "hwpx, a photo"])
def test_a_file_of_hangul_shows_the_page_that_hangul_drew(kind: str) -> None:
    inside = {
        "hwp": made.picture("png"),
        "hwp, a large picture": made.picture("png") + bytes(9000),
        "hwp, an old one": made.picture("gif"),
        "hwpx": made.picture("png"),
        "hwpx, a photo": made.picture("jpg"),
    }[kind]
    body = made.hwp(inside) if kind.startswith("hwp,") or kind == "hwp" else made.hwpx(inside, _name(inside))
    picture = drawn(body, "공문.hwp")
    assert (picture.width, picture.height) == (160, 100)
    assert made.corners(made.opened(picture.body)) == UPRIGHT


def _name(inside: bytes) -> str:
    return "Preview/PrvImage." + ("png" if inside.startswith(b"\x89PNG") else "jpg")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    undone = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = made.quarters()
    if orientation in undone:
        image = image.transpose(undone[orientation])
    picture = picture_of(made.encoded(image, "JPEG", exif=made.exif(orientation)), (160, 160))
    assert (picture.width, picture.height, picture.full_width, picture.full_height) == (160, 100, 320, 200)
    assert made.corners(made.opened(picture.body)) == UPRIGHT


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif", "heic"])
def test_place_camera_and_profile_stay_behind(ending: str) -> None:
    profile = b"\0" * 100 + b"MARU-PROFILE"
    body = made.picture(ending, exif=made.exif().tobytes(), icc_profile=profile)
    assert b"MARU-CAMERA" in body
    small = picture_of(body, (160, 160)).body
    for trace in (b"MARU", b"EXIF", b"Exif", b"ICCP", b"XMP", b"GPS"):
        assert trace not in small
    image = made.opened(small)
    assert not image.getexif()
    assert image.info.get("icc_profile") is None


def test_the_first_frame_of_what_moves() -> None:
    frames = [made.quarters(), Image.new("RGB", (320, 200), made.GREEN)]
    for name in ("GIF", "WEBP", "AVIF", "PNG"):
        body = made.encoded(frames[0], name, save_all=True, append_images=frames[1:], duration=100)
        assert made.corners(made.opened(picture_of(body).body)) == UPRIGHT


def test_what_shines_through_goes_on_doing_so() -> None:
    image = made.quarters().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for body in (made.encoded(image), made.encoded(image, "WEBP"), made.encoded(image.quantize(64))):
        assert made.opened(picture_of(body).body).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_to_write_colours_is_understood(mode: str) -> None:
    image = Image.linear_gradient("L").resize((300, 200))
    image = image.convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else image.convert(mode)
    picture = picture_of(made.encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    found: Any = made.opened(picture.body).convert("L").getextrema()
    assert found == (pytest.approx(0, abs=12), pytest.approx(255, abs=12))


def test_a_small_picture_is_not_blown_up() -> None:
    picture = picture_of(made.picture("png", 16, 10))
    assert (picture.width, picture.height) == (16, 10)


def test_a_strip_keeps_a_pixel_of_its_width() -> None:
    picture = picture_of(made.encoded(Image.new("RGB", (60_000, 2), made.RED)), (400, 300))
    assert (picture.width, picture.height) == (400, 1)


def test_the_bytes_decide_and_not_the_ending(tmp_path: Path) -> None:
    assert drawn(made.picture("png"), "사진.pdf").width == 160
    assert picture_of(made.on_disk(tmp_path, made.picture("webp"))).full_width == 320


@pytest.mark.parametrize("body", [b"", b"hello", made.pdf(), b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(NotAPicture):
        picture_of(body)


def test_hangul_in_a_pdf_is_drawn_with_the_fonts_of_the_machine() -> None:
    if not any(Path("/usr/share/fonts").glob("**/*Nanum*")):
        pytest.skip("no Korean font")
    found: Any = made.opened(drawn(made.pdf_in_korean("안녕하세요"), "공문.pdf").body).convert("L").getextrema()
    assert found[0] < 100


def test_colours_are_those_that_the_profile_means() -> None:
    swapped = made.profile_that_swaps_red_and_blue()
    for ending in ("jpg", "png", "webp", "heic"):
        picture = picture_of(made.picture(ending, icc_profile=swapped))
        assert made.corners(made.opened(picture.body)) == ["blue", "green", "red", "red"]
