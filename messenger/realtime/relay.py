"""Carries notices between processes over the channel layer: one message a process, best effort.

Redis may be slow, empty or gone: forwarding has its own task and a bounded queue, so that
nothing waits for it (contract 10.5). An in-memory layer reaches nobody else and is not asked.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

from messenger.core.events import Hangup, Notice
from messenger.realtime import beside
from messenger.realtime.packing import pack, unpack

log = logging.getLogger(__name__)

GROUP = "hubs"
MOST_WAITING = 10_000
RETRY_SECONDS = 1.0
SEND_SECONDS = 2.0


class Relay:
    """One a process. `deliver(notice)` takes what other processes tell."""

    def __init__(self, deliver: Callable[[Notice], None]) -> None:
        self._deliver = deliver
        self._origin = uuid.uuid4().hex
        self._waiting: deque[dict[str, Any]] = deque(maxlen=MOST_WAITING)
        self._wake = asyncio.Event()
        self._asides: dict[str, Callable[[str, Any], None]] = {}
        layer = get_channel_layer()
        self._beside = beside.listen(deliver) if isinstance(layer, InMemoryChannelLayer) else None
        self._layer = None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer
        self._tasks = (
            []
            if self._layer is None
            else [
                asyncio.create_task(self._forward_all()),
                asyncio.create_task(self._receive_all()),
            ]
        )

    def forward(self, notice: Notice) -> None:
        """Tell the other processes."""
        if self._layer is not None:
            self._put({"notice": pack(notice), "text": "" if isinstance(notice, Hangup) else notice.frame()})

    def say(self, kind: str, data: Any) -> None:
        """Tell the other processes something that is no event, such as who is here."""
        if self._layer is not None:
            self._put({"aside": kind, "data": data})

    def on(self, kind: str, hear: Callable[[str, Any], None]) -> None:
        """Hear what other processes `say`: called with the process's name and the data."""
        self._asides[kind] = hear

    def stop(self) -> None:
        """Stop forwarding and receiving."""
        if self._beside is not None:
            self._beside.stop()
        for task in self._tasks:
            if not task.get_loop().is_closed():
                task.cancel()

    def _put(self, message: dict[str, Any]) -> None:
        self._waiting.append({"type": "hub.notice", "origin": self._origin, **message})
        self._wake.set()

    async def _forward_all(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                message = self._waiting.popleft()
                try:
                    await self._layer.group_send(GROUP, message)  # type: ignore[union-attr]
                except Exception:
                    log.warning("the channel layer did not take a notice", exc_info=True)
                    await asyncio.sleep(RETRY_SECONDS)

    async def _receive_all(self) -> None:
        layer = self._layer
        if layer is None:
            return
        while True:
            try:
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    self._take(await layer.receive(channel))
            except Exception:
                log.warning("the channel layer cannot be heard", exc_info=True)
                await asyncio.sleep(RETRY_SECONDS)

    def _take(self, message: dict[str, Any]) -> None:
        if message["origin"] == self._origin:
            return
        if "aside" in message:
            hear = self._asides.get(message["aside"])
            if hear is not None:
                hear(message["origin"], message["data"])
        else:
            self._deliver(unpack(message["notice"], message["text"]))


def tell_from_outside(notice: Notice) -> None:
    """For processes that serve nobody, such as workers and commands: hand a notice on at once.

    To the channel layer, which gets two seconds for it; without Redis to the server beside us.
    """
    layer = get_channel_layer()
    if layer is None or isinstance(layer, InMemoryChannelLayer):
        beside.tell(notice)
        return
    text = "" if isinstance(notice, Hangup) else notice.frame()
    message = {"type": "hub.notice", "origin": "", "notice": pack(notice), "text": text}

    async def send() -> None:
        await asyncio.wait_for(layer.group_send(GROUP, message), SEND_SECONDS)

    async_to_sync(send)()
