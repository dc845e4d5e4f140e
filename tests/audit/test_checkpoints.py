"""Signed checkpoints: when they are made, and that they leave the house."""

import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from audit import keys, offline
from audit.errors import ChainBroken
from audit.models import Checkpoint, CheckpointSent
from audit.selectors.verifying import checkpoint_out, verification
from audit.services import bucket, checkpoints
from messenger.core import jobs
from tests.audit.logs import filled, unguarded


@pytest.fixture
def log(db: None) -> None:
    filled(3)


def test_a_checkpoint_is_signed_for_whoever_has_the_public_key(log: None) -> None:
    made = checkpoints.make()
    assert made and made.chain_no == 3
    assert offline.is_signed(keys.public_key(), checkpoint_out(made))
    assert not offline.is_signed(keys.public_key(), {**checkpoint_out(made), "chainNo": 2})
    found = verification()
    assert (found.ok, found.checkpoints, found.last_checkpoint_no) == (True, 1, 3)


def test_there_is_one_for_what_is_new_and_one_a_day(log: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checkpoints.make()
    assert checkpoints.make() is None
    filled(1)
    made = checkpoints.make()
    assert made and made.chain_no == 4
    later = timezone.now() + dt.timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    again = checkpoints.make()
    assert again and again.chain_no == 4
    assert verification().ok


def test_nothing_is_built_on_a_checkpoint_that_is_not_ours(log: None) -> None:
    """Somebody with the database alone puts in one of their own, with the head as it is and a history as they like."""
    made = checkpoints.make()
    assert made
    with unguarded():
        Checkpoint.objects.bulk_create(
            [Checkpoint(chain_no=made.chain_no, hash=made.hash, link="00" * 32, at=timezone.now(), signature="00" * 64)]
        )
    filled(1)
    with pytest.raises(ChainBroken):
        checkpoints.make()


def test_an_empty_log_is_not_signed(db: None) -> None:
    assert checkpoints.make() is None


def test_checkpoints_are_kept_in_a_file_that_only_grows(log: None, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoints.jsonl"
    with override_settings(AUDIT_CHECKPOINT_FILE=str(kept)):
        for _turn in range(2):
            checkpoints.make()
            jobs.run_all()
            filled(1)
        assert [c["chainNo"] for c in offline.read_checkpoints(kept)] == [3, 4]
        assert CheckpointSent.objects.filter(place="file").count() == 2
        assert verification().ok


class Syslog(threading.Thread):
    """A server that takes one message."""

    def __init__(self, kind: socket.SocketKind) -> None:
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(15)
        self.said = b""
        if kind == socket.SOCK_STREAM:
            self.socket.listen()
        self.kind = kind

    def run(self) -> None:
        if self.kind == socket.SOCK_DGRAM:
            self.said = self.socket.recv(65536)
            return
        connection, _address = self.socket.accept()
        with connection:
            while piece := connection.recv(65536):
                self.said += piece


@pytest.fixture
def syslog() -> Iterator[Callable[[socket.SocketKind], Syslog]]:
    started: list[Syslog] = []

    def start(kind: socket.SocketKind) -> Syslog:
        server = Syslog(kind)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.join(20)
        server.socket.close()


@pytest.mark.parametrize(("scheme", "kind"), [("udp", socket.SOCK_DGRAM), ("tcp", socket.SOCK_STREAM)])
def test_checkpoints_are_told_to_a_syslog_server(
    log: None, syslog: Callable[[socket.SocketKind], Syslog], scheme: str, kind: socket.SocketKind
) -> None:
    server = syslog(kind)
    with override_settings(AUDIT_SYSLOG=f"{scheme}://127.0.0.1:{server.socket.getsockname()[1]}"):
        made = checkpoints.make()
        jobs.run_all()
    server.join(20)
    said = server.said.decode()
    if scheme == "tcp":
        length, _space, said = said.partition(" ")
        assert int(length) == len(said.encode())
    head, _brace, text = said.partition(" checkpoint - ")
    assert head.startswith("<109>1 20") and made
    assert json.loads(text) == checkpoint_out(made)


def test_a_server_that_is_down_is_asked_again(log: None) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with override_settings(AUDIT_SYSLOG=f"tcp://127.0.0.1:{port}"):
        checkpoints.make()
        jobs.run_all()
    job = jobs.Job.objects.get(kind="audit.send")
    assert (job.state, job.cause, job.waiting_for) == ("QUEUED", "DEPENDENCY_DOWN", "syslog")
    assert not CheckpointSent.objects.exists()


class Store:
    """What a bucket is asked for."""

    def __init__(self) -> None:
        self.puts: list[dict[str, Any]] = []

    def put_object(self, **asked: Any) -> None:
        self.puts.append(asked)


@pytest.mark.parametrize("days", [0, 3650])
def test_a_bucket_is_asked_to_lock_what_it_gets(log: None, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    store = Store()
    monkeypatch.setattr(bucket, "_client", lambda: store)
    with override_settings(AUDIT_S3_BUCKET="worm", AUDIT_S3_LOCK_DAYS=days):
        made = checkpoints.make()
        jobs.run_all()
    [asked] = store.puts
    assert made and json.loads(asked["Body"]) == checkpoint_out(made)
    assert (asked.get("ObjectLockMode") == "COMPLIANCE") is bool(days)
    if days:
        assert asked["ObjectLockRetainUntilDate"] > timezone.now() + dt.timedelta(days=days - 1)
    assert Checkpoint.objects.count() == CheckpointSent.objects.filter(place="s3").count() == 1
