"""Keeps a room's message events in the order of `change` on their way to the sockets (contract 10.2).

Events of one room may be told out of order: two requests commit 5 and 6 and tell 6 and 5, or one
comes from another process. What is early waits a moment for what is missing; what comes after a
later one was told is dropped, because the client has seen the gap and asks `/changes`.
"""

from collections import OrderedDict
from uuid import UUID

from messenger.core.events import Event

_KEPT_ROOMS = 5000


class RoomOrder:
    """The order of events of the rooms this process has heard of."""

    def __init__(self) -> None:
        self._told: OrderedDict[UUID, int] = OrderedDict()
        self._early: dict[UUID, dict[int, Event]] = {}

    def take(self, event: Event) -> list[Event]:
        """The events that may be told now that `event` has come; [] if it must wait or is late."""
        room, change = event.room, event.change
        if room is None or change is None:
            return [event]
        told = self._told.get(room)
        if told is not None and change <= told:
            return []
        if told is not None and change > told + 1:
            self._early.setdefault(room, {})[change] = event
            return []
        ready = [event]
        early = self._early.get(room)
        while early and (following := early.pop(change + len(ready), None)):
            ready.append(following)
        self._mark(room, change + len(ready) - 1)
        return ready

    def is_waiting(self, event: Event) -> bool:
        """Whether the event still waits for an earlier one."""
        return event.room is not None and event.change in self._early.get(event.room, ())

    def give_up(self, room: UUID) -> list[Event]:
        """What waited long enough, in order; the missing one is lost and clients repair themselves."""
        early = self._early.pop(room, {})
        ready = [early[change] for change in sorted(early)]
        if ready:
            self._mark(room, ready[-1].change or 0)
        return ready

    def _mark(self, room: UUID, change: int) -> None:
        self._told[room] = change
        self._told.move_to_end(room)
        if not self._early.get(room):
            self._early.pop(room, None)
        if len(self._told) > _KEPT_ROOMS:
            self._told.popitem(last=False)
