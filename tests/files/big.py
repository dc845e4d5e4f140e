"""Somebody who sends and gets big files from a real server, and a look at what that costs the server."""

import asyncio
import hashlib
import socket
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import PASSWORD
from tests.services.server import Server

MIB = 1 << 20


class Office:
    """demo001 in the room of everybody, over HTTP."""

    def __init__(self, server: Server) -> None:
        self.server = server
        with httpx.Client(base_url=f"{server.url}/api/v1") as http:
            body = {"username": "demo001", "password": PASSWORD, "deviceName": "PC"}
            token = http.post("/device-sessions", json=body).raise_for_status().json()["accessToken"]
            self.headers = {"Authorization": f"Bearer {token}"}
            rooms = http.get("/rooms", headers=self.headers).json()["results"]
        self.room_id = next(room["roomId"] for room in rooms if room["name"] == "전체")

    async def begin(self, size: int) -> dict[str, Any]:
        """POST /files/init."""
        body = {"roomId": self.room_id, "filename": "영상.bin", "size": size}
        return await self._post("/files/init", body)

    async def put_parts(self, begun: dict[str, Any], piece: bytes, at_once: int) -> list[dict[str, Any]]:
        """Every part holds `piece` (a whole one) or its beginning; what `complete` wants to hear."""
        gate = asyncio.Semaphore(at_once)
        size = begun["size"]
        async with httpx.AsyncClient(timeout=60) as http:

            async def put(part: dict[str, Any]) -> dict[str, Any]:
                left = size - (part["partNumber"] - 1) * begun["partSize"]
                body = piece[: min(left, len(piece))]
                async with gate:
                    answer = await http.put(part["url"], content=body, headers=part["headers"])
                return {"partNumber": part["partNumber"], "etag": answer.raise_for_status().headers["ETag"]}

            return list(await asyncio.gather(*(put(part) for part in begun["parts"])))

    async def upload(self, size: int, piece: bytes, at_once: int = 4) -> dict[str, Any]:
        """A file made of `piece` over and over; the attachment."""
        begun = await self.begin(size)
        begun["size"] = size
        done = await self.complete(begun, await self.put_parts(begun, piece, at_once))
        assert done["sha256"] == sha256_of(piece, size)
        return done

    async def complete(self, begun: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
        """POST /files/complete."""
        return await self._post("/files/complete", {"uploadId": begun["uploadId"], "parts": parts})

    def stalled(self, attachment_id: str) -> socket.socket:
        """A download whose client has asked and reads nothing."""
        raw = socket.socket()
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.settimeout(30)
        raw.connect(("127.0.0.1", self.server.port))
        lines = [
            f"GET /api/v1/files/{attachment_id}/download HTTP/1.1",
            f"Host: 127.0.0.1:{self.server.port}",
            f"Authorization: {self.headers['Authorization']}",
        ]
        raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert raw.recv(12) == b"HTTP/1.1 200"
        return raw

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=f"{self.server.url}/api/v1", timeout=60) as http:
            answer = await http.post(path, json=body, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


def sha256_of(piece: bytes, size: int) -> str:
    digest = hashlib.sha256()
    for at in range(0, size, len(piece)):
        digest.update(piece[: min(len(piece), size - at)])
    return digest.hexdigest()


class Memory:
    """`async with Memory(server.pid) as memory: …; memory.growth`: MiB above the beginning, at the highest."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self.growth = 0.0

    async def __aenter__(self) -> "Memory":
        self.begin = self.now()
        self._watch = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._watch.cancel()
        self._note()

    def now(self) -> float:
        """Resident MiB."""
        return int(self._status.read_text().split("VmRSS:")[1].split()[0]) / 1024

    def _note(self) -> None:
        self.growth = max(self.growth, self.now() - self.begin)

    async def _look(self) -> None:
        while True:
            self._note()
            await asyncio.sleep(0.02)
