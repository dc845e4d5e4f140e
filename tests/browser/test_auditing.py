"""The auditors' pages in a real browser: without a script, with one, and what axe-core says of them."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Desk, Person
from tests.browser.screens import Screen
from tests.browser.test_screens import judged, photographed
from tests.services.server import Server

AUDITOR, ADMIN = "demo002", "demo001"


@pytest.fixture(scope="module")
def case(rest: Callable[[str], Person]) -> tuple[str, str]:
    """An approved case of a room with a few messages: `(case, room)`."""
    one, two = rest("demo015"), rest("demo016")
    room = one.room(two, name="협력사 견적 검토")
    first = one.say(room, "협력사 세 곳에서 견적을 받았습니다.\n비교표는 내일까지 정리하겠습니다.")
    two.say(room, "네, 확인했습니다.", replyTo=first["messageId"])
    now = dt.datetime.now(dt.UTC)
    asked = rest(AUDITOR).call(
        "POST",
        "/disclosures",
        {
            "reason": "협력사 견적이 외부로 흘러나갔다는 제보를 확인합니다.",
            "legalBasis": "취업규칙 제12조",
            "roomIds": [room],
            "from": f"{now - dt.timedelta(days=1):%Y-%m-%dT%H:%M:%S}.000Z",
            "to": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "hours": 24,
        },
    )["disclosureId"]
    rest(ADMIN).call("POST", f"/disclosures/{asked}/approve", {"note": "확인했습니다."})
    return asked, room


def _go(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main h1").first).to_be_visible()


@pytest.fixture
def plain(browser: Browser, site: Server, desk: Callable[..., Desk]) -> Iterator[Page]:
    """The auditor's browser without JavaScript."""
    kept = desk(AUDITOR).context.storage_state()
    context = browser.new_context(base_url=site.url, locale="ko-KR", java_script_enabled=False, storage_state=kept)
    yield context.new_page()
    context.close()


def test_without_javascript_the_log_is_asked_kept_and_followed(plain: Page) -> None:
    _go(plain, "/auditing/")
    plain.get_by_label("최근 30일").check(force=True)
    plain.get_by_label("활동", exact=True).select_option("auth.login")
    plain.get_by_role("button", name="조회").click()
    expect(plain).to_have_url(re.compile("what=auth.login"))
    plain.get_by_text("조건 저장").click()
    plain.get_by_label("지금 조건을 다음 이름으로 저장").fill("한 달 로그인")
    plain.get_by_role("button", name="저장", exact=True).click()
    expect(plain.get_by_role("status")).to_contain_text("조건을 저장했습니다.")
    plain.locator(".log-rows .when a").first.click()
    expect(plain.get_by_role("heading", name="해시 체인")).to_be_visible()
    plain.get_by_role("link", name="이 사람의 이력").click()
    expect(plain.get_by_role("heading", name="시간별 추이")).to_be_visible()
    _go(plain, "/auditing/")
    plain.get_by_text("저장한 조건").click()
    plain.get_by_role("button", name="‘한 달 로그인’ 삭제").click()
    expect(plain.get_by_role("status")).to_contain_text("삭제했습니다.")


def test_a_script_tells_the_time_and_an_export_takes_a_reason(desk: Callable[..., Desk]) -> None:
    page = desk(AUDITOR).page
    _go(page, "/auditing/?period=days&first=2026-01-01&last=2026-01-02")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"\d+:\d\d"))
    expect(page.get_by_text("조건에 맞는 기록이 없습니다.")).to_be_visible()
    _go(page, "/auditing/")
    page.get_by_role("link", name="내보내기").click()
    page.get_by_label("사유").fill("월간 점검")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV로 내려받기").click()
    assert saved.value.suggested_filename.startswith("audit-")
    _go(page, "/auditing/?text=%EC%9B%94%EA%B0%84")
    expect(page.locator(".log-rows .what").filter(has_text="감사 로그 내보내기").first).to_be_visible()


def test_the_way_to_the_pages_is_shown_to_auditors_alone(desk: Callable[..., Desk]) -> None:
    page = desk(AUDITOR).page
    page.locator(".rail-me").click()
    page.locator("#my-menu").get_by_role("link", name="감사").click()
    expect(page.get_by_role("heading", name="감사 로그")).to_be_visible()
    other = desk("demo004").page
    other.locator(".rail-me").click()
    expect(other.locator("#my-menu a[href='/devices']")).to_be_visible()
    expect(other.locator("#my-menu a[href='/auditing/']")).to_have_count(0)


def _screens(case: tuple[str, str]) -> dict[str, str]:
    month = (dt.date.today().replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")
    year, number = month.split("-")
    return {
        "log": "/auditing/?period=week",
        "proof": "/auditing/proof",
        "reviews": "/auditing/reviews",
        "review": f"/auditing/reviews/{year}-{int(number)}",
        "sheet": f"/auditing/reviews/{year}-{int(number)}/sheet",
        "cases": "/auditing/cases",
        "case-new": "/auditing/cases/new",
        "case": f"/auditing/cases/{case[0]}",
        "conversation": f"/auditing/cases/{case[0]}/rooms/{case[1]}",
        "export": "/auditing/export?period=week",
    }


SIZES = {1440: (1440, 900), 1024: (1024, 768), 390: (390, 844), 320: (320, 640)}
LOOKED_AT: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1440, "light"),
    (1024, "dark"),
    (390, "dark"),
    (320, "light"),
)
JUDGED = ((1440, "light"), (390, "dark"))


def _look(page: Page, name: str, width: int, theme: Literal["light", "dark"]) -> list[str]:
    photographed(page, f"auditing-{name}-{theme}-{width}")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{name} is {over} px wider than {width}"] if over > 0 else []


@pytest.mark.timeout(180)
def test_every_page_can_be_read_by_everybody(desk: Callable[..., Desk], case: tuple[str, str]) -> None:
    """Each is opened once, in a window that gets narrower."""
    page = desk(AUDITOR).page
    found: list[str] = []
    for name, address in _screens(case).items():
        _go(page, address)
        for width, theme in LOOKED_AT:
            page.set_viewport_size({"width": SIZES[width][0], "height": SIZES[width][1]})
            page.emulate_media(color_scheme=theme)
            found += _look(page, name, width, theme)
            if (width, theme) in JUDGED:
                found += judged(page, Screen(f"auditing-{name}", lambda _page, _room: None), f"{theme} {width}")
    assert not found, "\n".join(found)


def test_every_page_fits_the_narrowest_screen_in_english(desk: Callable[..., Desk], case: tuple[str, str]) -> None:
    page = desk(AUDITOR, size=SIZES[320], color_scheme="dark", locale="en-GB").page
    found: list[str] = []
    for name, address in _screens(case).items():
        _go(page, address)
        found += _look(page, f"{name}-en", 320, "dark")
    assert page.locator("html").get_attribute("lang") == "en"
    assert not found, "\n".join(found)
