"""The form pages in a real browser: what scripts add, and that nothing needs them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import Desk, until
from tests.conftest import PASSWORD
from tests.services.server import Server


@pytest.fixture
def stranger(browser: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """`stranger(java_script_enabled=False)`: a page of a browser in which nobody is signed in."""
    contexts = []
    errors: list[str] = []

    def visit(**options: object) -> Page:
        contexts.append(browser.new_context(base_url=site.url, locale="ko-KR", **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda sent: errors.append("CSP report") if "/csp-report" in sent.url else None)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert errors == []


def _sign_in(page: Page, login: str) -> None:
    page.goto("/login")
    page.fill("#username", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)


def test_signing_in_changing_the_theme_and_signing_out_without_javascript(stranger: Callable[..., Page]) -> None:
    page = stranger(java_script_enabled=False)
    _sign_in(page, "demo010")
    page.goto("/settings")
    page.get_by_label("어둡게").check()
    page.get_by_role("button", name="저장").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_label("시스템 설정에 따름").check()
    page.get_by_role("button", name="저장").click()
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/login")


def test_the_password_can_be_looked_at(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto("/login")
    page.fill("#password", "abc")
    page.get_by_role("button", name="비밀번호 표시").click()
    assert page.locator("#password").get_attribute("type") == "text"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#password").get_attribute("type") == "password"


def test_a_keyboard_left_on_korean_is_noticed(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto("/login")
    assert page.get_by_text("한글 입력 상태입니다.").is_hidden()
    page.fill("#password", "비번")
    assert page.get_by_text("한글 입력 상태입니다.").is_visible()


def test_a_password_manager_may_paste(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto("/login")
    fields = {name: page.locator(name).get_attribute("autocomplete") for name in ("#username", "#password")}
    assert fields == {"#username": "username", "#password": "current-password"}


def test_a_wrong_password_is_read_out_and_the_name_is_kept(stranger: Callable[..., Page]) -> None:
    page = stranger()
    page.goto("/login")
    page.fill("#username", "demo011")
    page.fill("#password", "not-the-password")
    page.keyboard.press("Enter")
    assert "맞지 않습니다" in page.get_by_role("alert").inner_text()
    assert page.input_value("#username") == "demo011" and page.input_value("#password") == ""


def test_a_device_signed_out_from_afar_is_sent_to_the_sign_in(stranger: Callable[..., Page]) -> None:
    lost, here = stranger(), stranger()
    _sign_in(lost, "demo019")  # whom no later test asks to sit down with the cookies of an earlier one
    _sign_in(here, "demo019")
    here.goto("/devices")
    assert here.get_by_text("이 기기").count() == 1
    here.get_by_role("button", name="다른 기기 모두 로그아웃").click()
    assert here.get_by_role("status").inner_text().strip() == "로그아웃했습니다."
    lost.goto("/settings")
    assert "/login" in lost.url


def test_signing_out_on_a_form_page_leaves_nothing_behind(stranger: Callable[..., Page]) -> None:
    page = stranger()
    _sign_in(page, "demo013")
    names = "indexedDB.databases().then((all) => all.map((one) => one.name))"
    until("the messenger keeps something", lambda: page.evaluate(names))
    page.goto("/settings")
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/login")
    until("all of it is gone", lambda: page.evaluate(names) == [])


def test_without_network_the_shell_stands_in_and_the_page_comes_back(desk: Callable[..., Desk]) -> None:
    sitting = desk("demo014", fresh=True)
    sitting.expected = ("net::ERR_", "Failed to load", "WebSocket")
    page = sitting.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    sitting.context.set_offline(True)
    page.reload()
    assert page.get_by_text("서버에 연결할 수 없습니다.").is_visible()
    assert "demo014" not in page.content()
    sitting.context.set_offline(False)
    page.wait_for_selector("app-shell room-list")


def test_the_worker_keeps_no_page_and_no_answer(desk: Callable[..., Desk]) -> None:
    page = desk("demo014", fresh=True).page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    kept = """async () => {
      const found = [];
      for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
      }
      return found;
    }"""
    paths = until("something is kept", lambda: page.evaluate(kept))
    assert [path for path in paths if path != "/shell" and not path.startswith("/static/")] == []


def test_the_api_page_works_without_the_internet(desk: Callable[..., Desk]) -> None:
    page = desk("demo001").page
    page.goto("/api/v1/docs")
    page.wait_for_selector(".opblock", timeout=20_000)
    wanted = page.get_by_text("/api/v1/rooms/{room_id}/messages")  # a long way down: drawn when somebody comes by
    until("the messages' address", lambda: wanted.count() or page.mouse.wheel(0, 1500), timeout=30)
