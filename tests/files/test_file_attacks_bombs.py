"""Small files that want to be large: refused or drawn, within ceilings of memory, processor and time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from files.kinds import PICTURES
from tests.files import bombs, made, measured

MEGABYTE = 1 << 20
REFUSED, DRAWN = "refused", "drawn"

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PNG of 65,000 x 65,000": (lambda: bombs.png(65_000, 65_000), REFUSED),
    "a PNG of 1 x 10^9": (lambda: bombs.png(1, 10**9), REFUSED),
    "a PNG of 49 million pixels in 48 KB": (lambda: bombs.png(7000, 7000, rows=7000), DRAWN),
    "a PNG whose profile unpacks to 1 GB": (bombs.png_with_a_heavy_profile, REFUSED),
    "a PNG with 100 comments of 100 MB": (bombs.png_with_heavy_texts, REFUSED),
    "a PNG of 10^4 frames": (bombs.png_of_many_frames, DRAWN),
    "a JPEG that says 65,500 x 65,500": (lambda: bombs.jpeg(65_500, 65_500), REFUSED),
    "a JPEG that says 7,000 x 7,000": (lambda: bombs.jpeg(7000, 7000), DRAWN),
    "a GIF with a screen of 65,535 x 65,535": (lambda: bombs.gif(65_535, 65_535), REFUSED),
    "a GIF of 10^4 frames": (bombs.gif_of_many_frames, DRAWN),
    "a GIF of 200 frames of 7,000 x 7,000": (lambda: bombs.gif_of_many_frames(7000, 200), DRAWN),
    "a WebP of 16,383 x 16,383": (bombs.webp, REFUSED),
    "a WebP of 10^4 frames": (bombs.webp_of_many_frames, DRAWN),
    "an AVIF that says 65,535 x 65,535": (lambda: bombs.box_sized("avif", 65_535, 65_535), REFUSED),
    "a HEIC that says 65,535 x 65,535": (lambda: bombs.box_sized("heic", 65_535, 65_535), REFUSED),
    "a HEIC that says 7,000 x 7,000": (lambda: bombs.box_sized("heic", 7000, 7000), REFUSED),
    "a PDF whose page unpacks to 1 GB": (bombs.pdf_that_unpacks, REFUSED),
    "a PDF that draws 10^12 forms": (bombs.pdf_that_multiplies, REFUSED),
    "a PDF with a picture of 60,000 x 60,000": (bombs.pdf_with_a_huge_picture, DRAWN),
    "an HWPX whose picture unpacks to 4 GB": (lambda: bombs.zip_of_zeros("Preview/PrvImage.png", hwpx=True), REFUSED),
    "an HWP whose picture says 4 GB": (lambda: made.hwp(made.picture("png"), size=0xFFFFFFFF), REFUSED),
    "an HWP whose sectors are a ring": (lambda: made.hwp(bytes(9000), size=10**7, ring=True), REFUSED),
    "a film with a frame of 65,500 x 65,500": (bombs.film, REFUSED),
    "a list of other files, dressed as a film": (bombs.playlist, REFUSED),
    "a document of 4 GB in 4 MB": (bombs.zip_of_zeros, REFUSED),
    "an archive of 30,000 entries": (bombs.zip_of_many, REFUSED),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bomb_stays_below_every_ceiling(name: str, tmp_path: Path) -> None:
    make, outcome = CASES[name]
    path = made.on_disk(tmp_path, make())
    took = measured.drawn(path, "휴가 사진.hwp")
    assert (REFUSED if took.refused else DRAWN) == outcome, took
    assert took.memory < 530 * MEGABYTE
    assert took.ours < 100 * MEGABYTE
    assert took.cpu < 10
    assert took.seconds < 30
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", made.FORMATS)
def test_a_picture_cut_off_is_refused(ending: str, tmp_path: Path) -> None:
    whole = made.encoded(made.noise(), made.FORMATS[ending])
    took = measured.drawn(made.on_disk(tmp_path, whole[: len(whole) // 2]), f"깨진 사진.{ending}")
    assert took.refused
    assert took.mime in PICTURES
