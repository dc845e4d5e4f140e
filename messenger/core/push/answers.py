"""What is pushed, and how it can end."""

import datetime as dt
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from django.utils import timezone

LONGEST_WAIT = 86400


@dataclass(frozen=True, slots=True)
class Push:
    """One notice for a device. `thread` groups notices, `collapse` (32 characters of A-Z a-z 0-9 - _) replaces an
    earlier one; `badge` is the number at the app's icon; `data` says where it leads; `ttl` in seconds."""

    title: str
    body: str
    badge: int
    thread: str
    collapse: str
    ttl: int
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The service has taken it."""


@dataclass(frozen=True, slots=True)
class TokenDead:
    """The device is not there any more: its token will never work again."""

    why: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not now. `seconds` is what the service asked for, 0 if it did not say."""

    why: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Another attempt would end the same way, and the device is not to blame: what is configured is wrong."""

    why: str


Outcome = Delivered | TokenDead | TryLater | Refused


def wait_of(headers: dict[str, str]) -> int:
    """Seconds of a `Retry-After`: a number or a date; nonsense is 0, and nobody makes us wait for more than a day."""
    raw = headers.get("retry-after", "").strip()
    if raw.isascii() and raw.isdigit():
        return min(int(raw[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(raw)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0, min(int((moment - timezone.now()).total_seconds()), LONGEST_WAIT))
