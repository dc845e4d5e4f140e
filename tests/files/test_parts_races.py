"""Parts that come while an upload is finished or given up: what was finished never changes."""

import os
import time
import uuid
from typing import Any

import pytest

from files import storage
from files.storage import Part
from files.storage.disk import DiskStore
from files.storage.tickets import PartTicket
from tests.files.stores import files_below, read, together

CLEAN, VIRUS = b"clean bytes", b"virus bytes"
ROUNDS, RIVALS = 200, 5


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> DiskStore:
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # no power cut here, and a thousand files
    found = storage.store()
    assert isinstance(found, DiskStore)
    return found


def _put(disk: DiskStore, store_id: str, body: bytes) -> str:
    incoming = disk.receive(PartTicket(store_id, 1, len(body), int(time.time()) + 60))
    try:
        incoming.write(body)
        return incoming.keep()
    finally:
        incoming.drop()


def test_of_a_thousand_parts_put_while_it_is_finished_none_gets_into_the_file(settings: Any, disk: DiskStore) -> None:
    finished = late = 0
    for _ in range(ROUNDS):
        key = f"quarantine/{uuid.uuid4()}"
        store_id = disk.begin(key)
        parts = [Part(1, _put(disk, store_id, CLEAN), len(CLEAN))]
        rivals = [lambda s=store_id: _put(disk, s, VIRUS)] * RIVALS
        done, *put = together(lambda k=key, s=store_id, p=parts: disk.finish(k, s, p), *rivals)
        if isinstance(done, FileNotFoundError):  # the other part was first: then what is named is not there
            assert not any(found == key for found, _stat in disk.keys("quarantine/"))
            disk.abort(key, store_id)
            continue
        finished += 1
        assert {type(each) for each in put} <= {FileNotFoundError, storage.StoreDown}  # too late, or not the latest
        assert read(disk, key) == CLEAN
        late += RIVALS
        disk.delete(key)
    print(f"{finished} of {ROUNDS} finished first; {late} parts came too late, 0 of them were taken")
    assert finished
    assert files_below(settings.FILES_DIR) == []


def test_after_the_end_a_thousand_tries_change_nothing(disk: DiskStore) -> None:
    key = "quarantine/finished"
    store_id = disk.begin(key)
    before = disk.finish(key, store_id, [Part(1, _put(disk, store_id, CLEAN), len(CLEAN))])
    for _ in range(1000):
        with pytest.raises(FileNotFoundError):
            _put(disk, store_id, VIRUS)
    assert disk.stat(key) == before
    assert read(disk, key) == CLEAN


def test_who_finishes_at_the_same_time_gets_the_same_answer(disk: DiskStore) -> None:
    for _ in range(20):
        key = f"quarantine/{uuid.uuid4()}"
        store_id = disk.begin(key)
        parts = [Part(1, _put(disk, store_id, CLEAN), len(CLEAN))]
        answers = together(*[lambda k=key, s=store_id, p=parts: disk.finish(k, s, p)] * 4)
        assert answers == [disk.stat(key)] * 4


def test_giving_up_while_parts_come_leaves_nothing(settings: Any, disk: DiskStore) -> None:
    for _ in range(20):
        store_id = disk.begin("quarantine/given-up")
        rivals = [lambda s=store_id: _put(disk, s, CLEAN)] * 4
        together(lambda s=store_id: disk.abort("quarantine/given-up", s), *rivals)
        assert files_below(settings.FILES_DIR) == []


def test_a_crash_while_finishing_is_made_good_by_finishing_again(
    disk: DiskStore, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "quarantine/crashed"
    store_id = disk.begin(key)
    parts = [Part(1, _put(disk, store_id, CLEAN), len(CLEAN))]
    with monkeypatch.context() as crash:
        crash.setattr("files.storage.disk.shutil.rmtree", lambda *_args, **_options: os.close(-1))  # after the rename
        with pytest.raises(storage.StoreDown):
            disk.finish(key, store_id, parts)
    assert disk.finish(key, store_id, parts).size == len(CLEAN)
    assert files_below(settings.FILES_DIR) == [f"objects/quarantine/cr/{key[11:]}"]


def test_what_crashes_left_is_swept_away(settings: Any, disk: DiskStore) -> None:
    old = time.time() - 2 * 86400
    half = settings.FILES_DIR / "temporary" / "half-a-part"
    half.write_bytes(b"half")
    os.utime(half, (old, old))
    young = settings.FILES_DIR / "temporary" / "on-its-way"
    young.write_bytes(b"half")
    nameless = uuid.uuid4().hex
    (settings.FILES_DIR / "parts" / nameless).mkdir()
    assert [(key, store_id) for key, store_id, _when in disk.unfinished()] == [("", nameless)]
    assert files_below(settings.FILES_DIR) == ["temporary/on-its-way"]
    disk.abort("", nameless)
    assert list(disk.unfinished()) == []
