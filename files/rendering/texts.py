"""Asks the child what is written in a file, believes little of it, and tidies it for being searched."""

import codecs
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

from files.kinds import HEAD, HWP, PDF, encoding_of
from files.rendering import process
from files.rendering.confine import UNFENCED
from files.rendering.pictures import NotFenced

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DOCUMENTS = HWP | {
    PDF,
    *(
        f"{_OFFICE}{name}"
        for name in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
    ),
    *(f"{_OPEN}{name}" for name in ("text", "spreadsheet", "presentation")),
}  # the kinds that the child reads; plain texts are only decoded
_SECONDS = 30.0  # on the clock; processor seconds are the child's own limit

# What is neither read nor looked for: controls (a database may not even store them), invisible characters, halves
# of a pair, and what stood for letters that could not be decoded.
_NOT_WRITTEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)
_LINE_ENDS = re.compile(r"[^\S\n]*[\n\r\v\f\x85\u2028\u2029]\s*")
_SPACES = re.compile(r"[^\S\n]+")


class NoText(Exception):
    """Nothing can be read in this, now or later; the text says why, for a log."""


@dataclass(frozen=True, slots=True)
class Text:
    """`text` is NFC, one space between words, one `\\n` between lines; `truncated`: there would be more."""

    text: str
    truncated: bool


def written_in(source: IO[bytes], mime: str, most: int) -> Text:
    """The first `most` characters of the open file, which is of the kind `mime`, one of `DOCUMENTS`.

    `source` has a file descriptor. Raises `NoText`, `NotFenced`; OSError when no process can be started,
    RuntimeError if the child itself is broken.
    """
    if mime not in DOCUMENTS:
        raise NoText(f"{mime} is not read")
    source.seek(0)
    with process.scratch() as out:
        ended = process.run(
            "texts_child", [mime, str(most)], source=source.fileno(), out=out.fileno(), seconds=_SECONDS, cwd="/"
        )
        _check(ended)
        out.seek(0)
        return _read(out, most)


def decoded(body: bytes, most: int, *, whole: bool) -> Text:
    """The first `most` characters of a plain text that begins with `body`; `whole`: that is all of it."""
    encoding = encoding_of(body[:HEAD])
    if encoding is None:
        raise NoText("it is no text")
    text = codecs.getincrementaldecoder(encoding)("ignore").decode(body, final=whole)
    return _tidied(text, most, truncated=not whole)


def _check(ended: process.Ended) -> None:
    """What a file does to its child is a signal or no end; any other code is about us."""
    if ended.code == UNFENCED:
        raise NotFenced("this kernel has no fence for who reads")
    if ended.timed_out or ended.code < 0:
        raise NoText(ended.why)
    if ended.code:
        raise RuntimeError(f"the child that reads {ended.why}")


def _read(out: IO[bytes], most: int) -> Text:
    try:
        said = json.loads(out.readline(4096))
        if "unfit" in said:
            raise NoText(str(said["unfit"])[:400])
        truncated = bool(said["truncated"])
    except (ValueError, TypeError, KeyError) as error:
        raise NoText("the child's answer makes no sense") from error
    return _tidied(out.read(4 * most).decode("utf-8", "ignore"), most, truncated=truncated)


def _tidied(text: str, most: int, *, truncated: bool) -> Text:
    text = _NOT_WRITTEN.sub("", unicodedata.normalize("NFC", text))
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text)).strip()
    return Text(text[:most].rstrip(), truncated or len(text) > most)
