"""How much of the exhaustive is tried each time: `python -m tests exhaustive` tries all of it.

Doors × values are more requests than a run should wait for. Each door then gets a share of the values and each
value a share of the doors, by their names, so that the same is tried each time and nothing is left out for all.
"""

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection

EXHAUSTIVE = bool(os.environ.get("TESTS_EXHAUSTIVE"))
T = TypeVar("T")


def share(values: Iterable[T], of: str, *, parts: int = 3) -> list[T]:
    """One of `parts` shares of these values, by the name; a third of it on PostgreSQL, which hears it second."""
    if EXHAUSTIVE:
        return list(values)
    if connection.vendor == "postgresql":
        parts *= 3
    return [value for n, value in enumerate(values) if (n + zlib.crc32(of.encode())) % parts == 0]
