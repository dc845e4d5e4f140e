"""Attacks on the way in: places taken for nothing, work made for nothing, and what who left still gets."""

import threading
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from chat.models import Room
from chat.selectors import audience
from files import storage
from files.models import Attachment, Upload
from files.services import collecting, completing, scanning, uploads, verdicts
from files.storage import Part, StoreDown, StoreFull
from files.storage.disk import DiskStore
from files.storage.tickets import PartTicket
from messenger.core import events
from tests.files.sending import Sender
from tests.files.stores import files_below, together

pytestmark = pytest.mark.django_db(transaction=True)

MIB = 1 << 20


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


def test_many_slow_parts_at_once_do_not_fill_the_disk_beyond_its_floor(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each alone would fit when it begins."""
    disk = storage.store()
    assert isinstance(disk, DiskStore)
    settings.FILES_KEEP_FREE_BYTES = 4 * MIB
    left = [16 * MIB]

    class _Disk:
        f_frsize = 1

        @property
        def f_bavail(self) -> int:
            return left[0]

    monkeypatch.setattr("files.storage.folder.os.statvfs", lambda _path: _Disk())
    store_id, end = disk.begin("quarantine/slow"), int(time.time()) + 60
    arriving = [disk.receive(PartTicket(store_id, number, 8 * MIB, end)) for number in range(1, 101)]

    def write_all() -> None:
        for _ in range(8):
            for incoming in arriving:
                incoming.write(b"x")
                left[0] -= MIB

    with pytest.raises(StoreFull):
        write_all()
    assert left[0] >= settings.FILES_KEEP_FREE_BYTES - MIB
    for incoming in arriving:
        incoming.drop()


def test_one_address_used_a_hundred_times_at_once_is_one_part_on_the_disk(settings: Any) -> None:
    """What lies there is never more than what was counted for the quota."""
    disk = storage.store()
    assert isinstance(disk, DiskStore)
    ticket = PartTicket(disk.begin("quarantine/again"), 1, 5, int(time.time()) + 60)
    *earlier, last = [disk.receive(ticket) for _ in range(100)]
    assert len(list((settings.FILES_DIR / "temporary").iterdir())) == 1
    for incoming in earlier:
        with pytest.raises(StoreDown):
            incoming.write(b"virus")
        with pytest.raises(StoreDown):
            incoming.keep()
        incoming.drop()
    last.write(b"hello")
    assert disk.parts("quarantine/again", ticket.store_id) == {}
    etag = last.keep()
    last.drop()
    assert disk.parts("quarantine/again", ticket.store_id) == {1: Part(1, etag, 5)}
    assert disk._arriving._coming == {}
    assert list((settings.FILES_DIR / "temporary").iterdir()) == []


def test_finishing_a_large_file_many_times_at_once_reads_it_once(
    alice: Any, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alices, reads, lock = Sender(alice), [0], threading.Lock()
    begun = alices.begin(room.pk, 5).json()
    parts = alices.put_parts(begun, b"hello")
    real = completing._measure

    def counted(upload: Upload) -> Any:
        with lock:
            reads[0] += 1
        time.sleep(0.05)  # a large file
        return real(upload)

    monkeypatch.setattr(completing, "_measure", counted)
    answers = together(*[lambda: alices.complete(begun, parts)] * 6)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["attachmentId"] for answer in answers}) == 1
    assert reads[0] == 1


def test_who_left_gets_no_more_addresses_for_parts(alice: Any, bob: Any, room: Any) -> None:
    alices = Sender(alice)
    begun = alices.begin(room.pk, 5).json()
    path = f"/files/uploads/{begun['uploadId']}"
    assert alices.get(path).json()["parts"][0]["url"]
    assert Sender(bob).delete(f"/rooms/{room.pk}/members/{alice.pk}").status_code == 204
    assert alices.get(path).status_code == 404
    assert alices.delete(path).status_code == 204  # what is theirs can be taken back all the same


def test_who_left_hears_nothing_more_of_files_they_did_not_send(
    alice: Any, bob: Any, room: Any, told: list[events.Event]
) -> None:
    """Contract 10.4: a member removed receives nothing more."""
    file = Attachment.objects.get(pk=Sender(alice).upload(room.pk, b"hello")["attachmentId"])
    Attachment.objects.filter(pk=file.pk).update(virus_status="PENDING")
    assert Sender(bob).delete(f"/rooms/{room.pk}/members/{alice.pk}").status_code == 204
    told.clear()
    verdicts.failed(file)
    assert Attachment.objects.get(pk=file.pk).virus_status == "ERROR"
    epoch = Room.objects.get(pk=room.pk).member_epoch
    assert [(event.name, event.users, event.room, event.epoch) for event in told] == [
        ("FILE_UPDATED", (alice.pk,), room.pk, epoch)  # of these users, those who are members at this epoch
    ]
    assert alice.pk not in audience.of(room.pk, epoch).places


def test_nobody_begins_files_without_end(alice: Any, room: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "upload": (10_000, 1)}
    monkeypatch.setattr(uploads, "MOST_OPEN", 5)
    alices = Sender(alice)
    begun = [alices.begin(room.pk, 5) for _ in range(6)]
    assert [answer.status_code for answer in begun] == [201] * 5 + [403]
    assert begun[-1].json()["error"]["details"]["scope"] == "uploads"
    assert alices.delete(f"/files/uploads/{begun[0].json()['uploadId']}").status_code == 204
    assert alices.begin(room.pk, 5).status_code == 201


def test_who_begins_more_than_a_batch_does_not_outrun_the_collector(
    alice: Any, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_BATCH", 2)
    alices = Sender(alice)
    for _ in range(5):
        assert alices.begin(room.pk, 5).status_code == 201
    for _ in range(5):
        alices.upload(room.pk, b"hello")
    past = timezone.now() - timedelta(days=30)
    Upload.objects.update(expires_at=past)
    Attachment.objects.update(created_at=past)
    assert collecting.expired_uploads() == 10
    assert collecting.unsent() == 5
    assert not Upload.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("step", ["finish", "stat", "copy"])
def test_a_store_that_is_slow_at_the_end_of_an_upload_holds_up_no_message(
    alice: Any, bob: Any, room: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """With FILE_SCANNER=off it copied inside the transaction: on SQLite nobody else could write meanwhile."""
    alices, inside, go_on = Sender(alice), threading.Event(), threading.Event()
    begun = alices.begin(room.pk, 5).json()
    parts = alices.put_parts(begun, b"hello")
    real = getattr(DiskStore, step)

    def slow(*args: Any) -> Any:
        inside.set()
        assert go_on.wait(20)
        return real(*args)

    def say() -> Any:
        assert inside.wait(20)
        began = time.monotonic()
        said = Sender(bob).post(
            f"/rooms/{room.pk}/messages", {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": "안녕하세요"}
        )
        took = time.monotonic() - began
        go_on.set()
        return said.status_code, took

    monkeypatch.setattr(DiskStore, step, slow)
    patience = threading.Timer(4, go_on.set)  # else a sender that waits would wait for us
    patience.start()
    finished, (status, took) = together(lambda: alices.complete(begun, parts), say)
    patience.cancel()
    assert (finished.status_code, finished.json()["virusStatus"], status) == (201, "SKIPPED", 201)
    assert took < 3


def test_who_gives_up_while_it_is_finished_leaves_nothing(
    alice: Any, room: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    alices = Sender(alice)
    begun = alices.begin(room.pk, 5).json()
    parts = alices.put_parts(begun, b"hello")
    real = scanning.copied

    def given_up_meanwhile(attachment: Attachment) -> str:
        copy = real(attachment)
        assert alices.delete(f"/files/uploads/{begun['uploadId']}").status_code == 204
        return copy

    monkeypatch.setattr(scanning, "copied", given_up_meanwhile)
    assert alices.complete(begun, parts).status_code == 404
    assert files_below(settings.FILES_DIR) == []
    assert not Attachment.objects.exists()
