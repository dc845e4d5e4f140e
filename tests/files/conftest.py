"""Each test of files has a store of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from files import storage
from tests.files.sending import Sender


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
