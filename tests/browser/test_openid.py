"""Signing in with the company's account in a real browser, and out again on both sides."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Desk
from tests.browser.screens import Screen
from tests.browser.test_screens import looked_at
from tests.conftest import PASSWORD
from tests.services import oidc
from tests.services.oidc import Oidc
from tests.services.server import Server, start_server

Visit = Callable[..., Page]
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Oidc]]:
    """A server of its own beside a real provider."""
    if why := oidc.missing():
        pytest.skip(why)
    provider = Oidc()
    env = {**provider.env, "OIDC_CREATE": "on"}
    server = start_server(tmp_path_factory.mktemp("openid"), people=20, password=PASSWORD, env=env)
    try:
        provider.of(server.url).start()
        yield server, provider
    finally:
        server.remove()
        provider.remove()


@pytest.fixture
def visit(browser: Browser, company: tuple[Server, Oidc]) -> Iterator[Visit]:
    """A page of a browser in which nobody is signed in; nothing outside of this machine is asked for."""
    server, _provider = company
    contexts = []
    complaints: list[str] = []

    def open_one(**options: object) -> Page:
        contexts.append(browser.new_context(base_url=server.url, **{"locale": "ko-KR", **options}))  # type: ignore[arg-type]
        contexts[-1].route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
        page = contexts[-1].new_page()
        page.on("request", lambda sent: complaints.append("CSP report") if "/csp-report" in sent.url else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def test_by_the_button_into_the_messenger_and_out_on_both_sides(visit: Visit, company: tuple[Server, Oidc]) -> None:
    server, provider = company
    page = visit()
    page.goto("/login")
    page.get_by_role("link", name="회사 계정으로 로그인").click()
    page.wait_for_url(f"{provider.issuer}/**")
    page.fill("input[name=login]", "minji.kim")
    page.fill("input[name=password]", "any")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}/")
    Desk.ready(page)
    expect(page.locator("app-rail")).to_be_visible()
    page.goto("/devices")
    expect(page.get_by_role("main")).to_contain_text("이 기기")
    page.get_by_role("button", name="로그아웃").last.click()
    page.wait_for_url(f"{provider.issuer}/session/end**")
    page.locator("button[name=logout], button[type=submit]").first.click()
    page.wait_for_url(f"{server.url}/login**")
    expect(page.get_by_role("heading", level=1)).to_have_text("로그인")
    page.goto("/openid/login")  # and over there nobody is signed in any more
    expect(page.locator("input[name=login]")).to_be_visible()


def test_an_answer_that_cannot_be_right_says_so_and_offers_a_way_on(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/openid/callback?code=x&state=x")
    expect(page.get_by_role("alert")).to_contain_text("처음부터 다시 시작")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _at(address: str) -> Callable[[Page, str], None]:
    def go(page: Page, _room: str) -> None:
        page.goto(address)

    return go


SCREENS = (
    Screen("openid-login", _at("/login"), signed_in=False),
    Screen("openid-failed", _at("/openid/callback?code=x&state=x"), signed_in=False),
)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_screens_of_the_company_account(visit: Visit, language: str) -> None:
    found: list[str] = []
    for width, height in ((1440, 900), (390, 844), (320, 700)):
        page = visit(locale="ko-KR" if language == "ko" else "en-US", viewport={"width": width, "height": height})
        for screen in SCREENS:
            named = Screen(f"{screen.name}-{language}", screen.go, signed_in=False)
            named.go(page, "")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{named.name} {width}"
            found += looked_at(page, named, width)
    assert not found, "\n".join(found)
