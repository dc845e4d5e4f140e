"""What happened, told after commit. The only way an event leaves a service.

`publish` waits for the commit; a rolled-back transaction tells nobody. Events are hints
(contract 10.5): nothing here may fail a committed request. The hub of this process, if it
runs one, is told directly; every other process hears through the channel layer.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from messenger.core import wire

log = logging.getLogger(__name__)

_names: set[str] = set()


@dataclass(frozen=True, slots=True)
class Event:
    """One frame for the sockets concerned.

    Addressed to `users`, or to the members of `room` as they stand at `epoch` or later; with both,
    to those of the users who are members then.
    `seq` limits it to members who can see that message; `change` is its place in the
    room's order. `without` is a user who does not need it (the typist).
    """

    name: str
    data: dict[str, Any]
    users: tuple[UUID, ...] | None = None
    room: UUID | None = None
    epoch: int = 0
    seq: int | None = None
    change: int | None = None
    without: UUID | None = None
    everybody: bool = False
    text: str = field(default="", compare=False)

    def frame(self) -> str:
        """The frame as text, encoded once however many sockets get it."""
        if not self.text:
            object.__setattr__(self, "text", wire.encode({"event": self.name, "data": self.data}))
        return self.text


@dataclass(frozen=True, slots=True)
class Hangup:
    """Close every socket of these device sessions."""

    device_sessions: tuple[UUID, ...]
    code: int = 4401


Notice = Event | Hangup
_ears: list[Callable[[Notice], None]] = []
_fallback: list[Callable[[Notice], None]] = []


def declare(*names: str) -> None:
    """Register an app's event names; a name has one home."""
    for name in names:
        if name in _names:
            raise ValueError(f"event {name} is declared twice")
        _names.add(name)


def names() -> frozenset[str]:
    """Every declared event name."""
    return frozenset(_names)


def listen(ear: Callable[[Notice], None]) -> Callable[[], None]:
    """Hear every notice of this process after its commit; returns how to stop."""
    _ears.append(ear)
    return lambda: _ears.remove(ear)


def listen_otherwise(ear: Callable[[Notice], None]) -> None:
    """Hear what no ear of this process hears: a process without a hub tells the others itself."""
    _fallback.append(ear)


def publish(notice: Notice) -> None:
    """Tell `notice` after the current transaction commits, or now outside of one."""
    if isinstance(notice, Event) and notice.name not in _names:
        raise ValueError(f"event {notice.name} is not declared")
    transaction.on_commit(lambda: tell(notice), robust=True)


def tell(notice: Notice) -> None:
    """Hand a committed notice to every ear of this process."""
    for ear in tuple(_ears or _fallback):
        try:
            ear(notice)
        except Exception:
            log.exception("an ear failed")
