"""The steps of signing in, in a real browser: code, recovery code, setting up, a new password. And how they look."""

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts import totp
from tests.browser.screens import Screen
from tests.browser.test_screens import judged, photographed
from tests.conftest import PASSWORD
from tests.services.server import Server, start_server

NEW = "강-건너-불빛-하나-둘"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose policy requires the second factor of admins."""
    env = {"SECOND_FACTOR": "admins", "NEW_DEVICE_NOTICES": "no", "RATE_LIMITS_SIGN_IN": "100000/1"}
    server = start_server(tmp_path_factory.mktemp("office"), people=20, password=PASSWORD, env=env)
    yield server
    server.remove()


@pytest.fixture
def visit(browser: Browser, office: Server) -> Iterator[Callable[..., Page]]:
    """`visit(java_script_enabled=False)`: a browser in which nobody is signed in. Errors of its pages fail the test."""
    contexts, errors = [], []

    def come(**options: Any) -> Page:
        contexts.append(browser.new_context(**{"base_url": office.url, "locale": "ko-KR", **options}))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda sent: errors.append("CSP report") if "/csp-report" in sent.url else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert errors == []


class Phone:
    """An authenticator, fed with the key that the page shows."""

    def __init__(self, page: Page) -> None:
        bare = page.locator("#key").inner_text().replace(" ", "")
        self._secret = base64.b32decode(bare)

    def code(self, later: int = 0) -> str:
        return totp.code(self._secret, int(time.time()) // totp.SECONDS + later)


def _sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/login")
    page.fill("#username", login)
    page.fill("#password", password)
    page.get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url(lambda address: not address.endswith("/login"))


def _set_up(page: Page) -> tuple[Phone, list[str]]:
    page.goto("/second-factor")
    phone = Phone(page)
    page.fill("#otp", phone.code(-1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("복구 코드")
    return phone, page.locator("#codes code").all_inner_texts()


def _sign_out(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/login")


def test_an_admin_sets_it_up_before_anything_else(visit: Callable[..., Page]) -> None:
    page = visit()
    _sign_in(page, "demo001")
    for address in ("/", "/settings", "/system", "/login"):
        page.goto(address)
        page.wait_for_url(lambda url: "/second-factor" in url)
    assert page.locator("#otp").get_attribute("autocomplete") == "one-time-code"
    assert page.locator("#otp").get_attribute("inputmode") == "numeric"
    assert page.locator("#otp").evaluate("(field) => field === document.activeElement")
    phone = Phone(page)
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#otp-error")).to_contain_text("코드가 맞지 않거나")
    assert page.locator("#otp").get_attribute("aria-describedby") == "otp-error"
    page.fill("#otp", phone.code())
    page.keyboard.press("Enter")
    expect(page.locator("#codes code")).to_have_count(10)
    with page.expect_download() as saved:
        page.get_by_role("link", name="파일로 저장").click()
    kept = saved.value.path().read_text(encoding="utf-8").split()
    assert kept == page.locator("#codes code").all_inner_texts()
    page.get_by_role("link", name="보관했습니다").click()
    page.wait_for_selector("app-shell room-list")


def test_a_code_and_a_known_browser_without_javascript(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    _sign_in(page, "demo003")
    phone, _codes = _set_up(page)
    _sign_out(page)
    _sign_in(page, "demo003")
    assert "/login/code" in page.url
    page.fill("#otp", "000000")
    page.get_by_role("button", name="로그인", exact=True).click()
    expect(page.locator("#otp-error")).to_be_visible()
    page.fill("#otp", phone.code())
    page.get_by_label("이 브라우저에서는 코드 묻지 않기").check()
    page.get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url(lambda address: "/login" not in address)
    _sign_out(page)
    _sign_in(page, "demo003")
    assert "/login" not in page.url, "this browser is known"
    elsewhere = visit(java_script_enabled=False)
    _sign_in(elsewhere, "demo003")
    assert "/login/code" in elsewhere.url
    ticket = [one for one in elsewhere.context.cookies() if one["name"].endswith("-code")]
    assert ticket and ticket[0]["httpOnly"] and ticket[0]["sameSite"] == "Lax"
    thief = visit(java_script_enabled=False, user_agent="another browser")
    thief.context.add_cookies([{"name": ticket[0]["name"], "value": ticket[0]["value"], "url": elsewhere.url}])
    thief.goto("/login/code")
    assert "/login?late" in thief.url, "the ticket is of that browser alone"


def test_a_recovery_code_stands_in_and_the_second_factor_can_be_ended(visit: Callable[..., Page]) -> None:
    page = visit()
    _sign_in(page, "demo004")
    phone, codes = _set_up(page)
    _sign_out(page)
    _sign_in(page, "demo004")
    page.get_by_role("link", name="복구 코드 사용하기").click()
    page.fill("#otp", codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto("/second-factor")
    expect(page.get_by_text("10개 중 9개가 남았습니다.")).to_be_visible()
    page.fill("#otp", phone.code())
    page.get_by_role("button", name="새 코드 만들기").click()
    expect(page.locator("#codes code")).to_have_count(10)
    assert not set(codes) & set(page.locator("#codes code").all_inner_texts())
    page.get_by_role("link", name="보관했습니다").click()
    page.fill("#end-password", PASSWORD)
    page.fill("#end-otp", phone.code(1))
    page.get_by_role("button", name="끄기", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("2단계 인증을 껐습니다.")


def _a_while_ago(office: Server) -> None:
    """As if everybody had signed in this morning."""
    office.manage(
        "shell", "-c", "from accounts.models import DeviceSession as S; S.objects.update(proven_at='2020-01-01T00:00Z')"
    )


def test_at_an_open_desk_nobody_sets_one_up(visit: Callable[..., Page], office: Server) -> None:
    page = visit()
    _sign_in(page, "demo007")
    _a_while_ago(office)
    page.goto("/second-factor")
    expect(page.locator("#key")).to_have_count(0)
    page.fill("#password", "not-the-password")
    page.keyboard.press("Enter")
    expect(page.locator("#password-error")).to_contain_text("현재 비밀번호가 맞지 않습니다.")
    expect(page.locator("#password")).to_be_focused()
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#key")).to_be_visible()


def test_a_new_auditor_owes_it_at_once_and_is_told(visit: Callable[..., Page], office: Server) -> None:
    page = visit()
    _sign_in(page, "demo008")
    page.wait_for_selector("app-shell room-list")
    office.manage("set_role", "demo008", "AUDITOR")
    page.goto("/settings")
    page.wait_for_url(lambda url: "/second-factor" in url)
    _set_up(page)
    page.get_by_role("link", name="보관했습니다").click()
    page.locator("app-rail .rail-item", has_text="알림").click()
    told = page.locator("button.noti").first
    expect(told).to_contain_text("감사자 권한을 받았습니다")
    expect(told).to_contain_text("시스템에서 처리했습니다")
    photographed(page, "second-factor-told")
    told.click()
    page.wait_for_url("**/devices")


def test_a_new_password_and_one_that_has_to_be_new(visit: Callable[..., Page], office: Server) -> None:
    page = visit()
    _sign_in(page, "demo005")
    page.goto("/password")
    page.fill("#current", "not-the-password")
    page.fill("#new", "abc")
    expect(page.get_by_text("너무 짧음")).to_be_visible()
    page.fill("#new", NEW)
    expect(page.get_by_text("매우 좋음")).to_be_visible()
    page.fill("#again", NEW)
    page.keyboard.press("Enter")
    expect(page.locator("#current-error")).to_contain_text("현재 비밀번호가 맞지 않습니다.")
    for field, value in (("#current", PASSWORD), ("#new", NEW), ("#again", NEW)):
        page.fill(field, value)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("비밀번호를 바꿨습니다.")
    given = office.manage("reset_password", "demo005").strip()
    page.goto("/")
    page.wait_for_url(lambda url: "/login" in url)
    _sign_in(page, "demo005", given)
    expect(page.get_by_text("다른 사람이 정해 준 비밀번호입니다.")).to_be_visible()
    page.goto("/settings")
    page.wait_for_url(lambda url: "/password" in url)
    for field, value in (("#current", given), ("#new", PASSWORD), ("#again", PASSWORD)):
        page.fill(field, value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings")


SIZES = ((1440, 900), (1024, 768), (390, 844), (320, 640))
_FITS = "document.documentElement.scrollWidth <= innerWidth"


def test_every_step_looks_right(visit: Callable[..., Page], office: Server) -> None:
    """Light and dark, four widths, Korean and English: a picture, axe, and nothing that sticks out."""
    found = []

    def look(page: Page, name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width, height in SIZES if scheme == "light" else SIZES[::2]:
                page.set_viewport_size({"width": width, "height": height})
                photographed(page, f"second-factor-{name}-{scheme}-{width}")
                assert page.evaluate(_FITS), (name, width)
            found.extend(judged(page, Screen(name, lambda _page, _room: None), scheme))

    page, english = visit(), visit(locale="en-US")
    _sign_in(page, "demo002")  # an auditor owes it
    _sign_in_in_english(english, "demo006")
    page.goto("/second-factor")
    look(page, "owed")
    _a_while_ago(office)
    for shown, name in ((page, "proof-owed"), (english, "proof-en")):
        shown.goto("/second-factor")
        expect(shown.locator("#password")).to_be_visible()
        look(shown, name)
        shown.fill("#password", PASSWORD)
        shown.keyboard.press("Enter")
        expect(shown.locator("#key")).to_be_visible()
    look(english, "setup-en")
    _phone, codes = _set_up(page)
    look(page, "codes")
    page.goto("/second-factor")
    look(page, "kept")
    page.goto("/password")
    page.fill("#new", NEW)
    look(page, "password")
    page.goto("/devices")
    look(page, "devices")
    _sign_out(page)
    _sign_in(page, "demo002")
    page.fill("#otp", "123")
    page.keyboard.press("Enter")
    expect(page.locator("#otp-error")).to_be_visible()
    look(page, "code")
    assert found == []
    assert codes


def _sign_in_in_english(page: Page, login: str) -> None:
    page.goto("/login")
    page.fill("#username", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
