"""Twenty people write at once, resend, edit, come and go, while somebody breaks what they use."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.chaos import dump
from tests.chaos.client import PAUSE_SECONDS, Answer, Client, content, now
from tests.chaos.history import FAIL, OK, Device, History, Place, Position, Try

PEOPLE = 20
ROOMS = 10
GENEROUS = {f"RATE_LIMITS_{name}": "1000000/1" for name in ("SIGN_IN", "SEND", "REST", "FRAMES")}
SECRET = "every server of a run signs with the same key"
ENVIRONMENT = {
    **GENEROUS,
    "SECRET_KEY": SECRET,
    "ACCESS_TOKEN_SECONDS": "7200",
    "HEADS_SECONDS": "1",
    "LOG_LEVEL": "ERROR",
}

Fault = Callable[[], Awaitable[None]]


@dataclass
class Run:
    """One run: `messages` sends over servers at `urls`, judged by what `database` holds in the end."""

    urls: Sequence[str]
    database: str
    password: str
    messages: int
    seed: int = 1
    acked: int = 0
    clients: list[Client] = field(default_factory=list)
    rooms: dict[str, list[Client]] = field(default_factory=dict)  # the senders among the members
    told: History = field(default_factory=History)
    removed: dict[tuple[str, str], float] = field(default_factory=dict)
    revoked: dict[str, float] = field(default_factory=dict)
    settled_after: float = 0.0

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self._leaving: set[tuple[str, str]] = set()  # who may be refused from now on
        self._own: dict[str, list[tuple[str, int]]] = {}  # whose messages: (room, id)
        self._last_seen: dict[tuple[str, str], int] = {}

    async def __call__(self, faults: Sequence[tuple[float, Fault]] = ()) -> History:
        """Run it. Each fault strikes when its share of the sends is acknowledged."""
        self._given = {row.message for row in await asyncio.to_thread(dump.rows, self.database)}
        async with httpx.AsyncClient(timeout=15, trust_env=False, limits=httpx.Limits(max_connections=100)) as http:
            await self._sign_in(http)
            await self._make_rooms()
            for client in self.clients:
                client.start()
            try:
                async with asyncio.TaskGroup() as work:
                    work.create_task(self._break(faults))
                    work.create_task(self._come_and_go())
                    for sender in self.clients[:PEOPLE]:
                        work.create_task(self._write(sender, self.messages // PEOPLE))
                await self._settle()
                await self._tell()
            finally:
                await asyncio.gather(*(client.stop() for client in self.clients))
        return self.told

    def where_it_stands(self) -> str:
        """For a run that does not end: who waits for what."""
        latest = [(t.outcome, round(now() - t.ended, 1)) for t in self.told.tries[-5:]]
        waiting = {client.name: client.waits() for client in self.clients if client.waits()}
        return f"{self.acked} acknowledged, latest {latest}, waiting {waiting}"

    # --- before ----------------------------------------------------------------------------

    async def _sign_in(self, http: httpx.AsyncClient) -> None:
        """A device for everybody, a second one for some; the last one will be revoked."""
        people = [*range(1, PEOPLE + 1), *range(1, 8)]
        answers = await asyncio.gather(*(self._device(http, number) for number in people))
        for index, (number, body) in enumerate(zip(people, answers, strict=True)):
            user = body["user"]["userId"]
            url = self.urls[index % len(self.urls)]
            client = Client(f"demo{number:03}-{index}", user, body["accessToken"], url, http)
            client.seen = lambda message, user=user: self._note(user, message)  # type: ignore[misc]
            self.clients.append(client)
            self._own.setdefault(user, [])
        self._revocable = answers[-1]["deviceSessionId"]

    async def _device(self, http: httpx.AsyncClient, number: int) -> Any:
        body = {"username": f"demo{number:03}", "password": self.password, "deviceName": "chaos"}
        reply = await http.post(f"{self.urls[0]}/api/v1/device-sessions", json=body)
        assert reply.status_code == 201, reply.text
        return reply.json()

    async def _make_rooms(self) -> None:
        senders = self.clients[:PEOPLE]
        for number in range(ROOMS):
            founder = senders[number]
            members = self.rng.sample([c for c in senders if c is not founder], 3 + number // 2)
            body = {"type": "GROUP", "name": f"{number}", "memberIds": [client.user for client in members]}
            made = await founder.call("POST", "rooms", body)
            assert made.outcome == OK, made
            self.rooms[made.data["roomId"]] = [founder, *members]

    def _note(self, user: str, message: Any) -> None:
        key = (user, message["roomId"])
        self._last_seen[key] = max(self._last_seen.get(key, 0), message["messageId"])

    # --- meanwhile -------------------------------------------------------------------------

    async def _break(self, faults: Sequence[tuple[float, Fault]]) -> None:
        for share, fault in faults:
            while self.acked < share * self.messages:
                await asyncio.sleep(0.01)
            await fault()

    async def _write(self, sender: Client, amount: int) -> None:
        mine = [room for room, members in self.rooms.items() if sender in members]
        done = 0
        while done < amount:
            burst = min(self.rng.choice([1, 1, 1, 3]), amount - done)
            await asyncio.gather(*(self._send(sender, self.rng.choice(mine), done + i) for i in range(burst)))
            done += burst
            await self._something_else(sender, mine)

    async def _send(self, sender: Client, room: str, number: int) -> None:
        """Send until it is acknowledged; sometimes once more, sometimes with something else in its place."""
        key, text = str(uuid.uuid4()), f"{sender.name} {number} 안녕하세요 {self.rng.random()}"
        while (answer := await self._try(sender, room, key, text)).outcome != OK:
            assert answer.outcome != FAIL or (room, sender.user) in self._leaving, answer
            if answer.outcome == FAIL:
                return
            await asyncio.sleep(PAUSE_SECONDS)
        self.acked += 1
        self._own[sender.user].append((room, answer.data["messageId"]))
        chance = self.rng.random()
        if chance < 0.1:
            again = await self._try(sender, room, key, text)
            assert again.outcome != OK or again.data["seq"] == answer.data["seq"]
        elif chance < 0.13:
            await self._try(sender, room, key, text + "!")
        elif chance < 0.16:
            foreign = [other for other, members in self.rooms.items() if sender not in members]
            if foreign:
                await self._try(sender, self.rng.choice(foreign), str(uuid.uuid4()), text)

    async def _try(self, sender: Client, room: str, key: str, text: str) -> Answer:
        began, data = now(), {"clientMsgId": key, "type": "TEXT", "text": text}
        if self.rng.random() < 0.8:
            answer = await sender.op("message.send", {"roomId": room, **data})
        else:
            answer = await sender.call("POST", f"rooms/{room}/messages", data)
        seq, number = (answer.data["seq"], answer.data["messageId"]) if answer.outcome == OK else (0, 0)
        self.told.tries.append(Try(sender.user, room, key, content(text), began, now(), answer.outcome, seq, number))
        return answer

    async def _something_else(self, sender: Client, rooms: list[str]) -> None:
        chance, room = self.rng.random(), self.rng.choice(rooms)
        own = self._own[sender.user]
        if chance < 0.2 and (last := self._last_seen.get((sender.user, room))):
            began = now()
            answer = await sender.op("room.read", {"roomId": room, "messageId": last})
            if answer.outcome == OK:
                seq = answer.data["lastReadSeq"]
                self.told.positions.append(Position(sender.user, room, seq, began, now()))
        elif chance < 0.28 and own:
            await sender.call("PATCH", f"messages/{self.rng.choice(own)[1]}", {"text": f"고침 {self.rng.random()}"})
        elif chance < 0.3 and own:
            await sender.call("DELETE", f"messages/{self.rng.choice(own)[1]}")
        elif chance < 0.35 and own:
            await sender.call("PUT", f"messages/{self.rng.choice(own)[1]}/reactions/%F0%9F%91%8D")

    async def _come_and_go(self) -> None:
        """One is removed for good, one comes back, one device is revoked."""
        rooms = list(self.rooms)
        await self._until(0.3)
        gone = self.rooms[rooms[5]][-1]
        self._leaving.add((rooms[5], gone.user))
        await self._insist(rooms[5], "DELETE", f"members/{gone.user}")
        self.removed[rooms[5], gone.user] = now()
        guest = self.rooms[rooms[6]][-1]
        self._leaving.add((rooms[6], guest.user))  # and comes back
        await self._insist(rooms[6], "DELETE", f"members/{guest.user}")
        await self._until(0.5)
        await self._insist(rooms[6], "POST", "members", {"userIds": [guest.user]})
        revoked = self.clients[-1]
        owner = next(client for client in self.clients if client.user == revoked.user)
        while (await owner.call("DELETE", f"device-sessions/{self._revocable}")).outcome not in (OK, FAIL):
            await asyncio.sleep(PAUSE_SECONDS)
        self.revoked[revoked.name] = now()

    async def _until(self, share: float) -> None:
        while self.acked < share * self.messages:
            await asyncio.sleep(0.01)

    async def _insist(self, room: str, method: str, path: str, body: Any = None) -> None:
        """As the room's founder; 404 means that an earlier attempt had gone through."""
        founder = self.rooms[room][0]
        while (await founder.call(method, f"rooms/{room}/{path}", body)).outcome not in (OK, FAIL):
            await asyncio.sleep(PAUSE_SECONDS)

    # --- afterwards ------------------------------------------------------------------------

    async def _settle(self) -> None:
        """Wait until every device has caught up by itself; the checker says what a late one misses."""
        began = now()
        while now() < began + 20:
            heads = await asyncio.to_thread(dump.heads, self.database)
            present = [client for client in self.clients if client.name not in self.revoked]
            if all(heads[room].last_change == cursor for c in present for room, cursor in c.cursors.items()):
                break
            await asyncio.sleep(0.05)
        self.settled_after = now() - began

    async def _tell(self) -> None:
        """Complete the history with what the database holds and what the server tells."""
        told = self.told
        told.rows, told.heads = dump.rows(self.database), dump.heads(self.database)
        for row in told.rows:
            if row.message in self._given:
                row.key = ""  # the company had it before anybody here wrote
        told.stays, read = dump.stays(self.database, self.removed)
        told.sights = [sight for client in self.clients for sight in client.sights]
        told.devices = [Device(c.name, c.user, c.rooms, self.revoked.get(c.name)) for c in self.clients]
        for client in self.clients[:PEOPLE]:
            answer = await client.call("GET", "rooms?limit=200")
            assert answer.outcome == OK, answer
            for room in answer.data["results"]:
                position = read[room["roomId"], client.user]
                told.places.append(Place(room["roomId"], client.user, position, room["me"]["unreadCount"]))
