"""Somebody at a real server's socket, and what the tests of bad frames say and wait for."""

import json
import os
import uuid
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.conftest import PASSWORD
from tests.services.server import Server

# The server of these tests brings its own database: once a suite is enough.
once = pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="runs with SQLite's suite")


class Device:
    """Somebody signed in at the server."""

    def __init__(self, server: Server, login: str) -> None:
        body = {"username": login, "password": PASSWORD, "deviceName": "x"}
        made = httpx.post(f"{server.url}/api/v1/device-sessions", json=body, trust_env=False).json()
        self.server, self.token = server, made["accessToken"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        rooms = httpx.get(f"{server.url}/api/v1/rooms", headers=self.headers, trust_env=False).json()["results"]
        self.room = rooms[0]["roomId"]

    def connect(self) -> ClientConnection:
        wire = connect(
            self.server.socket_url,
            additional_headers=self.headers,
            max_size=None,
            proxy=None,
            ping_interval=None,
            legacy=True,
        )
        assert json.loads(wire.recv(10))["event"] == "HELLO"
        return wire


def message(room: str, **more: Any) -> dict[str, Any]:
    return {"roomId": room, "clientMsgId": str(uuid.uuid4()), "text": "안녕하세요", **more}


def until(wire: ClientConnection, *events: str) -> dict[str, Any]:
    """The next frame of one of these events."""
    while True:
        found: dict[str, Any] = json.loads(wire.recv(10))
        if found["event"] in events:
            return found


def closed(wire: ClientConnection) -> int | None:
    """Read up to the close; its code."""
    try:
        while True:
            wire.recv(10)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None
