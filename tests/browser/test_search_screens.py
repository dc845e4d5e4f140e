"""The screens on which people search: their pictures in every theme and width, and what axe-core finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until
from tests.browser.screens import SIZES, Screen
from tests.browser.test_screens import judged, photographed
from tests.browser.test_search import FILTERS, Archive
from tests.services.worker import Worker

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def archive(rest: Callable[[str], Person], site_worker: Worker) -> Archive:
    return Archive(rest("demo017"), rest("demo018"), rest("demo020"))


def _hits(page: Page, room: str) -> None:
    page.goto("/search?q=정산회의&loose=1")
    expect(page.locator("search-page .hit")).to_have_count(4)


def _beside(page: Page, room: str) -> None:
    page.locator("search-page .hit", has_text="준비 부탁").click()
    expect(page.locator("article:focus")).to_be_in_viewport()
    expect(page.locator("article.flash")).to_have_count(0)
    expect(page.locator("article:focus")).to_be_in_viewport()


def _filters(page: Page, room: str) -> None:
    page.goto("/search?q=ghldml&period=own&from=2026-01-01")
    expect(page.locator(".search-tried")).to_be_visible()
    page.locator(FILTERS).click()
    expect(page.locator(".search-filters")).to_be_visible()


def _recent(page: Page, room: str) -> None:
    page.goto("/search?q=")
    expect(page.locator(".search-recent li")).to_have_count(1)


def _none(page: Page, room: str) -> None:
    page.goto("/search?q=뷁뷁뷁&hasFile=1")
    expect(page.locator("search-page .empty")).to_be_visible()


def _bar(page: Page, room: str) -> None:
    page.goto(f"/rooms/{room}")
    page.locator("#find-toggle").click()
    page.locator("#find-here").fill("정산")
    expect(page.locator(".find-state")).not_to_be_empty()
    until("the marks", lambda: page.evaluate("CSS.highlights.get('found')?.size > 0"))
    expect(page.locator("article.flash")).to_have_count(0)


# Each leads on from the one before.
LOOKS = (
    Screen("search", _hits),
    Screen("search-beside", _beside),
    Screen("search-filters", _filters),
    Screen("search-recent", _recent),
    Screen("search-none", _none),
    Screen("search-room", _bar),
)
SEEN = ((1440, "light"), (390, "dark"), (1440, "dark"), (1024, "light"))
JUDGED = SEEN[:2]  # each layout, and each theme


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "theme"), SEEN)
def test_screens_of_searching(desk: Sit, archive: Archive, theme: str, width: int) -> None:
    page = desk("demo017", size=SIZES[width], color_scheme=theme).page
    found: list[str] = []
    for screen in LOOKS:
        screen.go(page, archive.room)
        photographed(page, f"{screen.name}-{theme}-{width}")
        found += judged(page, screen, f"{theme} {width}") if (width, theme) in JUDGED else []
        assert page.evaluate("document.querySelector('.list').scrollWidth") <= width
    assert not found, "\n".join(found)


def test_screens_of_searching_in_english(desk: Sit, archive: Archive) -> None:
    page = desk("demo017", locale="en-GB").page
    _hits(page, archive.room)
    expect(page.get_by_role("tab", name="Messages")).to_be_visible()
    page.locator(FILTERS).click()
    photographed(page, "search-light-1440-en")
    page.keyboard.press("Escape")
