"""What a socket's frames say (contract 10), and how many of them may come."""

from typing import Any

from django.utils import timezone

from messenger.core import wire
from messenger.core.errors import Invalid, Refusal


class UnknownOp(Invalid):
    """An op that the contract does not know."""


def parsed(text: str | None) -> dict[str, Any]:
    """The JSON object of a frame; bytes and anything else are `Invalid`."""
    frame = wire.decode(text) if text is not None else None
    if not isinstance(frame, dict):
        raise Invalid
    return frame


def request_of(frame: dict[str, Any]) -> tuple[str, Any]:
    """The op that is asked for, and its data."""
    if not isinstance(frame.get("op"), str):
        raise Invalid(op=["string"])
    return frame["op"], frame.get("data", {})


def status_of(data: Any) -> str:
    """What `presence.set` says of its person."""
    status = data.get("status") if isinstance(data, dict) else None
    if status not in ("online", "away"):
        raise Invalid(status=["online | away"])
    return str(status)


def error(ref: Any, refusal: Refusal) -> str:
    """The frame that answers with a refusal."""
    return wire.encode({"event": "ERROR", "ref": ref, "data": refusal.as_wire()})


class FrameRate:
    """Frames of one socket: `amount` in `seconds`; twice that many refused ones in a row are too many."""

    __slots__ = ("_amount", "_began", "_refused", "_seconds", "_used")

    def __init__(self, amount: int, seconds: int) -> None:
        self._amount, self._seconds = amount, seconds
        self._began, self._used, self._refused = 0.0, 0, 0

    def allows(self) -> bool:
        """Count a frame; whether it is within the rate."""
        now = timezone.now().timestamp()
        if now - self._began >= self._seconds:
            if self._used <= self._amount:
                self._refused = 0
            self._began, self._used = now, 0
        self._used += 1
        if self._used <= self._amount:
            return True
        self._refused += 1
        return False

    def goes_on(self) -> bool:
        """Whether so many were refused that nobody listens at the other end."""
        return self._refused > 2 * self._amount
