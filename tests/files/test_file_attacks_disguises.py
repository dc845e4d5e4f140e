"""Files that are not what they say, or two things at once: what is shown of them is pixels."""

from pathlib import Path

import pytest

from files.kinds import PICTURES
from tests.files import bombs, made, measured

SCRIPT = b"=1;/*EVIL*/alert(document.cookie);"


def _zip() -> bytes:
    return bombs.zip_of_many(3)


@pytest.mark.parametrize("name", bombs.others())
def test_what_we_do_not_draw_reaches_no_decoder(name: str, tmp_path: Path) -> None:
    took = measured.drawn(made.on_disk(tmp_path, bombs.others()[name]), "사진.jpg")
    assert took.refused.startswith("no picture is made of")
    assert took.mime not in PICTURES
    assert took.cpu == 0  # no child was started


def test_a_picture_of_two_shows_its_first(tmp_path: Path) -> None:
    took = measured.drawn(made.on_disk(tmp_path, bombs.multi_picture()), "스테레오.mpo")
    assert (took.mime, took.width, took.height) == ("image/jpeg", 320, 200)


@pytest.mark.parametrize(
    "body",
    [
        b"GIF89a/*" + made.picture("gif")[8:] + b"*/" + SCRIPT,
        made.picture("jpg") + _zip() + SCRIPT,
        made.picture("png") + SCRIPT,
        made.pdf("0 0 10 10 re f") + b"<html><script>EVIL</script></html>",
        bombs.pdf_that_acts(),
        made.picture("jpg", exif=b"Exif\0\0" + b"EVIL" * 1000),
        made.picture("jpg", icc_profile=b"EVIL" * 1000),
        made.encoded(made.quarters().convert("CMYK"), "JPEG", icc_profile=bytes(range(256)) * 8),
    ],
    ids=["GIF/JS", "JPEG/ZIP", "PNG/JS", "PDF/HTML", "PDF that acts", "EXIF junk", "ICC junk", "CMYK with junk"],
)
def test_of_what_is_two_things_only_the_pixels_come_through(body: bytes, tmp_path: Path) -> None:
    took = measured.drawn(made.on_disk(tmp_path, body), "사진.png")
    assert not took.evil
    assert took.refused or took.width


@pytest.mark.parametrize("ending", made.FORMATS)
def test_a_wrong_ending_changes_nothing(ending: str, tmp_path: Path) -> None:
    took = measured.drawn(made.on_disk(tmp_path, made.picture(ending)), "계약서.pdf.exe")
    assert (took.width, took.height) == (320, 200)
