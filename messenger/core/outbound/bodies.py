"""Reads bodies: counted after decompression, and of the type they say they are."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from messenger.core.outbound.errors import Failed

MOST_RATIO = 20  # what unpacks to more than this many times its size is a bomb
_RATIO_FROM = 64 << 10
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<[\x00]?[!?a-zA-Z]")


@dataclass(frozen=True)
class Kind:
    """What is asked for: the types it may have, each with the test of its first bytes, and how much of it.

    `cut` says that the beginning will do; otherwise more than `most` bytes are a failure.
    """

    types: Mapping[str, Callable[[bytes | bytearray], bool]]
    most: int
    cut: bool = False


def _begins(*signatures: bytes) -> Callable[[bytes | bytearray], bool]:
    return lambda body: body.startswith(signatures)


def _is_markup(body: bytes | bytearray) -> bool:
    return bool(_MARKUP.match(body))


PAGE = Kind({"text/html": _is_markup, "application/xhtml+xml": _is_markup}, 512 << 10, cut=True)
PICTURE = Kind(
    {
        "image/png": _begins(b"\x89PNG\r\n\x1a\n"),
        "image/jpeg": _begins(b"\xff\xd8\xff"),
        "image/gif": _begins(b"GIF87a", b"GIF89a"),
        "image/webp": lambda body: body[:4] == b"RIFF" and body[8:12] == b"WEBP",
    },
    5 << 20,
)


def read(pieces: Iterable[bytes], encoding: str, kind: Kind, mime: str) -> bytes:
    """The body, unpacked; `Failed` if it is too large or not what its header says."""
    body = bytearray()
    for piece in _unpacked(pieces, encoding, kind.most):
        body += piece
        if len(body) > kind.most:
            if not kind.cut:
                raise Failed("TOO_LARGE")
            del body[kind.most :]
            break
    if not kind.types[mime](body):
        raise Failed("TYPE")
    return bytes(body)


def _unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Failed("ENCODING")
    unpacker = zlib.decompressobj(wbits=47 if encoding != "deflate" else zlib.MAX_WBITS)
    packed = unpacked = 0
    for piece in pieces:
        packed += len(piece)
        try:
            found = unpacker.decompress(piece, most + 1)
        except zlib.error:
            raise Failed("ENCODING") from None
        unpacked += len(found)
        if unpacked > max(_RATIO_FROM, packed * MOST_RATIO):
            raise Failed("TOO_LARGE")
        yield found
        if unpacker.eof:
            return
    raise Failed("ENCODING")  # it broke off
