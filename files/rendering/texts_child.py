"""The child that reads: as `child` draws, behind the same fences (decision 0018). Open file on 0, answer on 1.

The answer is one line of JSON, `{"truncated": bool}`, and after it the text in UTF-8; or `{"unfit": "why"}`.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from files.rendering.confine import MEGABYTE, UNFENCED, Limits, end_with_parent, limit, only_files
from files.rendering.syscalls import only_computing

_MOST = Limits(memory=512 * MEGABYTE, cpu_seconds=10, file_bytes=64 * MEGABYTE)
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")  # pdfium asks what the letters of a font mean


def main() -> None:
    """`PARENT MIME CHARACTERS`"""
    parent, mime, most = sys.argv[1:]
    end_with_parent(int(parent))
    answer = os.dup(1)
    os.dup2(2, 1)  # what decoders print is no answer
    limit(_MOST)
    with os.fdopen(answer, "wb") as out:
        out.write(_answer(mime, int(most)))


def _answer(mime: str, most: int) -> bytes:
    from files.rendering.words import Enough, Words

    read = _reader(mime)
    kept_from_files = only_files(read=_FONTS if mime == "application/pdf" else ())
    if not only_computing(opening=kept_from_files, threads=False) and not kept_from_files:
        os._exit(UNFENCED)
    words = Words(most)
    try:
        with os.fdopen(os.dup(0), "rb") as source:
            read(source, words)
    except Enough:
        pass
    except Exception as error:  # a decoder may raise anything at all
        return _line(unfit=type(error).__name__)  # what it says may be what somebody wrote
    return _line(truncated=words.truncated) + str(words).encode("utf-8", "ignore")


def _reader(mime: str) -> Callable[[BinaryIO, Any], None]:
    """What reads this kind. Loads its decoder, so that the fences can close before the file is touched."""
    if mime == "application/pdf":
        from files.rendering import texts_pdf

        return texts_pdf.read
    if mime == "application/x-hwp":
        from files.rendering import texts_hwp

        return texts_hwp.read
    from files.rendering import texts_zip

    return texts_zip.reader(mime)


def _line(**said: Any) -> bytes:
    return json.dumps(said).encode() + b"\n"
