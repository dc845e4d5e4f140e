"""Signing up, in a real browser: the page that waits, a rejection, an approval, a request taken back. And its looks."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person
from tests.browser.screens import Screen
from tests.browser.test_screens import judged, photographed
from tests.services.server import Server

PASSWORD = "바다가-보이는-창문"


@pytest.fixture
def visit(browser: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """A browser in which nobody is signed in. Errors of its pages fail the test."""
    contexts, errors = [], []

    def come(**options: Any) -> Page:
        contexts.append(browser.new_context(**{"base_url": site.url, "locale": "ko-KR", **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda sent: errors.append("CSP report") if "/csp-report" in sent.url else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert errors == []


def _sign_up(page: Page) -> str:
    login = f"waits.{uuid.uuid4().hex[:8]}"
    page.goto("/register")
    page.locator("[name=name]").fill("김새롬")
    page.locator("[name=username]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_role("button", name="신청").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("승인 대기")
    return login


def _request(admin: Person, login: str) -> str:
    waiting = admin.call("GET", "/admin/approvals?limit=200")["results"]
    return str(next(one["userId"] for one in waiting if one["loginId"] == login))


def test_a_request_from_its_first_day_to_the_first_sign_in(
    visit: Callable[..., Page], rest: Callable[[str], Person]
) -> None:
    page, admin = visit(java_script_enabled=False), rest("demo001")
    login = _sign_up(page)
    expect(page.locator("[aria-current=step]")).to_contain_text("승인 대기")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "30;url=/pending"
    user_id = _request(admin, login)
    admin.call("POST", f"/admin/approvals/{user_id}/reject", {"reason": "사번을 확인해 주세요"})
    page.goto("/pending")
    expect(page.get_by_role("status")).to_contain_text("사번을 확인해 주세요")
    admin.call("POST", f"/admin/approvals/{user_id}/approve", {})
    page.goto("/pending")
    expect(page.get_by_role("status")).to_contain_text("승인되었습니다")
    page.get_by_role("link", name="로그인").click()
    page.fill("#username", login)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="로그인", exact=True).click()
    page.wait_for_url(lambda address: "/login" not in address)


def test_a_request_is_taken_back(visit: Callable[..., Page]) -> None:
    page = visit()
    _sign_up(page)
    page.get_by_role("button", name="신청 철회").click()
    expect(page.get_by_role("status")).to_contain_text("가입 신청을 지웠습니다.")
    page.goto("/pending")
    page.wait_for_url("**/login")


def test_the_page_looks_again_by_itself(visit: Callable[..., Page], rest: Callable[[str], Person]) -> None:
    page = visit()
    page.clock.install()
    user_id = _request(rest("demo001"), _sign_up(page))
    page.clock.fast_forward(31_000)  # still waiting: it stays as it is
    expect(page.get_by_role("heading", level=1)).to_have_text("승인 대기")
    rest("demo001").call("POST", f"/admin/approvals/{user_id}/approve", {})
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("가입이 승인되었습니다")


def test_a_sheet_that_is_larger_than_json_ever_is(site: Server, rest: Callable[[str], Person]) -> None:
    """Through the real server, which keeps a body only as far as its door takes it."""
    rows = [f"Z{n},사람{n},zz{n},,대리,,010-0000-{n:04d},zz{n}@hanbit.example" for n in range(4000)]
    sheet = "\r\n".join(["사번,이름,아이디,부서,직위,직책,전화,이메일", *rows]).encode()
    assert len(sheet) > 200_000
    admin = rest("demo001")
    admin.call("GET", "/me")
    with httpx.Client(base_url=f"{site.url}/api/v1", timeout=60) as client:
        client.headers["Authorization"] = admin._client.headers["Authorization"]
        made = client.post("/admin/people/import?fileName=a.csv", content=sheet)
        assert (made.status_code, len(made.json()["people"])) == (201, 4000)
        assert client.post("/admin/people/import", content=b"x" * (6 * 2**20)).status_code == 413
        assert client.post("/admin/people/export", content=sheet).status_code == 413, "no other door takes so much"


@pytest.mark.parametrize("language", ["ko-KR", "en-US"])
def test_the_page_looks_as_it_should(visit: Callable[..., Page], rest: Callable[[str], Person], language: str) -> None:
    findings: list[str] = []
    for width, scheme in ((1440, "light"), (390, "dark"), (320, "light")):
        page = visit(viewport={"width": width, "height": 844}, color_scheme=scheme)
        user_id = _request(rest("demo001"), _sign_up(page))
        if language != "ko-KR":
            page.get_by_role("button", name="English").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for approval")
        for state in ("waiting", "rejected", "approved"):
            if state == "rejected":
                body = {"reason": "사번이 명부와 다릅니다. 인사팀에 확인해 주세요."}
                rest("demo001").call("POST", f"/admin/approvals/{user_id}/reject", body)
            if state == "approved":
                rest("demo001").call("POST", f"/admin/approvals/{user_id}/approve", {})
            page.goto("/pending")
            findings += judged(
                page, Screen(f"pending {state}", lambda page, room: None), f"{language} {width} {scheme}"
            )
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (state, width)
            photographed(page, f"pending-{state}-{language[:2]}-{width}-{scheme}")
    assert findings == []
