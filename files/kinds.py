"""What a file is by its bytes (contract 6): never by what its sender says.

What is active in a browser (SVG, HTML, XML, scripts) is `text/plain`, because as text it does nothing. What is
not known is `application/octet-stream`. The client's word decides only whether a container of sound and film
is listened to or watched.
"""

import codecs
import re
from pathlib import PurePosixPath

HEAD = 65536  # bytes from the beginning that are enough to tell

OCTETS = "application/octet-stream"
TEXT = "text/plain"
PDF = "application/pdf"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
HWP = frozenset({"application/x-hwp", "application/hwp+zip"})

# What pictures are made of (decision 0018). Others, such as TIFF and PSD, keep their name and get no picture.
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic"})
FILMS = frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-msvideo"})

# The bytes at the beginning, and the kind.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"%PDF-", PDF),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"(\xb5/\xfd", "application/zstd"),
    (b"ALZ\x01", "application/x-alz"),
    (b"EGGA", "application/x-egg"),
    (b"HWP Document File V", "application/x-hwp"),  # before version 5
)
_AMBIGUOUS = frozenset({b"BM", b"ID3", b"BZh", b"\x1f\x8b"})  # short enough to be the beginning of a text

_OFFICE = "application/vnd.openxmlformats-officedocument."
# Files that are folders of files: what lies inside them, and what that makes them.
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_ZIP_MIMES = {
    name.encode(): name
    for name in (
        "application/hwp+zip",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/epub+zip",
    )
}
_OLE_NAMES = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".hwp": "application/x-hwp",
    ".msg": "application/vnd.ms-outlook",
}

# ISO base media files by their brand.
_BRANDS: tuple[tuple[frozenset[bytes], str], ...] = (
    (frozenset({b"avif", b"avis"}), "image/avif"),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}), "image/heic"),
    (frozenset({b"M4A ", b"M4B "}), "audio/mp4"),
    (frozenset({b"qt  "}), "video/quicktime"),
)
_SOUND_TOO = {"video/mp4": "audio/mp4", "video/webm": "audio/webm", "video/ogg": "audio/ogg"}

# What a text must not contain: what is neither written nor shown. A form feed and an escape may be there.
_NOT_WRITTEN = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(head: bytes, filename: str, claimed: str = "") -> str:
    """The MIME type of a file whose first `HEAD` bytes are `head`."""
    found = _magic(head) or _container(head, filename) or (TEXT if encoding_of(head) else OCTETS)
    if claimed.startswith("audio/"):
        found = _SOUND_TOO.get(found, found)
    return found


def encoding_of(head: bytes) -> str | None:
    """How the text that begins so is written: `utf-8-sig`, `utf-16`, `cp949`; None: it is no text. Empty is text."""
    candidates = ["utf-16"] if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8-sig", "cp949"]
    for name in candidates:
        try:
            text = codecs.getincrementaldecoder(name)().decode(head, final=len(head) < HEAD)
        except UnicodeDecodeError:
            continue
        if not _NOT_WRITTEN.search(text):
            return name
    return None


def _magic(head: bytes) -> str | None:
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return TEXT if magic in _AMBIGUOUS and encoding_of(head) else mime
    return None


def _container(head: bytes, filename: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLE_NAMES.get(PurePosixPath(filename).suffix.lower(), OLE)
    if head[4:8] == b"ftyp" and head[:2] == b"\0\0":
        return _by_brand(head[8 : int.from_bytes(head[:4], "big")])
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    return _stream(head)


def _by_brand(brands: bytes) -> str:
    """By the first brand; `mif1` says only that it is a picture, and others say of which kind."""
    if brands[:4] in (b"mif1", b"msf1") and b"avif" in brands:
        return "image/avif"
    return next((mime for known, mime in _BRANDS if brands[:4] in known), "video/mp4")


def _stream(head: bytes) -> str | None:
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"theora" in head[:256] else "audio/ogg"
    if len(head) > 3 and head[0] == 0xFF and head[1] in (0xFB, 0xF3, 0xF2):
        return "audio/mpeg"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    return None


def _zip(head: bytes) -> str:
    """By the names and the `mimetype` entry at its beginning; nothing is unpacked."""
    if head[26:28] == b"\x08\0" and head[30:38] == b"mimetype":
        begin = 38 + int.from_bytes(head[28:30], "little")
        said = re.match(rb"[a-z.+/-]*", head[begin : begin + 100])
        return _ZIP_MIMES.get(said[0] if said else b"", ZIP)
    names = _names(head)
    if b"[Content_Types].xml" in names or any(name.startswith(b"_rels/") for name in names):
        for folder, mime in _IN_ZIP:
            if any(name.startswith(folder) for name in names):
                return mime
    return ZIP


def _names(head: bytes) -> list[bytes]:
    """The names of the entries that begin in `head`."""
    found = []
    at = head.find(b"PK\x03\x04")
    while at >= 0:
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        found.append(head[at + 30 : at + 30 + length])
        at = head.find(b"PK\x03\x04", at + 30)
    return found
