"""A client of the messenger as the contract wants one: it keeps what it saw and repairs its gaps.

It writes down everything it was shown. Servers may die under it at any moment.
"""

import asyncio
import contextlib
import hashlib
import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.chaos.history import FAIL, INFO, OK, Shown, Sight

ANSWER_SECONDS = 10.0
PAUSE_SECONDS = 0.1  # before knocking again at a server that is gone
UNSURE = {"UNAVAILABLE", "INTERNAL", "RATE_LIMITED"}

now = time.monotonic


def content(text: str, *, deleted: bool = False) -> str:
    """What a message shows, in short."""
    return "" if deleted else hashlib.sha1(text.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Answer:
    """What came of a call: `OK` with data, `FAIL` for good, or nobody knows."""

    outcome: str
    data: Any = None


@dataclass(eq=False)
class Client:
    """One signed-in device."""

    name: str
    user: str
    token: str
    url: str  # http://127.0.0.1:…
    http: httpx.AsyncClient
    rooms: dict[str, Shown] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)
    sights: list[Sight] = field(default_factory=list)
    seen: Callable[[Any], None] = lambda message: None
    closed_with: int | None = None
    connects: int = 0
    calls: int = 0

    def __post_init__(self) -> None:
        self._behind: set[str] = set()
        self._wake = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._connected = asyncio.Event()
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._calling: dict[str, float] = {}
        self._refs: Iterator[int] = itertools.count(1)
        self._tasks: list[asyncio.Task[None]] = []

    # --- life ------------------------------------------------------------------------------

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._repair())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for result in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    async def _listen(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        address = self.url.replace("http", "ws", 1) + "/ws/v1"
        while self.closed_with != 4401:
            try:
                async with connect(
                    address, additional_headers=headers, max_size=None, ping_interval=None, open_timeout=5, proxy=None
                ) as socket:
                    self.connects += 1
                    self._socket = socket
                    async for raw in socket:
                        self._take(json.loads(raw))
            except websockets.ConnectionClosed as closed:
                self.closed_with = closed.rcvd.code if closed.rcvd else None
            except (OSError, TimeoutError, websockets.WebSocketException):
                pass
            finally:
                self._hang()
            await asyncio.sleep(PAUSE_SECONDS)

    def _hang(self) -> None:
        self._socket = None
        self._connected.clear()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result(Answer(INFO))
        self._waiting.clear()

    def waits(self) -> str:
        """What this device waits for, in short; empty: nothing."""
        parts = [*([] if self._connected.is_set() else ["a connection"]), *(f"op {ref}" for ref in self._waiting)]
        parts += [f"a call since {now() - began:.0f} s: {path}" for path, began in self._calling.items()]
        return ", ".join(parts)

    # --- what comes in ---------------------------------------------------------------------

    def _take(self, frame: dict[str, Any]) -> None:
        event, data = frame["event"], frame.get("data")
        match event:
            case "HELLO":
                for room in self.cursors.keys() - data["cursors"].keys():
                    self._lose(room)
                self._compare(data["cursors"])
                self._connected.set()
            case "HEADS":
                self._compare(data["cursors"])
            case "ACK":
                self._answer(frame["ref"], Answer(OK, data))
            case "ERROR":
                self._answer(frame.get("ref"), Answer(INFO if data["code"] in UNSURE else FAIL, data))
            case "MESSAGE_CREATED" | "MESSAGE_UPDATED":
                self._hear(data["message"])
            case "ROOM_CREATED":
                self._compare({data["room"]["roomId"]: data["room"]["lastChange"]})
            case "MEMBER_REMOVED" if data["userId"] == self.user:
                self._lose(data["roomId"])

    def _answer(self, ref: Any, answer: Answer) -> None:
        waiting = self._waiting.pop(ref, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)

    def _compare(self, heads: dict[str, int]) -> None:
        for room, change in heads.items():
            self.rooms.setdefault(room, {})
            if self.cursors.setdefault(room, 0) < change:
                self._fall_behind(room)

    def _fall_behind(self, room: str) -> None:
        self._behind.add(room)
        self._wake.set()

    def _lose(self, room: str) -> None:
        self.cursors.pop(room, None)
        self._behind.discard(room)

    def _hear(self, message: dict[str, Any]) -> None:
        room, change = message["roomId"], message["change"]
        self._keep(message, f"{self.name}/{self.connects}")
        cursor = self.cursors.get(room, 0)
        if change == cursor + 1:
            self.cursors[room] = change
        elif change > cursor:
            self.cursors.setdefault(room, 0)
            self._fall_behind(room)

    def _keep(self, message: dict[str, Any], connection: str = "") -> None:
        room, seq, change, number = message["roomId"], message["seq"], message["change"], message["messageId"]
        shows = content(message["text"], deleted=message["deletedAt"] is not None)
        self.sights.append(Sight(self.name, self.user, room, seq, change, number, shows, now(), connection))
        shown = self.rooms.setdefault(room, {})
        if seq not in shown or shown[seq][0] < change:
            shown[seq] = (change, number, shows)
        self.seen(message)

    # --- repair ----------------------------------------------------------------------------

    async def _repair(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._behind:
                room = self._behind.pop()
                if not await self._catch_up(room):
                    self._behind.add(room)
                    await asyncio.sleep(PAUSE_SECONDS)

    async def _catch_up(self, room: str) -> bool:
        more = True
        while more and room in self.cursors:
            answer = await self.call("GET", f"rooms/{room}/changes?after={self.cursors[room]}&limit=200")
            if answer.outcome == INFO:
                return False
            if answer.outcome == FAIL:  # no member any more
                self._lose(room)
                return True
            for message in answer.data["messages"]:
                self._keep(message)
            if room in self.cursors:
                self.cursors[room] = max(self.cursors[room], answer.data["change"])
            more = answer.data["hasMore"]
        return True

    # --- what goes out ---------------------------------------------------------------------

    async def call(self, method: str, path: str, body: Any = None) -> Answer:
        """A REST call; a server that is not there or not well is `INFO`."""
        headers = {"Authorization": f"Bearer {self.token}"}
        self.calls += 1
        self._calling[path] = now()
        try:
            reply = await self.http.request(method, f"{self.url}/api/v1/{path}", json=body, headers=headers)
        except httpx.TransportError:
            return Answer(INFO)
        finally:
            self._calling.pop(path, None)
        data = reply.json() if reply.content else None
        if reply.status_code >= 500 or reply.status_code == 429:
            return Answer(INFO, data)
        return Answer(OK if reply.status_code < 400 else FAIL, data)

    async def op(self, op: str, data: dict[str, Any]) -> Answer:
        """A socket op and its answer."""
        await self._connected.wait()
        socket, ref = self._socket, next(self._refs)
        if socket is None:
            return Answer(INFO)
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[ref] = waiting
        with contextlib.suppress(websockets.ConnectionClosed):
            await socket.send(json.dumps({"op": op, "ref": ref, "data": data}))
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(waiting, ANSWER_SECONDS)
        self._waiting.pop(ref, None)
        return Answer(INFO)
