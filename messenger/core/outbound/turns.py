"""How many calls go out at a time: so that previews are no way to flood anybody."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from messenger.core.outbound.errors import Failed

MOST_AT_ONCE = 4  # of this process
MOST_OF_A_HOST = 2

_free = Condition()
_calling: Counter[str] = Counter()


@contextmanager
def taken(host: str, seconds: float) -> Iterator[None]:
    """Wait for a turn at this host, at most so long: then `Failed("BUSY")`."""
    with _free:
        if not _free.wait_for(lambda: _calling.total() < MOST_AT_ONCE and _calling[host] < MOST_OF_A_HOST, seconds):
            raise Failed("BUSY")
        _calling[host] += 1
    try:
        yield
    finally:
        with _free:
            _calling[host] -= 1
            if not _calling[host]:
                del _calling[host]
            _free.notify_all()
