"""The must-read notice of a message."""

from typing import Any


def must_reads_of(message_ids: list[int]) -> dict[int, dict[str, Any]]:
    """`{message id: what all its readers may see of it}`."""
    return {}
