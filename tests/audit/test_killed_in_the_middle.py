"""The server dies in the middle of it all: what happened has one entry, and what has an entry happened."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import PASSWORD
from tests.services.ports import wait_until
from tests.services.server import ROOT, Server

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

KILLS = int(os.environ.get("CHAOS_KILLS", "40"))
ROOMS = "SELECT id FROM chat_room WHERE name LIKE 'killed %'"
ENTRIES = "SELECT target_id FROM audit_auditentry WHERE action = 'room.created'"


def call(server: Server, path: str, body: dict[str, Any], token: str = "") -> Any:
    """The JSON of an answer; `OSError` if there is none, or no good one."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(f"{server.url}/api/v1{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def asked(server: Server, query: str) -> list[str]:
    """The first column of a query to the server's own database, as ids with dashes."""
    url = server.env["DATABASE_URL"]
    if url.startswith("postgres"):
        with psycopg.connect(url) as there:
            return [str(row[0]) for row in there.execute(query)]  # type: ignore[call-overload]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///") or server.data_dir / "maru.sqlite3")) as here:
        return [str(uuid.UUID(row[0])) for row in here.execute(query) if row[0]]


class Maker(threading.Thread):
    """Makes rooms, one after the other, and remembers which the server said that there are."""

    def __init__(self, server: Server, token: str) -> None:
        super().__init__(daemon=True)
        self._server, self._token = server, token
        self.over = threading.Event()
        self.made: list[str] = []

    def run(self) -> None:
        while not self.over.is_set():
            try:
                room = {"type": "GROUP", "name": f"killed {uuid.uuid4()}", "memberIds": []}
                self.made.append(call(self._server, "/rooms", room, self._token)["roomId"])
            except (OSError, ValueError, urllib.error.URLError):
                self.over.wait(0.02)  # it is just being killed


def kill(server: Server, times: int) -> int:
    """How many rooms there are after that many deaths; each has its one entry."""
    signed_in = call(server, "/device-sessions", {"username": "demo003", "password": PASSWORD, "deviceName": "test"})
    makers = [Maker(server, signed_in["accessToken"]) for _one in range(3)]
    for maker in makers:
        maker.start()

    def done() -> int:
        return sum(len(maker.made) for maker in makers)

    for time in range(times):
        if time:
            server.start()
        before = done()
        wait_until(lambda before=before: done() > before + 5, "rooms are made")  # type: ignore[misc]
        server.kill()
    for maker in makers:
        maker.over.set()
    for maker in makers:
        maker.join(15)
    rooms, entries = asked(server, ROOMS), Counter(asked(server, ENTRIES))
    assert {room for maker in makers for room in maker.made} <= set(rooms)
    assert {room: entries[room] for room in rooms if entries[room] != 1} == {}
    assert set(entries) - set(rooms) <= set(asked(server, "SELECT id FROM chat_room"))
    return len(rooms)


def is_whole(server: Server, bundle: Path, least: int) -> None:
    command = [sys.executable, "manage.py", "audit_bundle", "--to", str(bundle)]
    done = subprocess.run(command, cwd=ROOT, env=server.env, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    key = done.stdout.partition("public key: ")[2].split()[0]
    verifier = [sys.executable, str(bundle.with_name("verify_audit.py")), str(bundle), "--public-key", key]
    said = subprocess.run(verifier, check=True, capture_output=True, text=True, timeout=60).stdout
    assert "The log is whole." in said
    assert len(bundle.read_text().splitlines()) > least


def test_every_room_has_one_entry_also_when_the_server_is_killed(new_server: Callable[..., Server]) -> None:
    assert kill(new_server(people=3, RATE_LIMITS_REST="100000/1"), 1)


@pytest.mark.chaos
@pytest.mark.timeout(1800)
def test_killed_again_and_again(new_server: Callable[..., Server], tmp_path: Path) -> None:
    """And the log is proven whole by somebody who has the bundle alone."""
    server = new_server(people=3, RATE_LIMITS_REST="100000/1")
    is_whole(server, tmp_path / "bundle.jsonl", kill(server, KILLS))
