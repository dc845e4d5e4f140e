"""The child that draws: `files.rendering.process` starts it, the open file on 0, its answer on 1 (decision 0018).

The answer is one line of JSON, and after it the picture. A file that no picture can be made of is an answer too,
`{"unfit": "why"}`; anything else that happens ends the process, and whoever waits sees how.
"""

import json
import os
import sys
from dataclasses import replace
from typing import Any

from files.rendering.confine import MEGABYTE, UNFENCED, Limits, end_with_parent, limit, only_files
from files.rendering.syscalls import only_computing

_MOST = Limits(memory=512 * MEGABYTE, cpu_seconds=10, file_bytes=16 * MEGABYTE)
_THREADED = ("image/heic",)  # their decoders do nothing without a thread
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")


def main() -> None:
    """`PARENT MIME WIDTH HEIGHT [square]`"""
    parent, mime, width, height, *shape = sys.argv[1:]
    end_with_parent(int(parent))
    answer = os.dup(1)
    os.dup2(2, 1)  # what decoders print is no answer
    limit(_MOST if mime not in _THREADED else replace(_MOST, processes=None))
    with os.fdopen(answer, "wb") as out:
        out.write(_answer(mime, (int(width), int(height)), square=bool(shape)))


def _answer(mime: str, box: tuple[int, int], *, square: bool) -> bytes:
    import io

    from files.rendering import bounds, drawing

    try:
        draw = drawing.drawer(mime, square=square)
    except bounds.Unfit as unfit:
        return _line(unfit=str(unfit))
    kept_from_files = only_files(read=_FONTS if mime == "application/pdf" else ())
    if not only_computing(opening=kept_from_files, threads=mime in _THREADED) and not kept_from_files:
        os._exit(UNFENCED)
    body = io.BytesIO()
    try:
        with os.fdopen(os.dup(0), "rb") as source:
            image, full = draw(source, box)
            drawing.save(image, body)
    except bounds.Unfit as unfit:
        return _line(unfit=str(unfit))
    except Exception as error:  # a decoder may raise anything at all
        return _line(unfit=type(error).__name__)  # what it says may be what somebody wrote
    said = {"width": image.width, "height": image.height, "full": full}
    return _line(**said) + body.getvalue()


def _line(**said: Any) -> bytes:
    return json.dumps(said).encode() + b"\n"
