"""The same under another ASGI server, and over two processes with Redis between them."""

import asyncio
import json
import os
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
import websockets

from accounts.models import User
from chat.models import Room
from messenger.asgi import application
from tests.chat.doors import token_of
from tests.realtime.sockets import act
from tests.services.ports import free_port
from tests.services.server import Server

PASSWORD = "maru-demo-2026"


class Client:
    """A socket over the network."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket

    async def take(self, event: str, **data: Any) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while True:
                frame = json.loads(await self._socket.recv())
                if frame["event"] == event and data.items() <= frame["data"].items():
                    return dict(frame)

    async def send(self, room_id: object, text: str) -> dict[str, Any]:
        data = {"roomId": str(room_id), "clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": text}
        await self._socket.send(json.dumps({"op": "message.send", "ref": text, "data": data}))
        return (await self.take("ACK"))["data"]  # type: ignore[no-any-return]

    async def closed(self) -> int:
        async with asyncio.timeout(20):
            await self._socket.wait_closed()
        return int(self._socket.close_code)


@asynccontextmanager
async def _open(url: str, token: str) -> AsyncIterator[Client]:
    async with websockets.connect(url, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        client = Client(socket)
        await client.take("HELLO")
        yield client


@asynccontextmanager
async def _uvicorn() -> AsyncIterator[int]:
    """The application under uvicorn, on this loop."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(application, port=port, log_level="error", lifespan="off", ws="websockets-sansio")
    )
    serving = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            await asyncio.sleep(0.01)
    yield port
    server.should_exit = True
    async with asyncio.timeout(20):
        await serving


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_two_people_chat_under_uvicorn(alice: User, bob: User, room: Room) -> None:
    tokens = [await act(token_of, user) for user in (alice, bob)]
    async with _uvicorn() as port:
        url = f"ws://127.0.0.1:{port}/ws/v1"
        async with _open(url, tokens[0]) as a, _open(url, tokens[1]) as b:
            receipt = await a.send(room.pk, "유비콘에서")
            told = (await b.take("MESSAGE_CREATED"))["data"]["message"]
            assert (told["messageId"], told["text"]) == (receipt["messageId"], "유비콘에서")
            await b.send(room.pk, "잘 들린다")
            await a.take("MESSAGE_CREATED")
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as http:
                bearer = {"Authorization": f"Bearer {tokens[0]}"}
                assert (await http.get(f"/rooms/{room.pk}/messages", headers=bearer)).json()["results"][-1][
                    "text"
                ] == "잘 들린다"
                assert (await http.delete("/device-sessions/current", headers=bearer)).status_code == 204
            assert await a.closed() == 4401


@pytest.mark.server
@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="two processes need Redis between them")
async def test_two_processes_hear_each_other(new_server: Callable[..., Server]) -> None:
    limits = {"HEADS_SECONDS": "20", "RATE_LIMITS_SIGN_IN": "1000/1"}  # nothing but the channel layer is that fast
    first = await asyncio.to_thread(new_server, people=3, **limits)
    second = Server(first.data_dir.with_name("second"), {**first.env, "MESSENGER_DATA_DIR": str(first.data_dir)})
    await asyncio.to_thread(second.start)
    try:
        tokens = [await _sign_in(server, login) for server, login in ((first, "demo001"), (second, "demo002"))]
        async with _open(first.socket_url, tokens[0]) as a, _open(second.socket_url, tokens[1]) as b:
            async with httpx.AsyncClient(headers={"Authorization": f"Bearer {tokens[0]}"}) as http:
                rooms = (await http.get(f"{first.url}/api/v1/rooms")).json()["results"]
                room_id = next(room["roomId"] for room in rooms if room["name"] == "전체")
                for n in range(20):
                    await a.send(room_id, f"첫째 {n}")
                heard = [(await b.take("MESSAGE_CREATED"))["data"]["message"] for _ in range(20)]
                assert [m["text"] for m in heard] == [f"첫째 {n}" for n in range(20)]
                changes = [m["change"] for m in heard]
                assert changes == list(range(changes[0], changes[0] + 20))
                await b.send(room_id, "둘째")
                assert (
                    await a.take(
                        "MESSAGE_CREATED",
                    )
                )["event"]
                # A REST answer of one process is news in the other, and so is a removal.
                me = (await http.get(f"{first.url}/api/v1/device-sessions")).json()["results"]
                people = {
                    p["userId"]: p
                    for p in (await http.get(f"{first.url}/api/v1/users?query=demo002")).json()["results"]
                }
                (bob,) = people
                removed = await http.delete(f"{first.url}/api/v1/rooms/{room_id}/members/{bob}")
                assert removed.status_code == 204, removed.text
                await b.take("MEMBER_REMOVED", userId=bob)
                assert me
                # A device that is revoked over there is closed here.
                ended = await http.delete(f"{second.url}/api/v1/device-sessions/current")
                assert ended.status_code == 204
            assert await a.closed() == 4401
    finally:
        second.kill()


async def _sign_in(server: Server, login: str) -> str:
    body = {"username": login, "password": PASSWORD, "deviceName": "PC"}
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{server.url}/api/v1/device-sessions", json=body)
    return str(answer.json()["accessToken"])
