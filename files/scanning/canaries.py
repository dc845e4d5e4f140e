"""What a scanner is asked before its word is believed. Made when needed, so that none lies about in the sources."""

import io
import struct
import zipfile
from functools import cache

import clamd

# clamd unpacks at most 100 layers whatever its settings, so it must give up on these, and say so.
LAYERS = 110
_ENCRYPTED = 1  # the flag's bit in a zip entry (APPNOTE 4.4.4)


def eicar() -> bytes:
    """The test file that every scanner finds: 68 harmless characters (eicar.org)."""
    return bytes(clamd.EICAR)


@cache
def layered() -> bytes:
    """The test file in more archives than a scanner unpacks: OK would mean that it passes what it did not see."""
    inner = eicar()
    for _ in range(LAYERS):
        inner = _zipped(inner)
    return inner


@cache
def locked() -> bytes:
    """A harmless archive that says it needs a password."""
    archive = bytearray(_zipped(b"nothing to see"))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.index(signature) + flags
        struct.pack_into("<H", archive, at, struct.unpack_from("<H", archive, at)[0] | _ENCRYPTED)
    return bytes(archive)


def _zipped(inner: bytes) -> bytes:
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", inner)
    return outer.getvalue()
