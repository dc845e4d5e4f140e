"""Around messages in the browser: forwarding, bookmarks, sending later, reminders, departments."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until

Sit = Callable[..., Desk]
People = Callable[[str], Person]

DRAFTS = "import('/static/app/around/drafts.js').then(({draftSync}) => draftSync.watch())"
OWN = "import('/static/app/around/own.js').then(({own}) => own.load())"


def focused(page: Page, text: str) -> None:
    """Put the focus on the message that says this, as the keys would."""
    row = page.locator("message-list article", has_text=text).last
    expect(row).to_be_visible()
    row.focus()
    expect(row).to_be_focused()


def test_f_passes_a_message_on_with_a_word_of_ones_own(desk: Sit, rest: People) -> None:
    me, other = rest("demo003"), rest("demo004")
    source, target = me.room(other, name="보고 모음"), me.room(rest("demo007"), name="기획 회의실")
    other.say(source, "3분기 실적 요약입니다")
    page = desk("demo003").open(source)
    focused(page, "3분기 실적")
    page.keyboard.press("KeyF")
    dialog = page.get_by_role("dialog", name="전달")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    dialog.get_by_role("searchbox").fill("ㄱㅎㅎㅇㅅ")
    expect(dialog.locator(".pick")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(dialog.locator(".chip", has_text="기획 회의실")).to_be_visible()
    dialog.get_by_label("메시지 추가 (선택)").fill("참고하세요")
    dialog.get_by_role("button", name="전달", exact=True).click()
    expect(dialog).to_have_count(0)
    assert me.texts(target) == ["참고하세요", "3분기 실적 요약입니다"]
    page.goto(f"/rooms/{target}")
    passed = page.locator("message-list article", has_text="3분기 실적").last
    expect(passed.locator(".forwarded")).to_contain_text(other.name)
    expect(passed).not_to_contain_text("보고 모음")


def test_a_star_keeps_a_message_and_leads_back_to_it(desk: Sit, rest: People) -> None:
    me = rest("demo008")
    room = me.room(rest("demo004"), name="계약 자료")
    me.say(room, "표준 계약서는 공용 폴더에 있습니다")
    here, there = desk("demo008"), desk("demo008")
    page, other = here.open(room), there.open(room)
    for tab in (page, other):
        tab.evaluate(OWN)
    focused(page, "표준 계약서")
    page.keyboard.press("KeyS")
    expect(page.locator("article .kept")).to_have_count(1)
    expect(other.locator("article .kept")).to_have_count(1)
    page.get_by_role("button", name="보기", exact=True).click()
    saved = page.get_by_role("dialog", name="보관함")
    expect(saved.locator(".saved-item")).to_have_count(1)
    saved.locator(".saved-open").click()
    expect(saved).to_have_count(0)
    expect(page.locator("message-list article", has_text="표준 계약서").last).to_be_focused()
    focused(page, "표준 계약서")
    page.keyboard.press("KeyS")
    expect(other.locator("article .kept")).to_have_count(0)


def test_what_is_written_now_is_sent_later_or_at_once_after_all(desk: Sit, rest: People) -> None:
    me = rest("demo009")
    room = me.room(rest("demo004"), name="예약해 보는 방")
    page = desk("demo009").open(room)
    field = page.locator("#composer-text")
    field.fill("내일 아침에 읽어 주세요")
    page.get_by_role("button", name="예약 전송").click()
    menu = page.locator(".moment-menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    menu.get_by_role("menuitem", name="내일 아침").click()
    expect(field).to_have_value("")
    assert me.texts(room) == []
    page.get_by_role("button", name="보기", exact=True).click()
    saved = page.get_by_role("dialog", name="보관함")
    expect(saved.locator(".saved-later")).to_contain_text("내일 오전 9:00")
    saved.get_by_role("button", name="수정").click()
    saved.locator("textarea").fill("오늘 읽어 주세요")
    saved.get_by_role("button", name="저장").click()
    expect(saved.locator(".saved-words")).to_have_text("오늘 읽어 주세요")
    saved.get_by_role("button", name="다른 시각").click()
    expect(page.locator(".moment-menu").get_by_role("menuitem").first).to_be_focused()
    page.locator(".moment-menu").get_by_role("menuitem", name="30분 뒤").click()
    expect(saved.locator(".saved-later")).not_to_contain_text("오전 9:00")
    saved.get_by_role("button", name="지금 보내기").click()
    expect(saved.locator(".saved-later")).to_have_count(0)
    until("it is there", lambda: me.texts(room) == ["오늘 읽어 주세요"])


def test_a_department_is_found_by_its_initials_and_names_its_people(desk: Sit, rest: People) -> None:
    me, other = rest("demo001"), rest("demo002")
    unit = _unit_of(me.call("GET", "/org/tree")["results"], other.id)
    room = me.room(other, name="부서를 부르는 방")
    page = desk("demo001").open(room)
    field = page.locator("#composer-text")
    field.press_sequentially(f"@{unit['name'][:2]}")
    option = page.get_by_role("option", name=unit["name"]).first
    expect(option).to_contain_text("부서")
    option.click()
    expect(field).to_have_value(f"@{unit['name']} ")
    field.press_sequentially("확인해 주세요")
    page.keyboard.press("Enter")
    expect(page.locator("article .mention", has_text=f"@{unit['name']}")).to_be_visible()
    until("it is there", lambda: me.texts(room))
    message = me.call("GET", f"/rooms/{room}/messages")["results"][-1]
    assert [one["orgUnitId"] for one in message["mentionUnits"]] == [unit["orgUnitId"]]
    assert message["mentions"]


def test_what_was_begun_here_goes_on_there_and_nothing_is_lost(desk: Sit, rest: People) -> None:
    me = rest("demo010")
    room = me.room(rest("demo004"), name="두 기기에서 쓰는 방")
    here, there = desk("demo010"), desk("demo010")
    page, other = here.open(room), there.open(room)
    for tab in (page, other):
        tab.evaluate(DRAFTS)
    page.locator("#composer-text").press_sequentially("회의는 세 시에")
    expect(other.locator("#composer-text")).to_have_value("회의는 세 시에")
    there.expected = NO_NETWORK
    other.context.set_offline(True)
    other.locator("#composer-text").fill("회의는 네 시에")
    page.locator("#composer-text").fill("회의는 다섯 시에")
    until("the server has it", lambda: me.call("GET", "/drafts")["results"][0]["text"] == "회의는 다섯 시에")
    other.context.set_offline(False)
    both = "회의는 다섯 시에\n회의는 네 시에"
    other.get_by_role("button", name="가져오기").click(timeout=20_000)
    expect(other.locator("#composer-text")).to_have_value(both)
    expect(page.locator("#composer-text")).to_have_value(both)
    other.locator("#composer-text").press("Enter")
    expect(page.locator("#composer-text")).to_have_value("")
    until("it was sent", lambda: me.texts(room) == [both])


def test_an_emoji_is_found_in_korean_and_chosen_by_keys_and_words_are_marked(desk: Sit, rest: People) -> None:
    me = rest("demo013")
    room = me.room(rest("demo004"), name="글꾸밈")
    page = desk("demo013").open(room)
    field = page.locator("#composer-text")
    page.get_by_role("button", name="이모지", exact=True).click()
    search = page.locator("#emoji-search")
    search.fill("박수")
    expect(page.locator(".emoji-all [data-emoji='👏']")).to_be_visible()
    search.press("ArrowDown")
    expect(page.locator(".emoji-all [data-emoji]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value("👏")
    field.fill("중요합니다")
    field.evaluate("field => field.setSelectionRange(0, 2)")
    field.press("Control+KeyB")
    expect(field).to_have_value("**중요**합니다")
    field.press("Control+KeyB")
    expect(field).to_have_value("중요합니다")
    field.press("Control+KeyB")
    field.press("Enter")
    expect(page.locator("message-list article strong", has_text="중요")).to_be_visible()


def _unit_of(units: list[dict[str, Any]], person: str) -> dict[str, Any]:
    """The department in which this person has a post."""
    waiting = list(units)
    while waiting:
        unit = waiting.pop()
        if any(post["userId"] == person for post in unit["members"]):
            return unit
        waiting += unit["children"]
    raise AssertionError("no post anywhere")
