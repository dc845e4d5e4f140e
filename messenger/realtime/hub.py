"""The hub: one a process, it holds the local sockets and brings every event to those concerned.

An event is encoded once. Who is concerned is asked of `chat.selectors.audience` with the epoch
that the event carries, so that somebody who was removed before the event was committed cannot
get it, whatever was remembered (decision 0008).
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterable
from uuid import UUID

from channels.db import database_sync_to_async

from chat.selectors import audience
from messenger.core import events
from messenger.core.bridge import bridge
from messenger.core.events import Event, Hangup, Notice
from messenger.realtime.order import RoomOrder
from messenger.realtime.relay import Relay
from messenger.realtime.socket import Socket

log = logging.getLogger(__name__)

SIGNED_OUT, UNCHECKED = 4401, 1013  # what a socket is told when it ends; 1013: come back later
PATIENCE = 0.1  # seconds an early event waits for the one before it


class Hub:
    """Lives on the event loop that serves the sockets; `hear` may be called from any thread."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.by_user: dict[UUID, set[Socket]] = defaultdict(set)
        self.by_device: dict[UUID, set[Socket]] = defaultdict(set)
        self._order = RoomOrder()
        self._heard: deque[Notice] = deque()
        self._bridge = bridge()
        self._held: dict[UUID, list[Event]] = {}  # rooms whose audience is being read
        self.relay = Relay(self.deliver)
        self._stop_listening = events.listen(self.hear)

    # --- sockets ---------------------------------------------------------------------------

    def add(self, socket: Socket) -> None:
        """From now on it gets what concerns its person."""
        self.by_user[socket.user_id].add(socket)
        self.by_device[socket.device_session_id].add(socket)

    def remove(self, socket: Socket) -> None:
        """The connection is gone."""
        for index, key in ((self.by_user, socket.user_id), (self.by_device, socket.device_session_id)):
            index[key].discard(socket)
            if not index[key]:
                del index[key]

    def sockets(self) -> Iterable[Socket]:
        """Every local socket."""
        return [socket for sockets in self.by_user.values() for socket in sockets]

    # --- events ----------------------------------------------------------------------------

    def hear(self, notice: Notice) -> None:
        """A notice of this process, from whichever thread committed it."""
        self._heard.append(notice)
        self._bridge.call(self._take_in)

    def _take_in(self) -> None:
        while self._heard:
            notice = self._heard.popleft()
            self.relay.forward(notice)
            self.deliver(notice)

    def deliver(self, notice: Notice) -> None:
        """Bring a notice to the local sockets concerned."""
        if isinstance(notice, Hangup):
            self.hang_up(notice.device_sessions, notice.code)
        elif notice.everybody:
            self.push(self.by_user, notice)
        elif notice.users is not None and notice.room is None:
            self.push(notice.users, notice)
        elif notice.change is None:
            self._to_room(notice)
        else:
            self._in_order(notice)

    def _in_order(self, event: Event) -> None:
        ready = self._order.take(event)
        for one in ready:
            self._to_room(one)
        if not ready and self._order.is_waiting(event):
            self.loop.call_later(PATIENCE, self._give_up, event)

    def _give_up(self, event: Event) -> None:
        if event.room is not None and self._order.is_waiting(event):
            for one in self._order.give_up(event.room):
                self._to_room(one)

    def _to_room(self, event: Event) -> None:
        room = event.room
        if room is None:
            return
        if room in self._held:
            self._held[room].append(event)
            return
        people = audience.known(room, event.epoch)
        if people is None:
            self._held[room] = [event]
            self.loop.create_task(self._read_audience(room))
            return
        concerned = people.seeing(event.seq)
        if event.users is not None:  # some of the members: who left meanwhile is none of them any more
            concerned = [user_id for user_id in event.users if user_id in people.places]
        self.push(concerned, event)

    async def _read_audience(self, room: UUID) -> None:
        """Read who is in the room, then tell what came in meanwhile. Unreadable: tell nobody."""
        epoch = max(event.epoch for event in self._held[room])
        try:
            await database_sync_to_async(audience.of, thread_sensitive=False)(room, epoch)
        except Exception:
            log.exception("the audience of a room could not be read")
            del self._held[room]
            return
        for event in self._held.pop(room):
            self._to_room(event)

    def push(self, users: Iterable[UUID], event: Event) -> None:
        """Send an event to the local sockets of these people."""
        text = event.frame()
        for user_id in tuple(users):
            if user_id == event.without:
                continue
            for socket in tuple(self.by_user.get(user_id, ())):
                socket.push(text)

    def hang_up(self, device_sessions: Iterable[UUID], code: int) -> None:
        """Close every local socket of these device sessions, at once."""
        for device_session_id in device_sessions:
            for socket in tuple(self.by_device.get(device_session_id, ())):
                socket.hang_up(code)

    def stop(self) -> None:
        """Hear nothing any more."""
        self._stop_listening()
        self.relay.stop()
