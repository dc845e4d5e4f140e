"""The two doors of the chat as a client uses them: REST, and one frame over a socket."""

import asyncio
import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from asgiref.testing import ApplicationCommunicator
from django.test import Client

from accounts import services, tokens
from accounts.models import User
from messenger.asgi import application
from messenger.realtime import process

SOON = 10.0


def token_of(user: User) -> str:
    """An access token of a new device of theirs."""
    signed_in = services.open_device_session(user, device_name="PC")
    return tokens.mint_access(signed_in.session.pk).token


@dataclass(frozen=True)
class Answer:
    """What a door answered: REST's status and body; a socket's answer put into the same terms."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """The error's code."""
        return str(self.body["error"]["code"])

    @property
    def details(self) -> dict[str, Any]:
        return dict(self.body["error"]["details"])


class Rest:
    """Somebody at the REST door."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.token = token_of(user)
        self._client = Client()

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        """`body`: bytes go as they are, anything else as JSON."""
        if not isinstance(body, bytes):
            body = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        answer = self._client.generic(
            method, f"/api/v1/{path}", body, "application/json", headers={"Authorization": f"Bearer {self.token}"}
        )
        return Answer(answer.status_code, json.loads(answer.content) if answer.content else None)

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.call("POST", path, body)

    def patch(self, path: str, body: Any = None) -> Answer:
        return self.call("PATCH", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    # --- what most stories need ---------------------------------------------------------------

    def say(self, room_id: Any, text: str = "안녕하세요", **more: Any) -> dict[str, Any]:
        """Send a message that must go through."""
        answer = self.post(f"rooms/{room_id}/messages", draft(text, **more))
        assert answer.status == 201, answer
        return dict(answer.body)

    def message(self, message_id: int) -> dict[str, Any]:
        return dict(self.get(f"messages/{message_id}").body)

    def texts(self, room_id: Any, query: str = "limit=200") -> list[str]:
        """What the room reads like, without system lines."""
        return [m["text"] for m in self.history(room_id, query) if m["type"] != "SYSTEM"]

    def history(self, room_id: Any, query: str = "limit=200") -> list[dict[str, Any]]:
        answer = self.get(f"rooms/{room_id}/messages?{query}")
        assert answer.status == 200, answer
        return list(answer.body["results"])

    def room(self, room_id: Any) -> dict[str, Any]:
        answer = self.get(f"rooms/{room_id}")
        assert answer.status == 200, answer
        return dict(answer.body)

    def read(self, room_id: Any, message_id: int) -> dict[str, Any]:
        answer = self.post(f"rooms/{room_id}/read", {"messageId": message_id})
        assert answer.status == 200, answer
        return dict(answer.body)

    def react(self, message_id: int, emoji: str) -> Answer:
        return self.put(f"messages/{message_id}/reactions/{quote(emoji, safe='')}")


def draft(text: str = "안녕하세요", **more: Any) -> dict[str, Any]:
    """The body of a send."""
    return {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": text, **more}


class Wire:
    """A WebSocket connection to the application in this process.

    Not the communicator of Channels: that one keeps threads from giving their database
    connections back.
    """

    def __init__(self, headers: list[tuple[bytes, bytes]], subprotocols: list[str] | None = None) -> None:
        scope = {
            "type": "websocket",
            "path": "/ws/v1",
            "query_string": b"",
            "headers": headers,
            "subprotocols": subprotocols or [],
            "client": ["127.0.0.1", 50_000],
        }
        self._app: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]

    async def connect(self) -> str | None:
        """The handshake, which is always accepted; the subprotocol that was chosen."""
        await self._app.send_input({"type": "websocket.connect"})
        answer = await self.receive()
        assert answer["type"] == "websocket.accept", answer
        return answer.get("subprotocol")

    async def send(self, text: str | None = None, data: bytes | None = None) -> None:
        await self._app.send_input({"type": "websocket.receive", "text": text, "bytes": data})

    async def disconnect(self) -> None:
        await self._app.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._app.wait(SOON)

    async def receive(self) -> dict[str, Any]:
        """What the application sends next."""
        return dict(await self._app.receive_output(SOON))


async def one_frame(token: str, op: str, data: Any) -> dict[str, Any]:
    """Open a socket, send one frame, return the frame that answers it."""
    headers = [(b"authorization", f"Bearer {token}".encode())]
    socket = Wire(headers)
    await socket.connect()
    await socket.send(json.dumps({"op": op, "ref": 7, "data": data}, ensure_ascii=False))
    while True:
        frame = json.loads((await socket.receive())["text"])
        if frame.get("ref") == 7:
            break
    await socket.disconnect()
    await end_live()
    return dict(frame)


async def end_live() -> None:
    """End the live side of the loop that is about to close, and whatever else runs on it.

    Asked more than once, because a task that reads from Redis may miss being cancelled.
    """
    if process._live is not None:
        process._live.stop()
        process._live = None
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=0.5)


_STATUS = {
    "INVALID_ARGUMENT": 400,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
}


class Door:
    """One of the two ways to send and to read, with the same answers."""

    def __init__(self, name: str) -> None:
        self.name = name

    def send(self, user: User, room_id: Any, body: dict[str, Any]) -> Answer:
        """The body of the answer is the receipt: messageId, seq, change, createdAt."""
        if self.name == "rest":
            return Rest(user).post(f"rooms/{room_id}/messages", body)
        return self._by_socket(user, "message.send", {"roomId": str(room_id), **body})

    def read(self, user: User, room_id: Any, message_id: Any) -> Answer:
        if self.name == "rest":
            return Rest(user).post(f"rooms/{room_id}/read", {"messageId": message_id})
        return self._by_socket(user, "room.read", {"roomId": str(room_id), "messageId": message_id})

    def _by_socket(self, user: User, op: str, data: dict[str, Any]) -> Answer:
        frame = asyncio.run(one_frame(token_of(user), op, data))
        if frame["event"] == "ERROR":
            return Answer(_STATUS[frame["data"]["code"]], {"error": frame["data"]})
        new = op == "message.send" and not frame["data"]["duplicate"]
        return Answer(201 if new else 200, frame["data"])
