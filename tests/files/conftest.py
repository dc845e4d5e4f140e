"""Each test of files has a store of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from files import scanning, services, storage
from files.services import rescanning
from tests.files.sending import Sender
from tests.services import clamd
from tests.services.clamd import Clamd


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


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
            for module in (scanning, services.scanning, rescanning):
                monkeypatch.setattr(module, "scanner", lambda: scanner)

    yield use
    monkeypatch.undo()
    scanning.scanner.cache_clear()
