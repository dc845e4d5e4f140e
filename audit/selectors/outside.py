"""Reads: the checkpoints that were kept outside the database."""

from pathlib import Path
from typing import Any

from django.conf import settings

from audit import offline

OFF = "off"


def file() -> Path | None:
    """Where checkpoints are kept on the disk, if they are."""
    return None if settings.AUDIT_CHECKPOINT_FILE in ("", OFF) else Path(settings.AUDIT_CHECKPOINT_FILE)


def in_the_file() -> list[dict[str, Any]]:
    """What stands there; a line that makes no sense is no checkpoint."""
    path = file()
    if path is None or not path.exists():
        return []
    return list(offline.read_checkpoints(path))
