"""Each test of files has a store of its own."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from files import scanning, services, storage
from files.services import rescanning
from files.storage import Store
from messenger.operation import scanner as operation
from tests.files.sending import Sender
from tests.files.stores import use_s3
from tests.services import clamd
from tests.services.clamd import Clamd
from tests.services.s3 import S3, is_here

# No database is asked while something is drawn, or of a store: once is enough, beside SQLite.
_ASK_NO_DATABASE = [
    "test_file_attacks_*.py",
    "test_pictures_drawn.py",
    "test_parts_*.py",
    *(f"test_store_{name}.py" for name in ("contract", "disk_full", "hostile_s3", "settings")),
    *(f"test_serving_{name}.py" for name in ("addresses", "nginx", "pace")),
]
collect_ignore_glob = _ASK_NO_DATABASE if os.environ.get("DATABASE_URL") else []


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """A real S3 server."""
    if not is_here():
        pytest.skip("the S3 server of the tests is not installed")
    with S3() as running:
        yield running


@pytest.fixture(params=["disk", "s3"])
def any_store(request: pytest.FixtureRequest, settings: Any) -> Store:
    """The store on disk, and again one on the S3 server."""
    return storage.store() if request.param == "disk" else use_s3(settings, request.getfixturevalue("s3").env)


@pytest.fixture
def sender(db: None) -> Callable[..., Sender]:
    """`sender(alice)`: somebody who uploads files and sends them."""
    return Sender


@pytest.fixture(scope="session")
def clamav() -> Iterator[Clamd]:
    """A real clamd with test signatures, whose limits cover the largest file."""
    if clamd.binary() is None:
        pytest.skip("ClamAV is not installed")
    with Clamd() as running:
        yield running


@pytest.fixture
def scanned_by(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`scanned_by("tcp://…")`, `scanned_by(Judge())`: from now on files are scanned by that."""

    def use(scanner: Any, seconds: int = 30) -> None:
        settings.FILE_SCANNER = "clamd"
        if isinstance(scanner, str):
            settings.CLAMD_ADDRESS, settings.SCAN_SECONDS = scanner, seconds
            scanning.scanner.cache_clear()
        else:
            for module in (scanning, services.scanning, rescanning, operation):
                monkeypatch.setattr(module, "scanner", lambda: scanner)

    yield use
    monkeypatch.undo()
    scanning.scanner.cache_clear()
