"""The harmless test virus in everything it could be sent in. Made here: no file of ours is one."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import clamd

EICAR = bytes(clamd.EICAR)


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def tarred(how: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=how) as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo("eicar.com")
        member.size = len(EICAR)
        archive.addfile(member, io.BytesIO(EICAR))
    return out.getvalue()


def mailed() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@company.example", "b@company.example", "첨부"
    mail.set_content("보세요")
    mail.add_attachment(EICAR, maintype="application", subtype="octet-stream", filename="eicar.com")
    return mail.as_bytes()


def nested(layers: int) -> bytes:
    content = EICAR
    for layer in range(layers):
        content = zipped((f"{layer}.zip", content))
    return content


def document() -> bytes:
    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(
        ("[Content_Types].xml", types),
        ("word/document.xml", b"<w:document/>"),
        ("word/embeddings/oleObject1.bin", EICAR),
    )


def locked() -> bytes:
    """Marked as encrypted, as an archive with a password is: nobody can look inside."""
    archive = bytearray(zipped(("eicar.com", EICAR)))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.index(signature) + flags
        struct.pack_into("<H", archive, at, struct.unpack_from("<H", archive, at)[0] | 1)
    return bytes(archive)


def behind(padding: int) -> bytes:
    """The last member of an archive, after so many bytes of nothing."""
    return zipped(("padding.bin", bytes(padding)), ("eicar.com", EICAR), how=zipfile.ZIP_STORED)


def bomb(unpacked: int) -> bytes:
    """Small to send, large to unpack, and the virus behind it."""
    return zipped(("zeros.bin", bytes(unpacked)), ("eicar.com", EICAR))


WRAPPINGS: dict[str, Callable[[], bytes]] = {
    "as it is": lambda: EICAR,
    "zip": lambda: zipped(("eicar.com", EICAR)),
    "zip in zip in zip": lambda: nested(3),
    "tar": tarred,
    "tar.gz": lambda: tarred("w:gz"),
    "gz": lambda: gzip.compress(EICAR),
    "bz2": lambda: bz2.compress(EICAR),
    "xz": lambda: lzma.compress(EICAR),
    "mail": mailed,
    "docx": document,
    "encrypted zip": locked,
    "behind 20 MB": lambda: behind(20 << 20),
}
