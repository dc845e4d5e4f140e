"""Which part of a file a request asks for (RFC 9110, section 14)."""

import re

from messenger.core.errors import Refusal

_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,19})\s*-\s*([0-9]{0,19})", re.IGNORECASE)


class RangeNotSatisfiable(Refusal):
    """It begins behind the end. `size` is how long the file is."""

    code = "INVALID_ARGUMENT"
    status = 416


def wanted(header: str, if_range: str, *, size: int, etag: str) -> tuple[int, int] | None:
    """Beginning and length of the one range that `header` asks for; None: the whole file.

    None as well for what we need not understand (several ranges, another unit, nonsense), and for a range of
    a file that is not `if_range` any more. `RangeNotSatisfiable` beyond the end.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or (if_range and if_range.strip() != f'"{etag}"'):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(last, size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeNotSatisfiable(size=size)
    end = min(int(last), size - 1) if last else size - 1
    return start, end - start + 1


def _suffix(last: str, size: int) -> tuple[int, int] | None:
    """The last so many bytes."""
    if not last or (size == 0 and int(last)):
        return None
    if int(last) == 0:
        raise RangeNotSatisfiable(size=size)
    length = min(int(last), size)
    return size - length, length
