"""Has attachments scanned. (SCAN writes this.)"""

from files.models import Attachment


def begin(attachment: Attachment) -> None:
    """Have it scanned."""
