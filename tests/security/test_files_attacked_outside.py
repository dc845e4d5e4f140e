"""Attacks from inside a document, and through doors that the store's troubles could come in by."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from files import storage
from messenger.http.in_turn import InTurn
from tests.files.sending import Sender

_ROOT = Path(__file__).resolve().parents[2]
_LOOK = """
import os, sys
sys.path.insert(0, sys.argv[1])
from files.rendering import confine, office_child
fenced = confine.only_files(read=(*office_child._READ, "/usr/lib/libreoffice"))
for place in ("/usr/lib", "/opt", "/home", "/var/lib", "/root", "/proc", sys.argv[1]):
    try:
        os.listdir(place)
        print(place, "open")
    except PermissionError:
        print(place, "shut")
print("fenced" if fenced else "no landlock")
"""


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


def test_who_makes_pdfs_reads_programs_and_nothing_of_the_house_wherever_it_is_installed() -> None:
    said = subprocess.run([sys.executable, "-I", "-c", _LOOK, str(_ROOT)], capture_output=True, text=True, check=True)
    *places, fenced = said.stdout.splitlines()
    if fenced != "fenced":
        pytest.skip("this kernel has no Landlock")
    assert [place for place in places if place.endswith("open")] == ["/usr/lib open"]


def test_when_memory_runs_short_the_child_goes_and_not_the_server() -> None:
    """A document may take 3 GiB, and two are made at a time."""
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1]); from files.rendering.confine import Limits, limit;"
        " limit(Limits(1 << 29, 9, 1 << 20)); print(open('/proc/self/oom_score_adj').read())"
    )
    said = subprocess.run([sys.executable, "-I", "-c", ask, str(_ROOT)], capture_output=True, text=True, check=True)
    assert int(said.stdout) == 1000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"a" * 65535 + "각".encode()[:1], id="UTF-8"),
        pytest.param("가".encode("cp949") * 32767 + b"a\xb0", id="CP949"),
        pytest.param("가".encode("utf-16") + "나".encode("utf-16-le") * 32765 + b"\x00\xd8", id="UTF-16"),
    ],
)
def test_a_text_that_ends_in_half_a_letter_where_the_preview_ends_is_shown(alice: Any, room: Any, body: bytes) -> None:
    """It was a server error."""
    assert len(body) == 65536
    file = Sender(alice).upload(room.pk, body)
    answer = Sender(alice).get(f"/files/{file['attachmentId']}/text")
    assert (answer.status_code, answer.json()["truncated"]) == (200, False)


@pytest.mark.parametrize("path", ["/api/v1/files/x/download", "/api/v1/links/x/image"])
def test_a_store_that_hangs_holds_up_no_conversation(path: str, settings: Any) -> None:
    """Pictures of links come from the store as well."""
    settings.REQUESTS_AT_ONCE = 4

    async def go() -> None:
        hanging = asyncio.Event()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["path"] == path:
                await hanging.wait()

        def ask(line: InTurn, where: str) -> "asyncio.Task[None]":
            never: Callable[..., Any] = asyncio.sleep
            return asyncio.ensure_future(line({"type": "http", "method": "GET", "path": where}, never, never))

        line = InTurn(app)
        stuck = [ask(line, path) for _ in range(20)]
        await asyncio.wait_for(ask(line, "/api/v1/rooms"), 5)
        hanging.set()
        await asyncio.gather(*stuck)

    asyncio.run(go())
