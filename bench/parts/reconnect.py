"""P6: a thousand people come back at once, each 500 changes behind in a room of theirs."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from bench.report import Row
from bench.sockets import KEY
from bench.stage import Office, Stage, child_output

BEHIND = 500
PATIENCE = 120.0


@dataclass(slots=True)
class _Tally:
    whole: int = 0
    refused: int = 0
    messages: int = 0


def run(stage: Stage) -> Iterator[Row]:
    office = stage.office("PostgreSQL")
    teams = len(office.people) // 20
    child_output("bench.behind", ["--messages", str(BEHIND), "--rooms", *office.teams[:teams]], office.env)
    for server in ("daphne", "uvicorn"):
        with stage.server("product", server, office.env) as served:
            tally, began = _Tally(), time.perf_counter()
            try:
                asyncio.run(asyncio.wait_for(_all(served.port, office, tally), PATIENCE))
            except TimeoutError:
                yield Row("P6", f"whole again when time was up, {server}", tally.whole, "people")
            passed = time.perf_counter() - began
        what = f"{len(office.people):,} reconnects, {BEHIND} behind, {server}"
        yield Row("P6", f"{what}: all whole", passed, "s", at_most=10 if server == "daphne" else None)
        yield Row("P6", f"{what}: refused or failed", tally.refused, "answers", at_most=0)


async def _all(port: int, office: Office, tally: _Tally) -> None:
    rooms = [office.teams[number // 20] for number in range(len(office.people) // 20 * 20)]
    await asyncio.gather(
        *(_come_back(port, token, room, tally) for token, room in zip(office.tokens, rooms, strict=False))
    )


async def _come_back(port: int, token: str, room: str, tally: _Tally) -> None:
    """Connect, hear from HELLO how far the room is, ask until nothing is missing."""
    writer, change = await _hello(port, token, room)
    known = change - BEHIND
    reader, http = await asyncio.open_connection("127.0.0.1", port)
    while known < change:
        status, body = await _get(reader, http, port, token, f"/api/v1/rooms/{room}/changes?after={known}&limit=200")
        if status != 200:
            tally.refused += 1
            await asyncio.sleep(1)
            continue
        answer = orjson.loads(body)
        tally.messages += len(answer["messages"])
        known = answer["change"]
    tally.whole += 1
    http.close()
    writer.close()


async def _hello(port: int, token: str, room: str) -> tuple[asyncio.StreamWriter, int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(
        f"GET /ws/v1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    while True:
        size = (await reader.readexactly(2))[1]
        if size == 126:
            size = int.from_bytes(await reader.readexactly(2))
        frame = orjson.loads(await reader.readexactly(size))
        if frame["event"] == "HELLO":
            return writer, frame["data"]["cursors"][room]


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, token: str, path: str
) -> tuple[int, bytes]:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    return int(head[9:12]), await reader.readexactly(length)
