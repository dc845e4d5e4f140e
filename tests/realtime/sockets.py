"""A client's socket inside the process, and how to act on the database beside it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from channels.db import database_sync_to_async

from accounts.models import User
from messenger.realtime import process
from tests.chat.doors import SOON, Rest, Wire, draft, token_of


async def act(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call something that uses the database, in a thread of its own."""
    return await database_sync_to_async(function, thread_sensitive=False)(*args, **kwargs)


async def settled() -> None:
    """Wait until the hub has brought everything it heard."""
    live = process.live()
    async with asyncio.timeout(SOON):
        while live.hub._heard or live.hub._held or live.hub._order._early:
            await asyncio.sleep(0.005)


class Client:
    """One open socket. `frames` is everything it was sent, in order, but what `take` returned."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._ref = 0
        self.hello: dict[str, Any] = {}
        self.frames: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        """The next frame; a close is `{"close": code}`."""
        output = await self._wire.receive()
        return {"close": output["code"]} if output["type"] == "websocket.close" else dict(json.loads(output["text"]))

    async def take(self, event: str, **data: Any) -> dict[str, Any]:
        """Wait for a frame of this event with these data; what comes before it goes to `frames`."""
        while True:
            frame = await self.next()
            if frame.get("event") == event and data.items() <= frame["data"].items():
                return frame
            assert "close" not in frame, frame
            self.frames.append(frame)

    async def closed(self) -> int:
        """Wait for the close; its code."""
        while True:
            frame = await self.next()
            if "close" in frame:
                return int(frame["close"])
            self.frames.append(frame)

    async def raw(self, text: str | None = None, data: bytes | None = None) -> None:
        await self._wire.send(text, data)

    async def say(self, op: str, data: Any = None) -> int:
        """Send an op; returns its `ref`."""
        self._ref += 1
        frame = {"op": op, "ref": self._ref, **({} if data is None else {"data": data})}
        await self.raw(json.dumps(frame, ensure_ascii=False))
        return self._ref

    async def ask(self, op: str, data: Any = None) -> dict[str, Any]:
        """Send an op and wait for its answer."""
        ref = await self.say(op, data)
        while True:
            frame = await self.next()
            if frame.get("ref") == ref and frame["event"] in ("ACK", "ERROR", "PONG"):
                return frame
            assert "close" not in frame, frame
            self.frames.append(frame)

    async def send(self, room_id: Any, text: str = "안녕하세요", **more: Any) -> dict[str, Any]:
        answer = await self.ask("message.send", {"roomId": str(room_id), **draft(text, **more)})
        assert answer["event"] == "ACK", answer
        return dict(answer["data"])

    async def heard(self) -> list[dict[str, Any]]:
        """Everything that has been sent by now."""
        await settled()
        await self.ask("ping")
        return self.frames

    async def names(self, *without: str) -> list[str]:
        """The events that have been sent by now, without presence and those named."""
        return [f["event"] for f in await self.heard() if f["event"] not in ("PRESENCE_UPDATED", *without)]


@asynccontextmanager
async def connected(user: User, *, token: str = "") -> AsyncIterator[Client]:
    """A socket of `user`, greeted."""
    token = token or await act(token_of, user)
    wire = Wire([(b"authorization", f"Bearer {token}".encode())])
    await wire.connect()
    client = Client(wire)
    client.hello = (await client.next())["data"]
    try:
        yield client
    finally:
        await wire.disconnect()


async def rest(user: User) -> "AsyncRest":
    return AsyncRest(await act(Rest, user))


class AsyncRest:
    """`Rest` for the event loop."""

    def __init__(self, sync: Rest) -> None:
        self._sync = sync

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **kwargs: Any) -> Any:
            return await act(getattr(self._sync, name), *args, **kwargs)

        return call
