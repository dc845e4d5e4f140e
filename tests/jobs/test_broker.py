"""The broker holds rings and nothing else: few of them, for us alone, and each for one worker."""

import os
import stat
import threading
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from kombu import Connection

from messenger import celery, folder_broker


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "broker"


def channel(folder: Path) -> Any:
    """As another process would open it."""
    options = folder_broker.options(folder)
    connection: Any = Connection(transport=folder_broker.Transport, transport_options=options)  # type: ignore[no-untyped-call]
    return connection.channel()


def test_the_folder_is_its_owners_alone(folder: Path) -> None:
    channel(folder)._put("jobs.scan", {"a": "가"})
    for path in (folder, folder / "messages"):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o700


def test_messages_come_in_order_each_from_its_queue(folder: Path) -> None:
    here, there = channel(folder), channel(folder)
    for number in range(3):
        here._put("jobs.scan", {"number": number})
    here._put("jobs.media", {"number": 9})
    assert [there._get("jobs.scan")["number"] for _ in range(3)] == [0, 1, 2]
    assert there._get("jobs.media") == {"number": 9}
    for queue in ("jobs.scan", "jobs.media"):
        with pytest.raises(Empty):
            there._get(queue)
    assert not list((folder / "messages").iterdir()), "nothing is left behind"


def test_many_readers_get_each_message_once_and_whole(folder: Path) -> None:
    """kombu's own transport shows messages that are not written yet."""
    got: list[int] = []
    written = threading.Event()

    def read() -> None:
        mine = channel(folder)
        while True:
            over = written.is_set()
            try:
                got.append(mine._get("jobs.scan")["number"])
            except Empty:
                if over:
                    return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    writer = channel(folder)
    for number in range(300):
        writer._put("jobs.scan", {"number": number, "more": "x" * 5000})
    written.set()
    for reader in readers:
        reader.join(20)
    assert sorted(got) == list(range(300))


def test_without_a_worker_rings_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(celery, "MOST_RINGS", 5)
    queue = "links"

    def waiting() -> int:
        with celery.app.producer_or_acquire() as producer:
            return int(producer.channel.queue_declare(queue=celery.named(queue)).message_count)

    def nobody_rang() -> None:
        with celery.app.producer_or_acquire() as producer:
            producer.channel.queue_purge(celery.named(queue))

    nobody_rang()  # what other tests asked for
    for _ in range(20):
        celery.ring(queue, str(uuid4()))
    assert waiting() <= 6  # this process's own doorbell may have rung at the same moment
    nobody_rang()
    celery.ring(queue, str(uuid4()))
    assert waiting() in (1, 2)


def test_the_broker_is_redis_where_there_is_one() -> None:
    url = celery.app.conf.broker_url
    assert url.startswith("redis" if django_settings.REDIS_URL else folder_broker.URL)
