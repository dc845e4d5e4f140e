"""The file & photo box: of a room beside the conversation, of all rooms in its place; tabs, filters, keys."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.looking import Shelf
from tests.browser.people import Desk, Person, until
from tests.browser.uploading import picture

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def focused(page: Page) -> str:
    """The title of what has the focus."""
    return str(page.evaluate("document.activeElement.title"))


def test_the_room_shows_its_latest_files_and_leads_to_all_of_them(desk: Sit, things: Shelf) -> None:
    page = desk("demo006").open(things.room)
    page.keyboard.press("Alt+KeyI")
    expect(page.locator("room-files .photo")).to_have_count(6)
    expect(page.locator("room-files .info-file")).to_have_count(3)
    page.locator("room-files").get_by_role("button", name="모두 보기").click()
    box = page.locator("#pane-side file-box")
    expect(box.get_by_role("heading", level=3)).to_have_text([re.compile(r"\d{4}년 \d{1,2}월")])
    expect(box.locator(".photo")).to_have_count(6)
    box.get_by_role("tab", name="파일").click()
    expect(box.locator(".file-text b")).to_have_text(
        ["2026년 하반기 계획.xlsx", "시연 영상.webm", "deploy.py", "배포 점검표.pdf"]
    )
    box.get_by_role("tab", name="파일").press("ArrowRight")
    expect(box.get_by_role("tab", name="링크")).to_be_focused()
    expect(box.get_by_role("link")).to_have_attribute("href", "https://intranet.example.co.kr/wiki/deploy")
    box.get_by_role("button", name="방 정보").click()
    expect(page.locator("room-info")).to_be_visible()


def test_arrow_keys_move_in_the_photos_and_enter_opens_one(desk: Sit, things: Shelf) -> None:
    page = desk("demo006").open(things.room)
    page.keyboard.press("Alt+Digit3")
    photos = page.locator("file-box .photo")
    expect(photos).to_have_count(6)
    expect(page.get_by_role("tab", name="사진")).to_be_focused()
    photos.first.focus()
    assert focused(page).startswith("현장 3.png")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("묶음 1.png")
    page.set_viewport_size({"width": 1024, "height": 900})
    columns = page.evaluate("getComputedStyle(document.querySelector('.photos')).gridTemplateColumns.split(' ').length")
    page.keyboard.press("ArrowDown")
    names = [str(title) for title in photos.evaluate_all("(all) => all.map((one) => one.title)")]
    assert columns < 5 and focused(page) == names[1 + columns]
    page.keyboard.press("End")
    assert focused(page).startswith("현장 1.png")
    page.keyboard.press("Enter")
    title = page.locator("light-box dialog[open] h2")
    expect(title).to_have_text(re.compile("현장 1.png 6 / 6"))
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("현장 2.png")
    page.keyboard.press("Escape")
    assert focused(page).startswith("현장 1.png")


def test_all_my_rooms_stand_together_and_a_file_leads_to_its_message(rest: Rest, desk: Sit, things: Shelf) -> None:
    other = Shelf(rest("demo006").room(rest("demo008"), name="다른 방"), rest("demo008"))
    other.put(("다른 방의 계획.xlsx", b"PK\x03\x04" + bytes(99)))
    page = desk("demo006").open(other.room)
    page.get_by_role("button", name="파일함").click()
    page.get_by_role("tab", name="파일").click()
    rows = page.locator("main file-box .file-row")
    expect(rows.first).to_contain_text("다른 방의 계획.xlsx")
    expect(rows.filter(has_text="deploy.py")).to_contain_text("자료가 많은 방")
    assert page.url.endswith("/"), "no room is open"
    rows.filter(has_text="deploy.py").get_by_role("button", name="메시지로 이동").click()
    expect(page.locator("article:focus")).to_contain_text("deploy.py")
    assert page.url.endswith(things.room)

    page.get_by_role("button", name="파일함").click()
    expect(page.locator("main file-box")).to_be_visible()
    page.get_by_role("button", name=re.compile("^대화")).click()
    expect(page.locator("main message-list")).to_be_visible()
    assert page.url.endswith(things.room), "the room that was open is open again"


def test_filters_by_person_and_time(rest: Rest, desk: Sit, things: Shelf) -> None:
    page = desk("demo006").open(things.room)
    page.keyboard.press("Alt+Digit3")
    expect(page.locator("file-box .photo").first).to_be_visible()
    sent_by = page.get_by_label("보낸 사람")
    sent_by.select_option(label="나")
    expect(page.locator("file-box .empty")).to_contain_text("조건에 맞는 항목이 없습니다.")
    page.get_by_role("button", name="모두 보기").click()
    sent_by.select_option(label=things.sender.name)
    expect(page.locator("file-box .photo")).to_have_count(6)
    page.get_by_label("기간").select_option(label="기간 직접 선택")
    page.get_by_label("종료일").fill("2020-01-01")
    expect(page.locator("file-box .empty")).to_be_visible()
    page.get_by_label("종료일").fill("")
    page.get_by_label("시작일").fill("2020-01-01")
    expect(page.locator("file-box .photo")).to_have_count(6)


def test_what_comes_and_goes_meanwhile(desk: Sit, things: Shelf) -> None:
    page = desk("demo006").open(things.room)
    page.keyboard.press("Alt+KeyI")
    page.locator("room-files").get_by_role("button", name="모두 보기").click()
    photos = page.locator("file-box .photo")
    expect(photos).to_have_count(6)
    new = things.put(("방금 찍은 사진.png", picture(9)))
    expect(photos).to_have_count(7)
    expect(photos.first).to_have_attribute("title", re.compile("^방금 찍은 사진.png"))
    things.sender.call("DELETE", f"/messages/{new['messageId']}")
    expect(photos).to_have_count(6)


def test_more_is_fetched_while_one_scrolls_and_an_error_can_be_repeated(desk: Sit, things: Shelf) -> None:
    one = desk("demo006")
    one.expected = ("Failed to load resource",)
    page = one.open(things.room)
    many = [{**things.files["deploy.py"], "attachmentId": f"{n}", "filename": f"{n}.py"} for n in range(70)]
    answers: dict[str, Any] = {"": {"results": many[:60], "next": "further"}}

    def answer(route: Route) -> None:
        found = answers.get("further" if "cursor=further" in route.request.url else "")
        route.fulfill(status=200 if found else 503, json=found or {})

    page.route("**/api/v1/files?kind=file*", answer)
    page.keyboard.press("Alt+Digit3")
    page.get_by_role("tab", name="파일").click()
    rows = page.locator("file-box .file-row")
    expect(rows).to_have_count(60)
    rows.last.scroll_into_view_if_needed()
    expect(page.locator("file-box .empty")).to_contain_text("불러오지 못했습니다")
    answers["further"] = {"results": many[60:], "next": None}
    page.get_by_role("button", name="다시 시도").click()
    expect(rows).to_have_count(70)


def test_a_phone_shows_the_box_alone_and_back_leads_back(desk: Sit, things: Shelf) -> None:
    page = desk("demo006", size=(390, 844), has_touch=True, is_mobile=True).page
    page.goto("/")
    page.get_by_role("button", name="파일함").tap()
    expect(page.locator("file-box .photo").first).to_be_visible()
    expect(page.locator("#pane-list")).to_be_hidden()
    page.get_by_role("tab", name="파일").tap()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".file-row", has_text="deploy.py").get_by_role("button", name="메시지로 이동").tap()
    expect(page.locator("article:focus")).to_contain_text("deploy.py")
    page.go_back()
    expect(page.locator("file-box")).to_be_visible()
    page.get_by_role("button", name="목록으로").tap()
    expect(page.locator("#pane-list")).to_be_visible()
    until("the rail is back", lambda: page.locator(".rail").is_visible())
