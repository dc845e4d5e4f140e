"""Sound files with some bytes changed: drawn or refused, and nothing else ever happens."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from files.kinds import HEAD, kind_of
from files.rendering import NotAPicture, draw, process
from tests.files import made

SOUND: dict[str, Callable[[], bytes]] = {
    **{ending: partial(made.encoded, made.noise(), name) for ending, name in made.FORMATS.items()},
    "pdf": lambda: made.pdf_in_korean("안녕하세요"),
    "hwp": lambda: made.hwp(made.picture("png")),
    "hwpx": lambda: made.hwpx(made.picture("png")),
    "mp4": lambda: made.film("mp4", "h264"),
    "webm": lambda: made.film("webm", "libvpx-vp9"),
    "avi": lambda: made.film("avi", "mpeg4"),
}


def _spoiled(sound: bytes, times: int, chance: random.Random) -> Iterator[bytes]:
    for _ in range(times):
        body = bytearray(sound)
        for _ in range(chance.choice((1, 3, 20, 200))):
            most = len(body) if chance.random() < 0.5 else min(400, len(body))  # headers are where it hurts
            body[chance.randrange(12, most)] = chance.randrange(256)
        yield bytes(body)


@pytest.mark.parametrize(
    "times", [1, pytest.param(50, marks=[pytest.mark.chaos, pytest.mark.timeout(600)])], ids=["short", "long"]
)
@pytest.mark.parametrize("ending", SOUND)
def test_spoiled_files_are_drawn_or_refused(ending: str, times: int) -> None:
    seed = 7 if times == 1 else random.randrange(2**32)
    for body in _spoiled(SOUND[ending](), times, random.Random(seed)):
        with process.scratch() as source:
            source.write(body)
            source.flush()
            try:
                draw(source, kind_of(body[:HEAD], f"파일.{ending}"), (160, 160))
            except NotAPicture:
                continue
            except Exception as error:
                pytest.fail(f"seed {seed}: {error!r}")
