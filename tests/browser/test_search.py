"""Searching: everything from the list's place, the open room from a bar; hits, filters, address, keys, states."""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import Desk, Person, until
from tests.browser.uploading import send, upload
from tests.services.worker import Worker

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
FILTERS = ".search-narrow [aria-controls=search-filters]"


class Archive:
    """A room in which a search finds something, and what was said in it."""

    def __init__(self, one: Person, other: Person, *more: Person) -> None:
        self.room = one.room(other, *more, name="월간 보고 모음")
        self.first = one.say(self.room, "월간정산 회의는 화요일 오전 10시에 시작합니다.")
        for n in range(40):
            other.say(self.room, f"{n}번째 안내입니다.")
        self.last = other.say(self.room, "😀 다음 주 월간 정산회의 자료는 여기에 있습니다.")
        self.named = other.say(self.room, f"@{one.name} 정산회의 준비 부탁드립니다.", mentions=[one.id])
        send(
            other,
            self.room,
            upload(other, self.room, "정산회의록.txt", "참석자 명단과 예산안쿼터를 적었습니다.".encode()),
        )
        self._wait(one, "정산회의&loose=1", 4)
        self._wait(one, "예산안쿼터", 1)

    def _wait(self, one: Person, query: str, least: int) -> None:
        """Until the index has so much of it; asked for now and then, for searches are counted."""
        asked = [0.0]

        def found() -> bool:
            if time.monotonic() - asked[0] < 0.5:
                return False
            asked[0] = time.monotonic()
            return len(one.call("GET", f"/search?q={query}")["results"]) >= least

        until(f"the index has {query}", found, 60)


@pytest.fixture(scope="module")
def archive(rest: Rest, site_worker: Worker) -> Archive:
    return Archive(rest("demo014"), rest("demo015"), rest("demo016"))


def asked(page: Page) -> dict[str, str]:
    """What stands in the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_what_is_found_is_marked_and_opens_beside_the_list(desk: Sit, archive: Archive) -> None:
    page = desk("demo014").page
    page.keyboard.press("Control+Shift+KeyF")
    field = page.get_by_label("메시지, 파일, 사람, 대화방 검색")
    expect(field).to_be_focused()
    field.fill("정산회의")
    found = page.locator("search-page")
    expect(found.get_by_role("heading", level=2)).to_have_text(["파일", "메시지"])
    expect(found.locator("mark")).to_have_text(["정산회의", "정산회의", "정산회의"])
    expect(found.locator(".hit-words", has_text="😀").locator("mark")).to_have_text("정산회의")

    page.locator(FILTERS).click()
    found.get_by_label("띄어쓰기 무시").check()
    expect(found.locator(".hit")).to_have_count(4)
    expect(found.locator("mark", has_text="정산 회의")).to_have_text("정산 회의")
    until("the address", lambda: asked(page) == {"q": "정산회의", "loose": "1"})

    found.locator(".hit", has_text="화요일").click()
    row = page.locator("article:focus")
    expect(row).to_contain_text("화요일 오전 10시")
    expect(row).to_have_class(re.compile("flash"))
    expect(row).to_be_in_viewport()
    expect(page.locator("message-list article", has_text="5번째 안내입니다.").first).to_be_visible()
    expect(found.locator(".hit[aria-current=true]")).to_contain_text("화요일")
    assert archive.room in page.url and asked(page)["q"] == "정산회의"

    page.reload()
    expect(page.locator("search-page .hit")).to_have_count(4)
    expect(page.get_by_role("button", name="띄어쓰기 무시")).to_be_visible()
    page.get_by_role("tab", name="파일").click()
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".search-page, search-page").get_by_role("button", name="정산회의록.txt 열기").click()
    expect(page.locator("light-box .text-lines")).to_contain_text("예산안쿼터")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="목록으로").first.click()
    expect(page.locator("room-list")).to_be_visible()
    page.go_back()
    assert "q=" not in page.url or page.locator("search-page").is_visible()


def test_every_filter_narrows_and_can_be_taken_away(desk: Sit, archive: Archive, rest: Rest) -> None:
    page = desk("demo014").page
    page.goto("/search?q=정산회의&kind=nonsense&in=me&from=x&loose=1")
    hits = page.locator("search-page .hit")
    expect(hits).to_have_count(4)
    page.locator(FILTERS).click()
    page.get_by_label("나를 멘션").check()
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("준비 부탁드립니다")
    page.get_by_label("나를 멘션").uncheck()
    page.get_by_label("파일 포함").check()
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("정산회의록.txt")
    page.get_by_label("파일 포함").uncheck()
    page.get_by_label("보낸 사람").select_option(label="나")
    expect(hits).to_have_count(1)
    page.get_by_label("보낸 사람").select_option(label=rest("demo015").name)
    expect(hits).to_have_count(3)
    page.locator(".search-choice select").first.select_option(label="월간 보고 모음")
    page.get_by_label("기간").select_option(label="기간 직접 선택")
    page.get_by_label("종료일").fill("2020-01-01")
    expect(page.locator("search-page .empty")).to_contain_text("정산회의")
    page.get_by_role("button", name="필터 없이 검색").click()
    expect(hits).to_have_count(3)
    until("the address", lambda: asked(page) == {"q": "정산회의"})
    page.get_by_role("button", name="정확도순").click()
    until("the order", lambda: asked(page).get("best") == "1")
    expect(hits).to_have_count(3)


def test_keys_lead_through_the_hits_and_what_was_looked_for_is_kept_here(desk: Sit, archive: Archive) -> None:
    page = desk("demo014").page
    page.goto("/search?q=")
    field = page.locator("#search-everywhere")
    expect(page.locator("search-page .empty")).to_contain_text("단어의 일부만")
    field.press_sequentially("wjdtksghldml")
    expect(page.locator(".search-tried")).to_contain_text("‘정산회의’")
    page.get_by_role("button", name="‘정산회의’ 검색").click()
    expect(field).to_have_value("정산회의")
    hits = page.locator("search-page .hit")
    expect(hits).to_have_count(3)
    field.press("ArrowDown")
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(hits.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article:focus")).to_contain_text("정산회의")
    page.keyboard.press("Control+Shift+KeyF")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    recent = page.locator(".search-recent li")
    expect(recent).to_have_text(["정산회의"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(hits).to_have_count(3)
    field.fill("")
    page.get_by_role("button", name="모두 지우기").click()
    expect(recent).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("room-list")).to_be_visible()


def test_the_open_room_is_searched_from_a_bar_and_the_second_time_it_is_the_browsers(
    desk: Sit, archive: Archive
) -> None:
    page = desk("demo014").open(archive.room)
    page.locator("chat-composer textarea").focus()
    page.keyboard.press("Control+KeyF")
    field = page.locator("#find-here")
    expect(field).to_be_focused()
    page.keyboard.insert_text("정산")
    state = page.locator(".find-state")
    expect(state).to_have_text("3건 중 1번째")
    flash = page.locator("article.flash")
    expect(flash).to_contain_text("준비 부탁드립니다")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(state).to_have_text("3건 중 2번째")
    page.keyboard.press("ArrowUp")
    expect(state).to_have_text("3건 중 3번째")
    expect(page.locator("article", has_text="화요일 오전 10시")).to_be_in_viewport()
    expect(page.get_by_role("button", name="이전 결과")).to_be_disabled()
    page.keyboard.press("Shift+Enter")
    expect(state).to_have_text("3건 중 2번째")
    until("the marks", lambda: page.evaluate("(CSS.highlights.get('found')?.size ?? 0) > 0"))

    script = "(event) => { if (event.code === 'KeyF') window.taken = event.defaultPrevented; }"
    page.evaluate(f"addEventListener('keydown', {script})")
    page.keyboard.press("Control+KeyF")
    assert page.evaluate("window.taken") is False, "the browser's own search"
    page.get_by_role("button", name="목록과 필터로 보기").click()
    expect(page.locator("search-page .hit")).to_have_count(3)
    assert asked(page) == {"q": "정산", "in": archive.room, "kind": "messages"}
    field.focus()
    page.keyboard.press("Escape")
    expect(page.locator("find-bar")).to_have_count(0)
    expect(page.locator("#find-toggle")).to_be_focused()


def _answer(page: Page, *answers: tuple[int, Any]) -> None:
    """The server's next answers to searches; the last one stays."""
    left = list(answers)

    def fulfil(route: Route) -> None:
        status, body = left.pop(0) if len(left) > 1 else left[0]
        if status:
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
        else:
            route.abort()

    page.route("**/api/v1/search?*", fulfil)


