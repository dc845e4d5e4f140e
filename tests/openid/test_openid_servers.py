"""The whole way over the network: a real server, a real provider, an open socket when somebody signs out there."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.conftest import PASSWORD
from tests.services import oidc
from tests.services.oidc import Oidc, sign_in_there, sign_out_there
from tests.services.server import Server, start_server

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]
SOON = 5.0


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Oidc]]:
    """A server that was started while its provider was away, and the provider."""
    if why := oidc.missing():
        pytest.skip(why)
    provider = Oidc()
    env = {**provider.env, "OIDC_CREATE": "on"}
    server = start_server(tmp_path_factory.mktemp("company"), people=3, password=PASSWORD, env=env)
    try:
        with httpx.Client(base_url=server.url) as early:
            assert early.get("/openid/login").status_code == 503, "up, and says that the provider is not"
        provider.of(server.url).start()
        yield server, provider
    finally:
        server.remove()
        provider.remove()


@pytest.fixture
def comes_in(company: tuple[Server, Oidc]) -> Iterator[Callable[[str], httpx.Client]]:
    """`comes_in("minji.kim")`: a browser that went the whole way; it keeps the provider's cookies too."""
    server, _provider = company
    with contextlib.ExitStack() as open_ones:

        def go(person: str) -> httpx.Client:
            browser = open_ones.enter_context(httpx.Client(base_url=server.url, timeout=20))
            led = _when_it_is_back(browser)
            back = sign_in_there(browser, led.headers["location"], person)
            answer = browser.get(back)
            assert (answer.status_code, answer.headers["location"]) == (302, "/"), answer.text
            return browser

        yield go


def _when_it_is_back(browser: httpx.Client) -> httpx.Response:
    """A provider that was silent is left alone for a moment; then it is asked again."""
    end = time.monotonic() + 15
    while (led := browser.get("/openid/login")).status_code == 503 and time.monotonic() < end:
        pass
    assert led.status_code == 302, led.text
    return led


def listening(server: Server, browser: httpx.Client) -> ClientConnection:
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    origin = Origin(server.url)
    socket: ClientConnection = connect(server.socket_url, origin=origin, additional_headers={"Cookie": cookies})
    assert json.loads(socket.recv(10))["event"] == "HELLO"
    return socket


def close_code(socket: ClientConnection) -> Any:
    with contextlib.suppress(ConnectionClosed, TimeoutError):
        end = time.monotonic() + SOON
        while True:
            socket.recv(max(0.01, end - time.monotonic()))
    return socket.close_code


def test_signing_out_there_closes_the_open_socket_here(
    company: tuple[Server, Oidc], comes_in: Callable[[str], httpx.Client]
) -> None:
    server, provider = company
    leaving, staying = comes_in("minji.kim"), comes_in("junho.park")
    ears, other_ears = listening(server, leaving), listening(server, staying)
    began = time.monotonic()
    sign_out_there(leaving, provider)
    assert close_code(ears) == 4401
    assert time.monotonic() - began < SOON
    assert leaving.get("/devices").status_code == 302 and staying.get("/devices").status_code == 200
    other_ears.ping().wait(SOON)
    other_ears.close()


def test_with_the_provider_away_those_who_are_in_stay_and_an_admin_gets_in(
    company: tuple[Server, Oidc], comes_in: Callable[[str], httpx.Client]
) -> None:
    server, provider = company
    inside = comes_in("junho.park")
    provider.stop()
    try:
        assert inside.get("/devices").status_code == 200
        body = {"username": "demo001", "password": PASSWORD, "deviceName": "glass"}
        assert httpx.post(f"{server.url}/api/v1/device-sessions", json=body, timeout=20).status_code == 201
    finally:
        provider.start()
