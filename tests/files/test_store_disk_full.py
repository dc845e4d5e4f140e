"""A disk that is full, gone or broken: refused in the right words, nothing half written, good again afterwards."""

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from files import storage
from files.storage import StoreDown, StoreFull
from files.storage.disk import DiskStore
from files.storage.tickets import PartTicket
from tests.files.stores import BASE, files_below, put, read, stored, upload

KEY = "quarantine/full-disk"
MIB = 1 << 20


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[DiskStore]:
    """A disk of 16 MiB, 4 of which are kept free."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    settings.FILES_DIR, settings.FILES_KEEP_FREE_BYTES = place / "files", 4 * MIB
    storage.store.cache_clear()
    try:
        found = storage.store()
        assert isinstance(found, DiskStore)
        yield found
    finally:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=True)


def _part(disk: DiskStore, store_id: str, number: int, size: int) -> Any:
    return put(disk.part_url(KEY, store_id, number, size, 60, BASE).url, os.urandom(size))


def test_a_full_disk_says_so_and_takes_parts_again_when_there_is_room(small_disk: DiskStore, settings: Any) -> None:
    store_id = small_disk.begin(KEY)
    assert _part(small_disk, store_id, 1, 8 * MIB).status_code == 200
    refused = _part(small_disk, store_id, 2, 8 * MIB)
    assert (refused.status_code, refused.json()["error"]["code"]) == (507, "UNAVAILABLE")
    assert int(refused.headers["Retry-After"]) > 0
    assert list(small_disk.parts(KEY, store_id)) == [1]
    with pytest.raises(StoreFull):
        small_disk.finish(KEY, store_id, [small_disk.parts(KEY, store_id)[1]])
    with pytest.raises(FileNotFoundError):
        small_disk.stat(KEY)
    small_disk.abort(KEY, store_id)
    assert files_below(settings.FILES_DIR) == []
    assert stored(small_disk, KEY, b"there is room") == b"there is room"


def test_a_disk_that_fills_up_meanwhile_leaves_no_half_file(small_disk: DiskStore, settings: Any) -> None:
    store_id = small_disk.begin(KEY)
    incoming = small_disk.receive(PartTicket(store_id, 1, 8 * MIB, int(time.time()) + 60))
    other = settings.FILES_DIR.parent / "something-else"
    other.write_bytes(bytes(12 * MIB))
    with pytest.raises(StoreFull):
        for _ in range(8):
            incoming.write(bytes(MIB))
    incoming.drop()
    assert small_disk.parts(KEY, store_id) == {}
    with pytest.raises(StoreFull):
        small_disk.put("thumbnails/some", BytesIO(bytes(8 * MIB)))
    other.unlink()
    assert [name for name in files_below(settings.FILES_DIR) if not name.endswith("/key")] == []
    assert stored(small_disk, "quarantine/later", b"there is room") == b"there is room"


def test_what_is_there_can_be_read_from_a_full_disk(small_disk: DiskStore, settings: Any) -> None:
    stored(small_disk, KEY, b"important")
    (settings.FILES_DIR.parent / "something-else").write_bytes(bytes(15 * MIB))
    assert read(small_disk, KEY) == b"important"
    small_disk.copy(KEY, "stored/full-disk", small_disk.stat(KEY).etag)  # one more name needs no room
    assert read(small_disk, "stored/full-disk") == b"important"


def test_a_disk_that_is_not_mounted_is_down_and_its_files_are_not_lost(settings: Any, tmp_path: Path) -> None:
    disk = storage.store()
    stored(disk, KEY, b"important")
    settings.FILES_DIR.rename(tmp_path / "unplugged")
    settings.FILES_DIR.mkdir()
    for look in (lambda: disk.stat(KEY), lambda: read(disk, KEY), lambda: disk.begin(KEY), lambda: disk.delete(KEY)):
        with pytest.raises(StoreDown):
            look()
    settings.FILES_DIR.rmdir()
    (tmp_path / "unplugged").rename(settings.FILES_DIR)
    assert read(disk, KEY) == b"important"


@pytest.mark.parametrize(("number", "wanted"), [(errno.EIO, StoreDown), (errno.EDQUOT, StoreFull)])
def test_a_disk_that_fails_is_down(monkeypatch: pytest.MonkeyPatch, number: int, wanted: type[StoreDown]) -> None:
    disk = storage.store()

    def fails(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(wanted):
        disk.begin(KEY)


def test_a_file_that_lost_its_end_is_never_taken_for_whole(settings: Any) -> None:
    disk = storage.store()
    store_id, parts = upload(disk, KEY, [b"all of it"])
    disk.finish(KEY, store_id, parts)
    pieces = disk.open(KEY, 0, 9)
    [path] = settings.FILES_DIR.glob("objects/**/full-disk")
    os.truncate(path, 4)
    with pytest.raises(StoreDown):
        list(pieces)
