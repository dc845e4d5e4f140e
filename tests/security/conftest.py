"""What the tests of security share."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import PASSWORD
from tests.security.counting import COUNTED
from tests.security.devices import Device, message, until
from tests.services.server import Server, start_server


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


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    env = {f"RATE_LIMITS_{name}": "100000/1" for name in ("SIGN_IN", "SEND", "REST", "FRAMES")}
    env |= {"DATABASE_URL": "", "REDIS_URL": "", "SOCKETS_PER_USER": "1000"}
    started = start_server(tmp_path_factory.mktemp("frames"), people=3, password=PASSWORD, env=env)
    yield started
    log = started.log.read_text(errors="replace").splitlines()
    started.remove()
    # daphne itself writes down a subprotocol that is no ASCII, and refuses it.
    assert not [line for line in log if "Traceback" in line and "daphne.ws_protocol" not in line]


@pytest.fixture(scope="session")
def offender(server: Server) -> Device:
    return Device(server, "demo001")


@pytest.fixture(scope="session")
def neighbour(server: Server) -> Iterator[Callable[[], None]]:
    """`neighbour()` sends a message over a socket that is open all the while, and is answered."""
    device = Device(server, "demo002")
    wire = device.connect()

    def still_there() -> None:
        wire.send(json.dumps({"op": "message.send", "ref": 1, "data": message(device.room)}))
        assert until(wire, "ACK")["ref"] == 1

    yield still_there
    wire.close()
