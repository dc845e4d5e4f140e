"""People who send over their sockets, each the next message as soon as the last one is acknowledged."""

import itertools
import time
import uuid
from collections.abc import Sequence

import orjson

from bench.machine import GaveUp
from bench.raw import TEXT
from bench.sockets import Crowd, Link

_ACK = b'{"event":"ACK"'
_ERROR = b'{"event":"ERROR"'


class Senders:
    """Counts what was acknowledged."""

    def __init__(self, crowd: Crowd, links: Sequence[Link], rooms: Sequence[str]) -> None:
        self._crowd = crowd
        self._rooms = {link.fd: room for link, room in zip(links, itertools.cycle(rooms), strict=False)}
        self._links = links
        self._sending = False
        self.acknowledged = 0
        for link in links:
            link.hear = self._hear

    def measure(self, seconds: float) -> tuple[float, float]:
        """Messages and delivered frames a second, after half a second of running in."""
        self._sending = True
        for link in self._links:
            self._send(link)
        self._crowd.run_for(min(0.5, seconds))
        acknowledged, frames, began = self.acknowledged, self._crowd.frames, time.perf_counter()
        self._crowd.run_for(seconds)
        passed = time.perf_counter() - began
        sent = self.acknowledged - acknowledged
        delivered = self._crowd.frames - frames - sent
        self._sending = False
        self._crowd.settle()
        return sent / passed, delivered / passed

    def _send(self, link: Link) -> None:
        link.say("message.send", {"roomId": self._rooms[link.fd], "clientMsgId": str(uuid.uuid4()), "text": TEXT})

    def _hear(self, link: Link, payload: bytes) -> None:
        if payload.startswith(_ACK):
            self.acknowledged += 1
            if self._sending:
                self._send(link)
        elif payload.startswith(_ERROR):
            raise GaveUp(f"a send was refused: {orjson.loads(payload)['data']}")
