"""What a worker does is seen at once by who waits for it, with Redis and without."""

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from websockets.sync.client import ClientConnection, connect

from messenger.core.events import Event, Hangup, Notice
from messenger.realtime import beside
from tests.conftest import PASSWORD
from tests.services.ports import free_port, wait_until
from tests.services.server import ROOT, Server, clean_environment
from tests.services.worker import Worker, children_of, is_alive, own_broker

ASK = """
from accounts.models import User
from messenger.core import jobs
jobs.enqueue("test.quick", asked_by=User.objects.get(login_id="demo001").pk)
"""


def signed_in(server: Server, login: str) -> ClientConnection:
    """A socket of this person."""
    body = json.dumps({"username": login, "password": PASSWORD, "deviceName": "test"}).encode()
    request = urllib.request.Request(f"{server.url}/api/v1/device-sessions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        headers = {"Authorization": f"Bearer {json.load(answer)['accessToken']}"}
    return connect(server.socket_url, additional_headers=headers)


@pytest.mark.server
def test_who_asked_sees_the_work_of_another_process_and_others_do_not(
    new_server: Callable[..., Server], new_worker: Callable[..., Worker]
) -> None:
    server = new_server(people=2, DJANGO_SETTINGS_MODULE="tests.jobs.settings", **own_broker())
    new_worker(server)
    states: list[str] = []
    with signed_in(server, "demo001") as asker, signed_in(server, "demo002") as other:
        server.manage("shell", "-c", ASK)
        until = time.monotonic() + 20
        while "SUCCEEDED" not in states and time.monotonic() < until:
            frame = json.loads(asker.recv(timeout=20))
            if frame["event"] == "JOB_UPDATED":
                states.append(frame["data"]["job"]["state"])
        assert states[-1] == "SUCCEEDED"
        assert set(states) <= {"QUEUED", "RUNNING", "SUCCEEDED"}
        other.send(json.dumps({"op": "ping", "ref": 1}))
        heard = [json.loads(other.recv(timeout=5))["event"]]
        while heard[-1] != "PONG":
            heard.append(json.loads(other.recv(timeout=5))["event"])
        assert "JOB_UPDATED" not in heard


# --- the datagram socket ------------------------------------------------------------------------


@pytest.fixture
def heard(settings: Any, tmp_path: Path) -> Iterator[list[Notice]]:
    """What a server hears whose data directory has a very long path."""
    settings.DATA_DIR = tmp_path / ("d" * 120)
    settings.DATA_DIR.mkdir()
    yield []


async def listening(heard: list[Notice]) -> beside.Ear:
    ear = beside.listen(heard.append)
    assert ear is not None
    return ear


async def arrived(heard: list[Notice], number: int) -> None:
    async with asyncio.timeout(5):
        while len(heard) < number:
            await asyncio.sleep(0.01)


async def test_events_and_hangups_arrive_as_they_were_told(heard: list[Notice], settings: Any) -> None:
    ear = await listening(heard)
    event = Event("JOB_UPDATED", {"job": {"jobId": uuid4()}}, users=(uuid4(),), room=uuid4(), epoch=3, seq=4, change=5)
    hangup = Hangup((uuid4(), uuid4()), 4401)
    beside.tell(event)
    beside.tell(hangup)
    await arrived(heard, 2)
    ear.stop()
    told = heard[0]
    assert isinstance(told, Event)
    assert told.frame() == event.frame()
    assert (told.users, told.room, told.epoch, told.seq, told.change) == (event.users, event.room, 3, 4, 5)
    assert heard[1] == hangup
    mode = os.stat(settings.DATA_DIR / beside.NAME).st_mode
    assert stat.S_IMODE(mode) == 0o600, "its owner's alone"


async def test_nobody_there_no_room_left_and_too_large_hold_up_nobody(heard: list[Notice]) -> None:
    small, large = Event("JOB_UPDATED", {"x": "y" * 2000}), Event("JOB_UPDATED", {"x": "y" * (8 << 20)})
    began = time.monotonic()
    beside.tell(small)  # nobody listens yet
    ear = await listening(heard)
    beside.tell(large)
    for _ in range(2000):  # and nobody reads, for this is the loop that would
        beside.tell(small)
    assert time.monotonic() - began < 5
    await arrived(heard, 1)
    ear.stop()
    beside.tell(small)
    assert 0 < len(heard) < 2000


async def test_a_server_that_starts_anew_takes_over_the_name(heard: list[Notice]) -> None:
    old = await listening([])
    new = await listening(heard)
    beside.tell(Event("JOB_UPDATED", {}, users=(UUID(int=1),)))
    await arrived(heard, 1)
    old.stop()
    new.stop()


async def test_rubbish_is_not_the_end_of_listening(heard: list[Notice]) -> None:
    ear = await listening(heard)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, beside._short(beside.NAME) as path:
        for rubbish in (b"", b"\0", b"{}", b'{"notice": 3, "text": ""}'):
            sender.sendto(rubbish, path)
    beside.tell(Event("JOB_UPDATED", {}, users=(UUID(int=1),)))
    await arrived(heard, 1)
    ear.stop()


# --- make run -----------------------------------------------------------------------------------


@pytest.fixture
def started(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """What `make run` starts, in a process group of its own as a terminal gives it."""
    env = {**clean_environment(), "MESSENGER_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "start", "--port", str(free_port()), "--people", "0"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until(lambda: _runs((tmp_path / "log").read_bytes()), "it runs")
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _runs(log: bytes) -> bool:
    return b"Maru is at" in log and b"Maru works on" in log


def family(pid: int) -> list[int]:
    """The process and all below it."""
    return [pid, *(one for child in children_of(pid) for one in family(child))]


@pytest.mark.server
@pytest.mark.parametrize("how", ["Ctrl-C", "asked three times", "kill -9"])
def test_make_run_works_too_and_nothing_of_it_stays(started: subprocess.Popen[bytes], tmp_path: Path, how: str) -> None:
    processes = family(started.pid)
    assert len(processes) == 4, "the server, and the worker with two lanes"
    began = time.monotonic()
    if how == "Ctrl-C":
        os.killpg(started.pid, signal.SIGINT)
        assert started.wait(20) == 0
    elif how == "asked three times":  # as `make` and what started it both do
        for _ in range(3):
            started.terminate()
            time.sleep(0.02)  # else they count as one
        assert started.wait(20) in (0, -signal.SIGTERM)  # the third may come when nobody listens any more
    else:
        started.kill()
        started.wait(20)
    wait_until(lambda: not any(is_alive(pid) for pid in processes), "all of it is gone", 10)
    assert b"Traceback" not in (tmp_path / "log").read_bytes()
    print(f"{how}: all gone after {time.monotonic() - began:.1f} s")


@pytest.mark.server
def test_a_worker_of_make_run_that_is_killed_is_replaced(started: subprocess.Popen[bytes], tmp_path: Path) -> None:
    [worker] = children_of(started.pid)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: (tmp_path / "log").read_bytes().count(b"Maru works on") == 2, "another one works")
    assert children_of(started.pid) != [worker]
    assert len(family(started.pid)) == 4
