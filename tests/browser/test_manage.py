"""The administration in a browser: by mouse, by keyboard, without JavaScript, and how it looks."""

import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk
from tests.browser.screens import Screen
from tests.browser.test_screens import judged, photographed
from tests.conftest import PASSWORD
from tests.services.server import Server

Sit = Callable[..., Desk]
SIZES = {1440: (1440, 900), 1024: (1024, 768), 390: (390, 844), 320: (320, 640)}
LOOKED_AT = ((1440, "light"), (1024, "dark"), (390, "dark"), (320, "light"))  # each width, and each theme
JUDGED = ((1440, "light"), (390, "dark"))
PAGES = {
    "approvals": "/manage/approvals",
    "people": "/manage/people",
    "units": "/manage/units",
    "new-transfer": "/manage/transfers/new",
    "sheets": "/manage/people/import",
    "policies": "/manage/policies",
    "directory": "/manage/directory",
}


def applicant(url: str) -> str:
    """Somebody who asked for an account; their login."""
    login = f"ask{uuid.uuid4().hex[:8]}"
    body = {"username": login, "password": PASSWORD, "name": f"신청 {login}"}
    httpx.post(f"{url}/api/v1/register", json=body).raise_for_status()
    return login


def test_an_applicant_is_let_in_given_a_place_and_let_go(desk: Sit, site: Server) -> None:
    admin = desk("demo001")
    page, login = admin.page, applicant(site.url)
    page.goto("/manage/approvals")
    page.get_by_label(login).check()
    page.get_by_role("button", name="선택 승인").click()
    expect(page.get_by_role("status")).to_contain_text("승인했습니다")
    page.goto(f"/manage/people?q={login}")
    page.locator("main tbody a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(login)
    page.get_by_text("소속 추가·변경").click()
    page.get_by_label("부서", exact=True).select_option(index=2)
    page.get_by_role("button", name="소속 저장").click()
    expect(page.get_by_role("status")).to_contain_text("소속을 변경했습니다")
    page.get_by_text("비밀번호 초기화…").click()
    page.get_by_role("button", name="임시 비밀번호 만들기").click()
    expect(page.locator(".one-time")).to_be_visible()
    page.get_by_role("link", name="사용 중지…").click()
    page.get_by_label("사유").fill("계약 종료")
    page.locator("#typed").fill(login)
    page.get_by_role("button", name="사용 중지").click()
    expect(page.get_by_role("status")).to_contain_text("사용 중지했고")
    expect(page.locator("main")).to_contain_text("인계할 항목이 없습니다")


def test_every_page_works_without_javascript_and_by_keyboard(desk: Sit) -> None:
    admin = desk("demo001")
    assert admin.context.browser is not None
    plain = admin.context.browser.new_context(
        base_url=admin.page.url, storage_state=admin.context.storage_state(), java_script_enabled=False, locale="ko-KR"
    )
    page = plain.new_page()
    for address in PAGES.values():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/manage/people")
    page.keyboard.press("Tab")
    expect(page.get_by_text("본문으로 건너뛰기")).to_be_focused()
    page.get_by_label("검색", exact=True).fill("ㄱㅁ")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "q=" in address)
    expect(page.locator("main tbody tr").first).to_be_visible()
    plain.close()


def test_the_menu_of_system_admins_leads_here_and_nobody_elses_does(desk: Sit) -> None:
    page = desk("demo001").page
    page.locator(".rail-me").click()
    page.get_by_role("link", name="관리", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("가입 승인")
    other = desk("demo003").page
    other.locator(".rail-me").click()
    expect(other.locator("#my-menu")).to_be_visible()
    assert other.locator("#my-menu a[href='/manage/']").count() == 0


def test_the_administration_of_tables_works_under_its_policy(desk: Sit) -> None:
    """Its own scripts run, nothing complains, and a list is searched and opened."""
    page = desk("demo001").page
    page.goto("/admin/accounts/user/")
    page.locator("#searchbar").fill("demo00")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "q=demo00" in address)
    page.locator("#action-toggle").check()
    expect(page.locator(".action-counter")).to_contain_text("선택")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content h2").first).to_contain_text("demo00")
    page.get_by_text("소속 더 추가하기").click()
    expect(page.locator("select[name='posts-1-unit']")).to_be_visible()
    page.locator("button.theme-toggle").first.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def _person(page: Page) -> None:
    page.goto("/manage/people?q=demo004")
    page.locator("main tbody a").click()
    expect(page.locator("#details-title")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), LOOKED_AT)
def test_the_pages_are_looked_at(desk: Sit, width: int, theme: str) -> None:
    locale = "en-US" if width == 1024 else "ko-KR"
    page = desk("demo001", size=SIZES[width], color_scheme=theme, locale=locale).page
    found: list[str] = []
    for name, address in PAGES.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += _look(page, name, width, theme)
    _person(page)
    assert found + _look(page, "person", width, theme) == []


def _look(page: Page, name: str, width: int, theme: str) -> list[str]:
    """Its picture, and what axe says of it."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    photographed(page, f"manage-{name}-{theme}-{width}")
    found = [f"{name} is {wide} px wider than {width}"] if wide > 0 else []
    screen = Screen(f"manage-{name}", lambda _page, _room: None)
    return found + (judged(page, screen, f"{theme} {width}") if (width, theme) in JUDGED else [])
