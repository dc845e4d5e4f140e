"""What can be read of a file without opening it. (RENDER writes this.)"""

from typing import Any

from files.models import Attachment


def text_of(attachment: Attachment) -> dict[str, Any]:
    """`{text, truncated, encoding}`."""
    raise NotImplementedError
