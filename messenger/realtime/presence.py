"""Who is here: `online`, `away` or `offline`, over all processes (contract 12).

Nobody stores it. Each process knows its sockets, tells the others what changed and, on a clock,
everything; a process that falls silent is forgotten.
"""

import asyncio
import time
from typing import Any
from uuid import UUID

from messenger.core.events import Event, declare
from messenger.realtime.hub import Hub

declare("PRESENCE_UPDATED")

ONLINE, AWAY, OFFLINE = "online", "away", "offline"
BEAT_SECONDS = 10.0
FORGOTTEN_AFTER = 30.0
# Somebody whose page reloads is not gone.
LINGER_SECONDS = 3.0
# Each change is told to everybody: somebody who goes to and fro is told about once in so many seconds.
REST_SECONDS = 1.0
# Presence for everybody costs the square of the people; beyond this many sockets a client asks when it looks.
MOST_SOCKETS_TOLD = 500


class Presence:
    """The presence of everybody, as this process knows it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._shown: dict[str, str] = {}
        self._elsewhere: dict[str, tuple[float, dict[str, str]]] = {}
        self._resting: dict[UUID, bool] = {}  # who was just told about; whether they changed again meanwhile
        hub.relay.on("presence", self._hear)

    def everybody(self) -> dict[str, str]:
        """`{userId: status}` of those who are not offline."""
        return dict(self._shown)

    def changed(self, user_id: UUID) -> None:
        """A socket of this person came, went or changed its status."""
        if not self._hub.by_user.get(user_id):
            self._hub.loop.call_later(LINGER_SECONDS, self._gone, user_id)
        elif user_id in self._resting:
            self._resting[user_id] = True
        else:
            self._resting[user_id] = False
            self._hub.loop.call_later(REST_SECONDS, self._rested, user_id)
            self._look_again(str(user_id))
            self._say()

    def _rested(self, user_id: UUID) -> None:
        if self._resting.pop(user_id):
            self.changed(user_id)

    def _gone(self, user_id: UUID) -> None:
        self._look_again(str(user_id))
        self._say()

    async def beat(self) -> None:
        """Tell the other processes who is here, and forget those that fell silent."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self._say()
            limit = time.monotonic() - FORGOTTEN_AFTER
            for process in [p for p, (heard, _people) in self._elsewhere.items() if heard < limit]:
                _heard, people = self._elsewhere.pop(process)
                for user_id in people:
                    self._look_again(user_id)

    def _say(self) -> None:
        self._hub.relay.say("presence", self._here())

    def _here(self) -> dict[str, str]:
        return {str(user_id): _best(s.status for s in sockets) for user_id, sockets in self._hub.by_user.items()}

    def _hear(self, process: str, people: Any) -> None:
        _heard, before = self._elsewhere.get(process, (0.0, {}))
        self._elsewhere[process] = (time.monotonic(), people)
        for user_id in before.keys() | people.keys():
            self._look_again(user_id)

    def _look_again(self, user_id: str) -> None:
        statuses = [people.get(user_id, OFFLINE) for _heard, people in self._elsewhere.values()]
        statuses += [socket.status for socket in self._hub.by_user.get(UUID(user_id), ())]
        status = _best(statuses)
        if self._shown.get(user_id, OFFLINE) == status:
            return
        if status == OFFLINE:
            self._shown.pop(user_id, None)
        else:
            self._shown[user_id] = status
        if sum(len(sockets) for sockets in self._hub.by_user.values()) <= MOST_SOCKETS_TOLD:
            event = Event("PRESENCE_UPDATED", {"userId": user_id, "status": status}, everybody=True)
            self._hub.deliver(event)


def _best(statuses: Any) -> str:
    found = set(statuses)
    return ONLINE if ONLINE in found else AWAY if AWAY in found else OFFLINE