def test_an_answer_that_does_not_come_or_is_not_whole_is_said(desk: Sit, archive: Archive) -> None:
    one = desk("demo014")
    one.expected = ("Failed to load resource", "net::ERR_")
    page = one.page
    real = page.request.get("/api/v1/search?q=안내&type=messages&limit=30").json()["results"]
    nothing: dict[str, Any] = {"results": [], "next": None, "alsoTried": []}
    many = {**nothing, "results": real[:20], "next": "further"}
    _answer(
        page, (503, {}), (0, None), (200, many), (503, {}), (200, {**nothing, "results": real[20:], "partial": True})
    )
    page.goto("/search?q=안내&kind=messages")
    empty = page.locator("search-page .empty")
    expect(empty).to_contain_text("검색 결과를 불러오지 못했습니다")
    page.get_by_role("button", name="다시 시도").click()
    expect(empty).to_contain_text("네트워크에 연결되어 있지 않습니다")
    page.get_by_role("button", name="다시 시도").click()
    hits = page.locator("search-page .hit")
    expect(hits).to_have_count(20)
    hits.last.scroll_into_view_if_needed()
    expect(empty).to_contain_text("불러오지 못했습니다")
    page.get_by_role("button", name="다시 시도").click()
    expect(hits).to_have_count(30)
    expect(page.locator(".search-partial")).to_be_visible()
    page.unroute("**/api/v1/search?*")
    page.locator("#search-everywhere").fill("없는말뷁뷁")
    expect(empty).to_contain_text("‘없는말뷁뷁’")
    page.locator("#search-everywhere").fill("a")
    expect(empty).to_contain_text("두 글자부터")


def test_a_phone_shows_the_hits_alone_and_back_leads_back_to_them(desk: Sit, archive: Archive) -> None:
    page = desk("demo014", size=(390, 844), has_touch=True, is_mobile=True).page
    page.goto("/")
    page.get_by_role("button", name="통합 검색").tap()
    page.locator("#search-everywhere").fill("정산회의")
    hits = page.locator("search-page .hit")
    expect(hits).to_have_count(3)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.querySelector('.list').scrollWidth") <= 320
    hits.last.tap()
    expect(page.locator("#pane-list")).to_be_hidden()
    expect(page.locator("article:focus")).to_contain_text("정산회의")
    page.go_back()
    expect(hits).to_have_count(3)
    page.get_by_role("button", name="목록으로").first.tap()
    expect(page.locator("room-list")).to_be_visible()


def test_the_finder_of_rooms_leads_on_to_messages(desk: Sit, archive: Archive) -> None:
    page = desk("demo014").open(archive.room)
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#room-search")).to_be_focused()
    page.keyboard.insert_text("정산회의")
    page.locator(".search-everywhere").click()
    expect(page.locator("search-page .hit")).to_have_count(3)
    assert archive.room in page.url, "the conversation stays beside it"
