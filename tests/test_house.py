"""The house itself: it starts, ends, and its papers agree with it."""

import signal
import urllib.request
from collections.abc import Callable

import pytest

from tests.services.server import Server


@pytest.mark.server
def test_the_server_starts_says_it_is_ready_and_ends_when_told(new_server: Callable[..., Server]) -> None:
    server = new_server()
    with urllib.request.urlopen(f"{server.url}/health/ready", timeout=5) as answer:
        assert answer.status == 200
        assert "daphne" not in str(answer.headers).lower()
    assert server.stop() == 0
    assert "Maru is at " in server.log.read_text()


@pytest.mark.server
def test_what_a_killed_server_stored_is_there_after_a_restart(new_server: Callable[..., Server]) -> None:
    server = new_server(people=3)
    assert server.kill() == -signal.SIGKILL
    server.start()
    with urllib.request.urlopen(f"{server.url}/login", timeout=5) as answer:
        assert answer.status == 200
