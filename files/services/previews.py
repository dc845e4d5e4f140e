"""What can be read of a text file without opening it (contract 6)."""

import codecs
import re
from typing import Any

from files import storage
from files.errors import AttachmentNotFound
from files.kinds import HEAD, TEXT, encoding_of
from files.models import Attachment

# Direction and other invisible characters that make a text read differently from what it is (Trojan Source).
_DECEIVING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_CONTROLS |= dict.fromkeys(range(128, 160), 65533)


def text_of(attachment: Attachment) -> dict[str, Any]:
    """`{text, truncated, encoding}`: the first 64 KiB, with nothing in it that hides, steers or deceives.

    `AttachmentNotFound` for what is no text.
    """
    if attachment.mime != TEXT:
        raise AttachmentNotFound
    try:
        head = b"".join(storage.store().open(attachment.key, 0, min(HEAD, attachment.size)))
    except FileNotFoundError:
        raise AttachmentNotFound from None
    encoding = encoding_of(head)
    if encoding is None:
        raise AttachmentNotFound
    truncated = attachment.size > len(head)
    text = codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)  # as it was judged
    return {"text": harmless(text), "truncated": truncated, "encoding": encoding.removesuffix("-sig")}


def harmless(text: str) -> str:
    """Control characters as their pictures (␛), deceiving ones as �; line ends are `\\n`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _DECEIVING.sub("\ufffd", lines.translate(_CONTROLS))
