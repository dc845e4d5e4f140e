"""Uploads on an S3 store, and while it is away: nothing is lost, and conversation does not notice."""

import asyncio
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from files.models import Attachment, Usage
from messenger.core import jobs
from tests.files.big import Office
from tests.files.sending import Sender
from tests.files.stores import LEAST_PART, use_s3
from tests.files.wrappings import EICAR
from tests.services.clamd import Clamd
from tests.services.hostile_http import Site
from tests.services.ports import free_port
from tests.services.s3 import S3
from tests.services.server import Server


@pytest.fixture
def here(s3: S3, settings: Any) -> Callable[[], None]:
    """The S3 server is there."""
    settings.UPLOAD_PART_BYTES = LEAST_PART

    def come() -> None:
        use_s3(settings, s3.env)

    return come


@pytest.fixture
def away(s3: S3, settings: Any) -> Callable[[], None]:
    """Nobody answers at its address."""

    def go() -> None:
        use_s3(settings, {**s3.env, "S3_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}"})

    return go


def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_file_goes_to_the_s3_store_and_comes_back(here: Callable[[], None], alice: Any, room: Any) -> None:
    here()
    sender = Sender(alice)
    data = bytes(range(256)) * 20480 + b"the end"  # a part and a bit
    sent = sender.upload(room.pk, data, "보고서.bin")
    assert sent["size"] == len(data)
    there = sender.get(f"/files/{sent['attachmentId']}/download")
    assert there.status_code == 302
    assert httpx.get(there.headers["Location"]).content == data


def test_an_upload_goes_on_when_the_store_is_back(
    here: Callable[[], None], away: Callable[[], None], alice: Any, room: Any
) -> None:
    here()
    sender, data = Sender(alice), b"x" * (LEAST_PART + 5)
    begun = sender.begin(room.pk, len(data)).json()
    first = sender.put_parts(begun, data, only=[1])
    away()
    assert _code(sender.complete(begun, first)) == (503, "UNAVAILABLE")
    assert _code(sender.get(f"/files/uploads/{begun['uploadId']}")) == (503, "UNAVAILABLE")
    assert not Attachment.objects.exists()
    here()
    again = sender.get(f"/files/uploads/{begun['uploadId']}").json()
    assert [part["arrived"] for part in again["parts"]] == [True, False]
    second = sender.put_parts({**begun, "parts": again["parts"]}, data)
    away()
    assert _code(sender.complete(begun, first + second)) == (503, "UNAVAILABLE")
    here()
    done = sender.complete(begun, first + second)
    assert (done.status_code, done.json()["size"]) == (201, len(data))


@pytest.mark.django_db(transaction=True)
def test_the_scanner_reads_it_there_and_what_is_put_again_later_changes_nothing(
    here: Callable[[], None], clamav: Clamd, scanned_by: Callable[..., None], alice: Any, room: Any
) -> None:
    here()
    scanned_by(clamav.tcp)
    sender = Sender(alice)
    begun = sender.begin(room.pk, 5).json()
    late = begun["parts"][0]["url"]
    clean = sender.complete(begun, sender.put_parts(begun, b"clean")).json()
    virus = sender.upload(room.pk, EICAR, "송장.exe")
    jobs.run_all()
    httpx.put(late, content=EICAR[:5])  # Swift still takes it, and keeps it apart
    status = {
        one["attachmentId"]: sender.get(f"/files/{one['attachmentId']}").json()["virusStatus"] for one in (clean, virus)
    }
    assert status == {clean["attachmentId"]: "CLEAN", virus["attachmentId"]: "INFECTED"}
    there = sender.get(f"/files/{clean['attachmentId']}/download").headers["Location"]
    assert httpx.get(there).content == b"clean"
    assert sender.get(f"/files/{virus['attachmentId']}/download").status_code == 403


def test_what_could_not_begin_takes_no_room(away: Callable[[], None], alice: Any, room: Any) -> None:
    away()
    answer = Sender(alice).begin(room.pk, 1000)
    assert _code(answer) == (503, "UNAVAILABLE")
    assert int(answer.headers["Retry-After"]) > 0
    assert not Usage.objects.filter(bytes__gt=0).exists()


# --- A store that takes the connection and says nothing


@pytest.fixture
def hung() -> Iterator[Site]:
    with Site() as site:
        site.pages = _Hung(site)
        yield site


class _Hung(dict[str, Any]):
    def __init__(self, site: Site) -> None:
        self._site = site

    def get(self, key: str, default: Any = None) -> Any:
        return lambda connection: self._site.ended.wait(60)


@pytest.mark.server
async def test_a_store_that_hangs_makes_nobody_wait_who_writes(hung: Site, new_server: Callable[..., Server]) -> None:
    env = {"S3_ENDPOINT_URL": f"http://127.0.0.1:{hung.port}", "S3_BUCKET": "maru", "REQUESTS_AT_ONCE": "4"}
    server = await asyncio.to_thread(
        new_server, people=3, RATE_LIMITS_SEND="999/1", S3_ACCESS_KEY_ID="key", S3_SECRET_ACCESS_KEY="secret", **env
    )
    office = await asyncio.to_thread(Office, server)
    waiting = [asyncio.create_task(office.begin(1000)) for _ in range(8)]
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1", headers=office.headers, timeout=30) as http:
        while not hung.requests:
            await asyncio.sleep(0.01)
        longest = 0.0
        for _ in range(8):
            body = {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": "안녕하세요"}
            began = time.perf_counter()
            (await http.post(f"/rooms/{office.room_id}/messages", json=body)).raise_for_status()
            (await http.get("/rooms")).raise_for_status()
            longest = max(longest, time.perf_counter() - began)
    assert not any(task.done() for task in waiting)
    print(f"sends and lists took {longest * 1000:.0f} ms at most while 8 uploads waited for a store that hangs")
    assert longest < 5
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
