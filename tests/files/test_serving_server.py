"""300 MB up and down through a real server: its memory stays flat, and nobody else waits."""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.files.big import MIB, Memory, Office, sha256_of
from tests.services.server import start_server

pytestmark = pytest.mark.server
SIZE = 300 * 10**6
PIECE = os.urandom(8 * MIB)  # a part


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server that works on two requests at a time, so that one that waits would be seen."""
    env = {"REQUESTS_AT_ONCE": "2", "DATABASE_POOL": "4", "RATE_LIMITS_UPLOAD": "9999/1", "RATE_LIMITS_REST": "9999/1"}
    server = start_server(tmp_path_factory.mktemp("big") / "server", people=3, password="maru-demo-2026", env=env)
    yield Office(server)
    server.remove()


@pytest.fixture(scope="module")
def attachment(office: Office) -> str:
    """A file of 300 MB."""
    return str(asyncio.run(office.upload(SIZE, PIECE))["attachmentId"])


async def _others_wait(office: Office, times: int = 40) -> float:
    """Seconds that somebody else waited for a list of rooms, at most."""
    longest = 0.0
    async with httpx.AsyncClient(base_url=f"{office.server.url}/api/v1", headers=office.headers) as http:
        for _ in range(times):
            began = time.perf_counter()
            (await http.get("/rooms")).raise_for_status()
            longest = max(longest, time.perf_counter() - began)
    return longest


async def test_parts_at_the_same_time_leave_memory_flat(office: Office) -> None:
    begun = await office.begin(SIZE)
    begun["size"] = SIZE
    began = time.perf_counter()
    async with Memory(office.server.pid) as memory:
        parts = await office.put_parts(begun, PIECE, at_once=12)
    seconds = time.perf_counter() - began
    print(f"{len(parts)} parts, 12 at a time: {SIZE / 1e6 / seconds:.0f} MB/s, +{memory.growth:.0f} MiB")
    assert memory.growth < 48


async def test_the_whole_way_up_and_down_leaves_memory_flat(office: Office, attachment: str) -> None:
    digest, size = hashlib.sha256(), 0
    url = f"{office.server.url}/api/v1/files/{attachment}/download"
    async with Memory(office.server.pid) as memory, httpx.AsyncClient(timeout=60) as http:
        began = time.perf_counter()
        async with http.stream("GET", url, headers=office.headers) as answer:
            assert answer.headers["Content-Length"] == str(SIZE)
            async for piece in answer.aiter_raw():
                digest.update(piece)
                size += len(piece)
        seconds = time.perf_counter() - began
        part = await http.get(url, headers={**office.headers, "Range": "bytes=299999990-"})
    print(f"down: {size / 1e6 / seconds:.0f} MB/s, +{memory.growth:.0f} MiB")
    assert digest.hexdigest() == sha256_of(PIECE, SIZE)
    assert (part.status_code, len(part.content)) == (206, 10)
    assert memory.growth < 48


async def test_clients_that_read_nothing_cost_nobody_anything(office: Office, attachment: str) -> None:
    async with Memory(office.server.pid) as memory:
        stalled = await asyncio.gather(*(asyncio.to_thread(office.stalled, attachment) for _ in range(12)))
        waited = await _others_wait(office)
    print(f"12 stalled downloads: +{memory.growth:.0f} MiB, others waited {waited * 1000:.0f} ms at most")
    assert memory.growth < 48
    assert waited < 5
    for one in stalled:
        one.close()


async def test_an_answer_that_breaks_off_ends_the_connection(office: Office) -> None:
    attachment = (await office.upload(64 * MIB, PIECE))["attachmentId"]
    stalled = await asyncio.to_thread(office.stalled, attachment)
    [path] = [path for path in Path(office.server.data_dir).glob("files/objects/stored/*/*") if _size(path) == 64 * MIB]
    os.truncate(path, 32 * MIB)

    def rest() -> int:
        size = 0
        try:
            while data := stalled.recv(MIB):
                size += len(data)
        except ConnectionResetError:
            return size
        return size

    assert await asyncio.to_thread(rest) < 64 * MIB
    stalled.close()
    assert await _others_wait(office, 3) < 5


def _size(path: Path) -> int:
    return path.stat().st_size


@pytest.mark.parametrize("length", [9 * MIB + 1, 10 * MIB, 1 << 40])
def test_a_part_without_end_is_cut_off(office: Office, length: int) -> None:
    begun = asyncio.run(office.begin(8 * MIB))
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        while sent < length:
            sent += MIB
            yield bytes(MIB)

    with httpx.Client(timeout=30) as http:
        try:
            answer = http.put(begun["parts"][0]["url"], content=body(), headers={"Content-Length": str(length)})
            assert answer.status_code == 413
        except httpx.TransportError:  # cut off while it was still sending
            pass
    assert sent < 64 * MIB


async def test_after_a_crash_in_the_middle_of_a_part_the_upload_goes_on(office: Office) -> None:
    begun = await office.begin(20 * MIB)
    begun["size"] = 20 * MIB
    first = await office.put_parts({**begun, "parts": begun["parts"][:1]}, PIECE, 1)
    half, dead = asyncio.Event(), asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield PIECE[: 4 * MIB]
        half.set()
        await dead.wait()
        yield PIECE[4 * MIB :]

    async with httpx.AsyncClient(timeout=30) as http:
        headers = {"Content-Length": str(8 * MIB)}
        put = asyncio.create_task(http.put(begun["parts"][1]["url"], content=body(), headers=headers))
        await half.wait()
        await asyncio.to_thread(office.server.kill)
        dead.set()
        with pytest.raises(httpx.TransportError):
            await put
    await asyncio.to_thread(office.server.start)
    url = f"{office.server.url}/api/v1/files/uploads/{begun['uploadId']}"
    known = httpx.get(url, headers=office.headers).json()
    assert [part["arrived"] for part in known["parts"]] == [True, False, False]
    rest = await office.put_parts({**begun, "parts": known["parts"][1:]}, PIECE, 2)
    done = await office.complete(begun, first + rest)
    assert done["sha256"] == sha256_of(PIECE, 20 * MIB)
