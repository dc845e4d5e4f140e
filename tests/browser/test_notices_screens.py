"""The screens of must-read notices: their pictures, and what axe-core finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person
from tests.browser.screens import Screen
from tests.browser.test_notices import published
from tests.browser.test_screens import judged, photographed

Sit = Callable[..., Desk]
SIZES = {1440: (1440, 900), 1024: (1024, 768), 390: (390, 844), 320: (320, 640)}
LOOKED_AT = ((1440, "light"), (1024, "dark"), (390, "dark"), (320, "light"))  # each width, and each theme
JUDGED = ((1440, "light"), (390, "dark"))  # each layout, and each theme


@pytest.fixture(scope="module")
def office(rest: Callable[[str], Person]) -> str:
    """A room with a notice that some have confirmed, one to a division, and room notices on top."""
    author, two, three = rest("demo001"), rest("demo004"), rest("demo005")
    room = author.room(two, three, rest("demo006"), rest("demo008"), name="전사 안내")
    first = two.say(
        room, "이번 주 당직은 금요일까지 신청해 주세요.\n신청 양식은 총무팀 폴더에 있습니다.", type="NOTICE"
    )
    second = author.say(room, "주차장 공사로 11월 30일까지 지하 2층을 이용할 수 없습니다.", type="NOTICE")
    for said in (first, second):
        two.call("POST", f"/rooms/{room}/pins", {"messageId": said["messageId"]})
    tree = author.call("GET", "/org/tree")["results"]
    published(author, title="2026년 하반기 개인정보보호 교육 이수 안내", hours=240, orgUnitIds=[tree[0]["orgUnitId"]])
    made = published(author, room, title="전사 비상 대피 훈련 (11월 27일 15시)", hours=5)
    for reader in (two, three):
        reader.call("POST", f"/must-reads/{made['mustReadId']}/confirm")
    published(two, two.room(author, name="영업1팀"), title="차량 운행 일지 제출", hours=30)
    return room


def _conversation(page: Page, room: str) -> None:
    page.goto(f"/rooms/{room}")
    expect(page.locator("must-read-card")).to_contain_text("비상 대피")
    page.locator(".strip").wait_for()


def _pins(page: Page, room: str) -> None:
    page.locator(".pins-more").click()
    page.locator(".pin-whole").first.wait_for()


def _list(page: Page, room: str) -> None:
    page.goto("/notices")
    page.locator("a.notice-row").first.wait_for()


def _notice(page: Page, room: str) -> None:
    page.locator("a.notice-row").first.click()
    page.locator(".notice-confirm").wait_for()


def _managed(page: Page, room: str) -> None:
    page.goto("/notices")
    page.locator(".list-filters button").nth(1).click()
    page.locator("a.notice-row", has_text="개인정보").click()
    page.locator(".notice-person").first.wait_for()


def _form(page: Page, room: str) -> None:
    page.goto("/notices")
    page.locator(".list-head button").click()
    page.locator(".notice-branch").first.wait_for()
    page.fill("#notice-name", "연말 보안 점검 안내")
    page.fill("#notice-body", "퇴근 전에 서랍과 화면을 잠가 주세요.")


SCREENS = (
    Screen("notice-room", _conversation),
    Screen("notice-pins", _pins),
    Screen("notice-list", _list),
    Screen("notice", _notice),
    Screen("notice-managed", _managed),
    Screen("notice-form", _form),
)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "theme"), LOOKED_AT)
def test_screens_of_notices(desk: Sit, office: str, width: int, theme: str) -> None:
    found: list[str] = []
    page = desk("demo001", size=SIZES[width], color_scheme=theme).page
    for screen in SCREENS:
        screen.go(page, office)
        photographed(page, f"{screen.name}-{theme}-{width}")
        found += judged(page, screen, f"{theme} {width}") if (width, theme) in JUDGED else []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen.name
    assert not found, "\n".join(found)


def test_screens_of_notices_in_english(desk: Sit, office: str) -> None:
    page = desk("demo001", locale="en-GB").page
    _managed(page, office)
    photographed(page, "notice-managed-light-1440-en")
    expect(page.locator(".notice-progress")).to_contain_text("How far it is")
