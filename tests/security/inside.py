"""A socket of the application itself, without a server in between."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator

from messenger.asgi import application
from messenger.realtime import process

SOON = 10.0
Headers = list[tuple[bytes, bytes]]


async def act(function: Callable[..., Any], *args: Any) -> Any:
    """Call something that uses the database, in a thread of its own."""
    return await database_sync_to_async(function, thread_sensitive=False)(*args)


def stop_live() -> None:
    """End what this event loop's hub has going."""
    if (live := process.current()) is not None:
        live.stop()
    process._live = None


class Client:
    """One open socket."""

    def __init__(self, wire: WebsocketCommunicator) -> None:
        self._wire = wire
        self._ref = 0

    async def next(self) -> dict[str, Any]:
        """The next frame; a close is `{"close": code}`."""
        output = await self._wire.receive_output(SOON)
        return {"close": output["code"]} if output["type"] == "websocket.close" else dict(json.loads(output["text"]))

    async def say(self, op: str, data: Any = None) -> int:
        """Send an op; returns its `ref`."""
        self._ref += 1
        frame = {"op": op, "ref": self._ref, "data": {} if data is None else data}
        await self._wire.send_to(text_data=json.dumps(frame, default=str))
        return self._ref


@asynccontextmanager
async def connected(token: str) -> AsyncIterator[Client]:
    """A socket that was greeted."""
    wire = WebsocketCommunicator(application, "/ws/v1", headers=[(b"authorization", f"Bearer {token}".encode())])
    assert (await wire.connect(timeout=SOON))[0]
    client = Client(wire)
    assert (await client.next())["event"] == "HELLO"
    try:
        yield client
    finally:
        await wire.disconnect(timeout=SOON)


async def turned_away(headers: Headers) -> int:
    """The code with which a handshake is accepted and closed at once (contract 12)."""
    wire = WebsocketCommunicator(application, "/ws/v1", headers=headers)
    await wire.connect(timeout=SOON)
    output = await wire.receive_output(SOON)
    assert output["type"] == "websocket.close", output
    await wire.disconnect(timeout=SOON)
    return int(output["code"])
