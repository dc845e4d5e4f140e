"""How often a session was looked at in this process, and with what result: for those who look after it (contract 9).

A check that cannot be made is no yes: whoever asks gets the database's error, and its door stays closed.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError

UNREACHABLE = (OperationalError, InterfaceError)  # the database is down, restarting or too busy

P = ParamSpec("P")
Found = TypeVar("Found")


@dataclass(slots=True)
class Checks:
    """`checked` counts every look, `refused` those that opened nothing, `failed` those that could not be made."""

    checked: int = 0
    refused: int = 0
    failed: int = 0


_lock = Lock()
requests, sockets = Checks(), Checks()


def count(checks: Checks, *, checked: int = 1, refused: int = 0, failed: int = 0) -> None:
    """Add to one of the counters."""
    with _lock:
        checks.checked += checked
        checks.refused += refused
        checks.failed += failed


def counted(check: Callable[P, Found | None]) -> Callable[P, Found | None]:
    """Count what a check of a request or a handshake finds: None is a refusal."""

    @wraps(check)
    def checking(*args: P.args, **kwargs: P.kwargs) -> Found | None:
        try:
            found = check(*args, **kwargs)
        except UNREACHABLE:
            count(requests, failed=1)
            raise
        count(requests, refused=int(found is None))
        return found

    return checking


def counts() -> dict[str, dict[str, int]]:
    """`{requests: {checked, refused, failed}, sockets: …}` since this process began."""
    with _lock:
        return {"requests": asdict(requests), "sockets": asdict(sockets)}
