"""The administration in a browser: by mouse, by keyboard, without JavaScript, and how it looks."""

import uuid
from collections.abc import Callable
from typing import Literal

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
LOOKED_AT: tuple[tuple[int, Literal["light", "dark"]], ...] = (  # each width, and each theme
    (1440, "light"),
    (1024, "dark"),
    (390, "dark"),
    (320, "light"),
)
JUDGED = ((1440, "light"), (390, "dark"))
# Of Django's own pages: the search is labelled by an icon with a word, its menu has columns of links that are missing.
DJANGOS = ("tables light 1440: label-title-only", "tables dark 390: label-title-only", "tables light 1440: th-has-data")
PAGES = {
    "approvals": "/manage/approvals",
    "people": "/manage/people",
    "units": "/manage/units",
    "transfers": "/manage/transfers",
    "new-transfer": "/manage/transfers/new",
    "new-person": "/manage/people/new",
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


def _to(address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    return go


def _person(page: Page) -> None:
    page.goto("/manage/people?q=demo004")
    page.locator("main tbody a").click()
    expect(page.locator("#details-title")).to_be_visible()


def _disabling(page: Page) -> None:
    _person(page)
    page.locator("a[href$='/disable']").click()
    expect(page.locator("#typed")).to_be_visible()


ROADS = {
    **{name: _to(address) for name, address in PAGES.items()},
    "person": _person,
    "disabling": _disabling,
    "desks": _to("/admin/"),
    "tables": _to("/admin/accounts/user/"),
}


@pytest.mark.timeout(180)
def test_the_pages_are_looked_at(desk: Sit) -> None:
    """Each is opened once, in a window that gets narrower."""
    page = desk("demo001").page
    found: list[str] = []
    for name, go in ROADS.items():
        go(page)
        for width, theme in LOOKED_AT:
            page.set_viewport_size({"width": SIZES[width][0], "height": SIZES[width][1]})
            page.emulate_media(color_scheme=theme)
            found += _look(page, name, width, theme)
            if (width, theme) in JUDGED:
                found += judged(page, Screen(f"manage-{name}", lambda _page, _room: None), f"{theme} {width}")
    found = [text for text in found if not any(rule in text for rule in DJANGOS)]
    assert not found, "\n".join(found)


def test_they_fit_the_narrowest_screen_in_english(desk: Sit) -> None:
    page = desk("demo001", size=SIZES[320], color_scheme="dark", locale="en-US").page
    found: list[str] = []
    for name, go in ROADS.items():
        go(page)
        found += _look(page, f"{name}-en", 320, "dark")
    assert page.locator("html").get_attribute("lang") == "en"
    assert not found, "\n".join(found)


def _look(page: Page, name: str, width: int, theme: Literal["light", "dark"]) -> list[str]:
    """Its picture, and how far it scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    photographed(page, f"manage-{name}-{theme}-{width}")
    return [f"{name} is {wide} px wider than {width}"] if wide > 0 else []
