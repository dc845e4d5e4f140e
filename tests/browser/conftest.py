"""Browsers with people in them. A complaint of any page fails its test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import Shelf, shelf
from tests.browser.people import Desk, Person
from tests.services.server import Server
from tests.services.worker import Worker

expect.set_options(timeout=15_000)  # a bound, not a measure: a busy machine shows the same a little later


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def rest(site: Server) -> Callable[[str], Person]:
    """`rest("demo002")`: that person, over REST."""
    known: dict[str, Person] = {}

    def one(login: str) -> Person:
        return known.setdefault(login, Person(site.url, login)) if login not in known else known[login]

    return one


@pytest.fixture(scope="session")
def things(rest: Callable[[str], Person], site_worker: Worker) -> Shelf:
    """A room with files of every kind, sent by demo005 to demo004, demo006 and demo011. Leave it as it is."""
    made = shelf(rest("demo005"), rest("demo004"), rest("demo006"), rest("demo011"), name="자료가 많은 방")
    made.wait_for_pictures(*(name for name in made.files if name.endswith(".png")))
    return made


@pytest.fixture(scope="session")
def _cookies() -> dict[str, Any]:
    """Of everybody who signed in once: passwords are slow on purpose."""
    return {}


@pytest.fixture
def desk(browser: Browser, site: Server, _cookies: dict[str, Any]) -> Iterator[Callable[..., Desk]]:
    """`desk("demo001", size=(390, 844))`: that person in a browser of their own.

    `fresh=True` signs in by the form, for tests that end the session.
    """
    opened: list[Desk] = []

    def sit_down(login: str, *, fresh: bool = False, url: str = site.url, **options: Any) -> Desk:
        key = f"{url} {login}"
        cookies = None if fresh else _cookies.get(key)
        opened.append(Desk(browser, url, login, cookies, **options))
        if not fresh and not cookies:
            _cookies[key] = opened[-1].context.storage_state()
        return opened[-1]

    yield sit_down
    complaints = [text for one in opened for text in one.complaints()]
    for one in opened:
        one.context.close()
    assert complaints == []
