"""What the tests of security share."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.security.counting import COUNTED


@pytest.fixture(autouse=True)
def _refusals_are_no_news() -> Iterator[None]:
    """Thousands of refusals are wanted here; only what is our fault may speak."""
    log = logging.getLogger("django.request")
    before = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(before)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name, cases in COUNTED.items():
        terminalreporter.write_line(f"{name}: {cases} cases")
