"""Asks the child for a picture and believes little of what it answers."""

import io
import json
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import IO, BinaryIO

from files.kinds import FILMS, HEAD, HWP, PDF, PICTURES, kind_of
from files.rendering import process
from files.rendering.confine import UNFENCED
from files.rendering.process import Ended

DRAWN = PICTURES | FILMS | HWP | {PDF}  # the kinds that a picture is made of
MOST_BYTES = 100 << 20  # of a picture; films and PDFs are not read whole
_SECONDS = 30.0  # on the clock; processor seconds are the child's own limit


class NotAPicture(Exception):
    """No picture can be made of this, now or later; the text says why, for a log."""


class NotFenced(NotAPicture):
    """This machine has no fence for who draws, neither Landlock nor seccomp (LibreOffice needs both). Not tried."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP of `width` x `height` pixels; what it shows has `full_width` x `full_height`, upright."""

    body: bytes
    width: int
    height: int
    full_width: int
    full_height: int
    took: Ended = field(compare=False)


def picture_of(source: str | PathLike[str] | bytes, box: tuple[int, int] = (400, 300)) -> Picture:
    """A still picture (JPEG, PNG, GIF, WebP, AVIF, HEIC; told by its bytes) drawn anew, within `box` pixels.

    Raises `NotAPicture`; OSError when the machine cannot start a process.
    """
    with io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb") as file:
        mime = kind_of(file.read(HEAD), "")
        if mime not in PICTURES:
            raise NotAPicture(f"{mime} is no picture")
        file.seek(0)
        with process.scratch() as scratch:
            _copy(file, scratch)
            return draw(scratch, mime, box)


def draw(source: IO[bytes], mime: str, box: tuple[int, int], *, square: bool = False) -> Picture:
    """A picture of the open file, which is of the kind `mime`: itself, its first page, a frame of it.

    `square`: of a still picture its middle, as a square.

    `source` has a file descriptor. Raises as `picture_of`; RuntimeError if the child itself is broken.
    """
    if mime not in DRAWN:
        raise NotAPicture(f"no picture is made of {mime}")
    source.seek(0)
    with process.scratch() as out:
        ended = process.run(
            "child",
            [mime, str(box[0]), str(box[1]), *(["square"] if square else [])],
            source=source.fileno(),
            out=out.fileno(),
            seconds=_SECONDS,
            cwd="/",
        )
        _check(ended)
        out.seek(0)
        return _read(out, box, ended)


def _check(ended: Ended) -> None:
    """What a file does to its child is a signal or no end; any other code is about us."""
    if ended.code == UNFENCED:
        raise NotFenced("this kernel has no fence for who draws")
    if ended.timed_out or ended.code < 0:
        raise NotAPicture(ended.why)
    if ended.code:
        raise RuntimeError(f"the child that draws {ended.why}")


def _read(out: IO[bytes], box: tuple[int, int], ended: Ended) -> Picture:
    try:
        said = json.loads(out.readline(4096))
        if "unfit" in said:
            raise NotAPicture(str(said["unfit"])[:400])
        width, height = _sides(said["width"]), _sides(said["height"])
        full_width, full_height = map(_sides, said["full"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotAPicture("the child's answer makes no sense") from error
    body = out.read()
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP" or width > box[0] or height > box[1]:
        raise NotAPicture("the child's picture makes no sense")
    return Picture(body, width, height, full_width, full_height, ended)


def _sides(value: object) -> int:
    if isinstance(value, int) and 0 < value <= 100_000:
        return value
    raise ValueError(value)


def _copy(source: BinaryIO | IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)
    target.flush()
