"""The screens on which files are looked at, and the admins' page: their pictures, and what axe-core finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looking import Shelf
from tests.browser.people import Desk, until
from tests.browser.screens import SIZES, THEMES, Screen
from tests.browser.test_screens import judged, photographed

Sit = Callable[..., Desk]


def in_every_state(things: Shelf) -> Callable[[Route], None]:
    """The room's files as they are, and three more that cannot be opened."""
    base = things.files["2026년 하반기 계획.xlsx"]
    odd = [
        {**base, "attachmentId": status, "filename": name, "virusStatus": status}
        for status, name in (("PENDING", "백업.zip"), ("INFECTED", "송장 2026-11.exe"), ("ERROR", "녹음.m4a"))
    ]

    def answer(route: Route) -> None:
        found = route.fetch().json()
        route.fulfill(json={**found, "results": [*odd, *found["results"]]})

    return answer


def _panel(page: Page, room: str) -> None:
    page.goto(f"/rooms/{room}")
    page.wait_for_selector("message-list article")
    page.click("#info-toggle")
    page.locator("room-files").get_by_role("button", name="모두 보기").click()
    expect(page.locator("#pane-side file-box .photo")).to_have_count(6)
    _drawn(page)


def _box(page: Page, room: str) -> None:
    page.keyboard.press("Alt+Digit3")
    expect(page.locator("main file-box .photo").first).to_be_visible()
    _drawn(page)


def _light(page: Page, room: str) -> None:
    page.locator(".photo[title^='현장 2']").first.click()
    until("the original", lambda: page.evaluate("document.querySelector('.stage img')?.src.includes('inline=1')"))


def _files(page: Page, room: str) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="파일").click()
    page.wait_for_selector("file-box .file-row")
    _drawn(page)


def _text(page: Page, room: str) -> None:
    page.locator(".file-main", has_text="deploy.py").first.click()
    page.wait_for_selector(".text-lines")


def _blocked(page: Page, room: str) -> None:
    page.keyboard.press("Escape")
    page.locator(".file-main", has_text="송장").click()
    page.wait_for_selector("light-box .file-card-large")


def _drawn(page: Page) -> None:
    script = "[...document.querySelectorAll('.photo img, .file-icon img')].every((one) => one.naturalWidth)"
    until("the thumbnails", lambda: page.evaluate(script))


# Each leads on from the one before.
LOOKS = (
    Screen("room-files", _panel),
    Screen("file-box", _box),
    Screen("light-picture", _light),
    Screen("file-box-files", _files),
    Screen("light-text", _text),
    Screen("light-blocked", _blocked),
)
JUDGED = ((1440, "light"), (390, "dark"))  # each layout, and each theme


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", SIZES)
def test_screens_of_files(desk: Sit, things: Shelf, width: int) -> None:
    page = desk("demo011", size=SIZES[width]).page
    page.route("**/api/v1/files?kind=file*", in_every_state(things))
    found: list[str] = []
    for screen in LOOKS:
        screen.go(page, things.room)
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            photographed(page, f"{screen.name}-{theme}-{width}")
            found += judged(page, screen, f"{theme} {width}") if (width, theme) in JUDGED else []
    assert not found, "\n".join(found)


def test_the_page_of_system_admins(desk: Sit, things: Shelf) -> None:
    found: list[str] = []
    page = desk("demo001").page
    for width, (wide, high) in SIZES.items():
        page.set_viewport_size({"width": wide, "height": high})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.goto("/system")
            page.wait_for_selector("job-list .job")
            page.wait_for_selector("system-health .part")
            photographed(page, f"system-{theme}-{width}")
            found += judged(page, Screen("system", _box), f"{theme} {width}") if (width, theme) in JUDGED else []
            assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert not found, "\n".join(found)


def test_screens_of_files_in_english(desk: Sit, things: Shelf) -> None:
    page = desk("demo011", locale="en-GB").open(things.room)
    page.keyboard.press("Alt+Digit3")
    page.get_by_role("tab", name="Files").click()
    expect(page.locator(".file-row").first).to_contain_text("Spreadsheet")
    photographed(page, "file-box-light-1440-en")
    page.locator(".file-main", has_text="deploy.py").first.click()
    expect(page.locator("light-box").get_by_role("button", name="Go to the message")).to_be_visible()
    photographed(page, "light-text-light-1440-en")
