"""Pictures of every screen in var/screenshots/, for people to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Desk
from tests.browser.screens import SCREENS, SIZES, THEMES
from tests.browser.test_accessibility import busy_room  # noqa: F401  (a fixture)
from tests.services.server import Server

FOLDER = Path(__file__).resolve().parents[2] / "var/screenshots"
ENGLISH = {"login", "conversation", "room-info", "settings"}


@pytest.fixture(scope="module")
def folder() -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER


@pytest.mark.timeout(240)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", SIZES)
def test_pictures_of_screens_of_people_signed_in(
    desk: Callable[..., Desk],
    busy_room: str,  # noqa: F811
    folder: Path,
    theme: str,
    width: int,
) -> None:
    sitting = desk("demo004", size=SIZES[width], color_scheme=theme, has_touch=width < 760)
    sitting.expected = ("404",)
    for screen in (one for one in SCREENS if one.signed_in):
        screen.go(sitting.page, busy_room)
        sitting.page.wait_for_timeout(200)  # transitions
        picture = sitting.page.screenshot(path=folder / f"{screen.name}-{theme}-{width}.png")
        assert len(picture) > 5_000


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_pictures_of_screens_of_strangers(
    browser: Browser, site: Server, folder: Path, theme: str, width: int, language: str
) -> None:
    size = {"width": SIZES[width][0], "height": SIZES[width][1]}
    context = browser.new_context(
        base_url=site.url,
        color_scheme=theme,  # type: ignore[arg-type]
        locale="ko-KR" if language == "ko" else "en-GB",
        viewport=size,  # type: ignore[arg-type]
    )
    page = context.new_page()
    for screen in (one for one in SCREENS if not one.signed_in):
        screen.go(page, "")
        suffix = "" if language == "ko" else "-en"
        page.screenshot(path=folder / f"{screen.name}-{theme}-{width}{suffix}.png")
    context.close()


def test_pictures_in_english(desk: Callable[..., Desk], busy_room: str, folder: Path) -> None:  # noqa: F811
    sitting = desk("demo004", locale="en-GB")
    for screen in (one for one in SCREENS if one.signed_in and one.name in ENGLISH):
        screen.go(sitting.page, busy_room)
        sitting.page.wait_for_timeout(200)
        sitting.page.screenshot(path=folder / f"{screen.name}-light-1440-en.png")
