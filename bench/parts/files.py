"""Files: bytes up and down a real server beside the store alone, and what that costs in memory."""

import http.client
import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from bench.bare_store import AT_ONCE, PART
from bench.report import Row
from bench.stage import ENDLESS, Office, Served, Stage, child_output

READ = 1 << 20


def run(stage: Stage) -> Iterator[Row]:
    size = (64 if stage.quick else 296) << 20
    floor = json.loads(child_output("bench.bare_store", ["--bytes", str(size)], stage.empty("SQLite")))
    office = stage.office("SQLite")
    with stage.server("product", "daphne", {**office.env, "RATE_LIMITS_UPLOAD": ENDLESS}) as served:
        client = _Client(served, office)
        client.up(PART)  # what is loaded at first is no cost of a file
        with _Memory(served) as memory:
            up, complete, attachment = client.up(size)
        yield Row("files", f"upload of {size >> 20} MiB in parts, {AT_ONCE} at a time", up, "MB/s", floor=floor["up"])
        yield Row("files", "  joined, hashed and stored after that", complete, "s")
        yield Row("files", "  memory of the web process meanwhile", memory.growth / 1e6, "MB", at_most=50)
        with _Memory(served) as memory:
            down = client.down(attachment)
        yield Row("files", f"download of {size >> 20} MiB", down, "MB/s", floor=floor["down"])
        yield Row("files", "  memory of the web process meanwhile", memory.growth / 1e6, "MB", at_most=50)


class _Client:
    """Somebody of the office with a file."""

    def __init__(self, served: Served, office: Office) -> None:
        self._port = served.port
        self._room = office.teams[0]
        self._headers = {"Authorization": f"Bearer {office.tokens[0]}", "Content-Type": "application/json"}
        self._part = os.urandom(PART)

    def up(self, size: int) -> tuple[float, float, str]:
        """MB a second of the parts, seconds of the end, and the attachment."""
        begun = self._post("/files/init", {"roomId": self._room, "filename": "bench.bin", "size": size})
        began = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            parts = list(pool.map(self._put, begun["parts"]))
        speed = size / (time.perf_counter() - began) / 1e6
        began = time.perf_counter()
        done = self._post("/files/complete", {"uploadId": begun["uploadId"], "parts": parts})
        return speed, time.perf_counter() - began, str(done["attachmentId"])

    def down(self, attachment: str) -> float:
        """MB a second."""
        began = time.perf_counter()
        answer = self._ask("GET", f"/api/v1/files/{attachment}/download")
        size, buffer = 0, memoryview(bytearray(READ))
        while read := answer.readinto(buffer):
            size += read
        return size / (time.perf_counter() - began) / 1e6

    def _put(self, part: dict[str, Any]) -> dict[str, Any]:
        url = urlsplit(part["url"])
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request("PUT", f"{url.path}?{url.query}", self._part)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        return {"partNumber": part["partNumber"], "etag": answer.headers["ETag"]}

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = json.load(self._ask("POST", f"/api/v1{path}", json.dumps(body)))
        return told

    def _ask(self, method: str, path: str, body: str | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request(method, path, body, self._headers)
        answer = connection.getresponse()
        assert answer.status < 300, answer.read()
        return answer


class _Memory:
    """The most that the server grew within the block, in bytes."""

    def __init__(self, served: Served) -> None:
        self._child = served.child
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self.growth = 0

    def __enter__(self) -> "_Memory":
        self._begin = self._child.memory()
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self.growth = max(self.growth, self._child.memory() - self._begin)
