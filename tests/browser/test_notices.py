"""Must-read notices as people meet them: published, confirmed by one tap, chased, reported; and room notices on top."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
TEXT = "11월 27일 금요일 15시에 전사 비상 대피 훈련이 있습니다.\n경보가 울리면 계단으로 1층 광장까지 나와 주세요."


def published(author: Person, *rooms: str, title: str = "", hours: float = 30, **more: Any) -> dict[str, Any]:
    """A notice of theirs over REST."""
    until_then = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    body = {
        "clientMsgId": str(uuid.uuid4()),
        "title": title or f"비상 대피 훈련 {uuid.uuid4().hex[:6]}",
        "text": TEXT,
        "roomIds": list(rooms),
        "deadline": until_then.isoformat(),
        **more,
    }
    made: dict[str, Any] = author.call("POST", "/must-reads", body)
    return made


def test_from_writing_to_the_last_confirmation(rest: Rest, desk: Sit) -> None:
    """Written in the room, confirmed in the conversation; the number moves, who is left is reminded."""
    author, reader, other = rest("demo007"), rest("demo008"), rest("demo009")
    room = author.room(reader, other, name="안전 담당자")
    page = desk("demo007").open(room)
    page.get_by_role("button", name="새 필독 공지").click()
    dialog = page.locator("notice-dialog dialog")
    expect(dialog.get_by_label("안전 담당자")).to_be_checked()
    dialog.get_by_label("제목").fill("소화기 점검")
    dialog.get_by_label("본문").fill("소화기 위치를 확인해 주세요.")
    dialog.get_by_role("button", name="게시", exact=True).click()
    expect(dialog).to_have_count(0)
    card = page.locator("must-read-card")
    expect(card).to_contain_text("2명 중 0명 확인")
    expect(card.get_by_role("button", name="확인")).to_have_count(0)

    theirs = desk("demo008").open(room)
    asked = theirs.locator("must-read-card").get_by_role("button", name="확인")
    expect(asked).to_be_visible()
    expect(theirs.locator(".strip")).to_contain_text("소화기 점검")
    asked.click()
    expect(theirs.locator("must-read-card")).to_contain_text("2명 중 1명 확인")
    expect(asked).to_have_count(0)
    expect(theirs.locator(".strip")).to_have_count(0)
    expect(card).to_contain_text("2명 중 1명 확인")

    card.get_by_role("link", name="자세히").click()
    expect(page.locator(".notice-sheet h1")).to_have_text("소화기 점검")
    expect(page.locator("#notice-people")).to_contain_text(other.name)
    page.get_by_role("tab", name="확인 1", exact=True).click()
    expect(page.locator("#notice-people")).to_contain_text(reader.name)
    page.get_by_role("button", name="미확인자에게 다시 알리기 (1명)").click()
    expect(page.locator(".toast", has_text="1명에게 다시 알렸습니다")).to_be_visible()
    expect(page.get_by_role("button", name="미확인자에게 다시 알리기 (1명)")).to_be_disabled()
    for form in ("CSV", "PDF"):
        with page.expect_download() as kept:
            page.get_by_role("link", name=f"{form} 보고서").click()
        assert kept.value.suggested_filename == f"필독 공지 소화기 점검.{form.lower()}"


def test_the_box_of_notices_by_keys_and_on_another_device(rest: Rest, desk: Sit) -> None:
    author, reader = rest("demo001"), rest("demo010")
    room = author.room(reader, name="공지 확인 방")
    late, soon = published(author, room, hours=72), published(author, room, hours=2)
    one, another = desk("demo010"), desk("demo010")
    page = one.page
    page.goto("/notices")
    one.ready(page)
    rows = page.locator("a.notice-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(soon["title"])  # what is due first stands first
    expect(page.locator(".rail-item", has_text="공지").locator(".badge")).to_contain_text("2")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('/notices')[0]}/notices/{late['mustReadId']}")
    expect(page.locator(".notice-sheet h1")).to_have_text(late["title"])
    reader.call("POST", f"/must-reads/{soon['mustReadId']}/confirm")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="확인했습니다").click()
    expect(page.locator(".notice-confirmed")).to_be_focused()
    expect(rows).to_have_count(0)
    expect(page.locator("notice-list")).to_contain_text("확인할 공지가 없습니다.")
    page.get_by_role("button", name="지난 것").click()
    expect(rows).to_have_count(2)
    another.page.reload()
    expect(another.page.locator(".strip")).to_have_count(0)


def test_closed_withdrawn_and_gone(rest: Rest, desk: Sit) -> None:
    author, reader = rest("demo001"), rest("demo016")
    room = author.room(reader, name="회수하는 방")
    made = published(author, room)
    reading = desk("demo016")
    reading.expected = ("404",)  # it is not there any more
    theirs = reading.open(room)
    expect(theirs.locator("must-read-card").get_by_role("button", name="확인")).to_be_visible()
    page = desk("demo001").page
    page.goto(f"/notices/{made['mustReadId']}")
    page.get_by_role("button", name="공지 마감").click()
    page.get_by_role("button", name="마감하기").click()
    expect(page.locator(".notice-state")).to_contain_text("마감")
    expect(theirs.locator("must-read-card")).to_contain_text("마감됨")
    expect(theirs.locator("must-read-card").get_by_role("button", name="확인")).to_have_count(0)
    page.get_by_role("button", name="공지 회수").click()
    page.get_by_role("button", name="회수하기").click()
    expect(page.locator(".notice-state")).to_contain_text("회수됨")
    expect(theirs.locator("message-list")).to_contain_text("삭제된 메시지입니다.")
    theirs.goto(f"/notices/{made['mustReadId']}")
    expect(theirs.locator("notice-view")).to_contain_text("이 공지가 없습니다")


def test_only_those_who_have_not_read_are_reminded(rest: Rest, desk: Sit) -> None:
    me, read, unread = rest("demo012"), rest("demo013"), rest("demo014")
    room = me.room(read, unread, name="읽어야 하는 방")
    said = me.say(room, "내일까지 서명해 주세요.")
    read.read(room, said)
    one = desk("demo012")
    one.expected = ("429",)  # the second reminder comes too soon
    page = one.open(room)
    page.locator("article .unread").last.click()
    dialog = page.locator("readers-dialog dialog")
    expect(dialog).to_contain_text(unread.name)
    dialog.get_by_role("button", name="다시 알리기 (1명)").click()
    expect(dialog.get_by_role("status")).to_contain_text("1명에게 다시 알렸습니다")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator("article .unread").last.click()
    page.locator("readers-dialog dialog").get_by_role("button", name="다시 알리기 (1명)").click()
    expect(page.locator("readers-dialog [role=status]")).to_contain_text("분 뒤에 다시 알릴 수 있습니다")


def test_notices_of_the_room_fold_and_unfold(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo017"), rest("demo018")
    room = me.room(other, name="고정 공지 방")
    for text in ("첫 공지", "둘째 공지\n두 줄짜리입니다."):
        said = other.say(room, text, type="NOTICE")
        other.call("POST", f"/rooms/{room}/pins", {"messageId": said["messageId"]})
    page = desk("demo017").open(room)
    bar = page.locator("pins-bar")
    expect(bar.locator(".pin-text")).to_contain_text("둘째 공지")
    expect(bar.locator(".pins-more")).to_contain_text("+1")
    bar.get_by_role("button", name="공지 모두 보기 (2)").click()
    expect(bar.locator(".pin-whole")).to_have_count(2)
    expect(bar.locator(".pin-words").first).to_contain_text("두 줄짜리입니다.")
    bar.get_by_role("button", name="공지 내리기").first.click()
    expect(bar.locator(".pin-whole")).to_have_count(1)
    page.keyboard.press("Escape")
    bar.locator(".pins-more").focus()
    page.keyboard.press("Escape")
    expect(bar.locator(".pin-text")).to_contain_text("첫 공지")


@pytest.fixture
def phone(desk: Sit) -> Callable[[str], Page]:
    return lambda login: desk(login, size=(390, 844), has_touch=True).page


def test_on_a_phone_each_step_has_a_way_back(rest: Rest, phone: Callable[[str], Page]) -> None:
    author, reader = rest("demo001"), rest("demo019")
    made = published(author, author.room(reader, name="휴대폰 공지 방"))
    page = phone("demo019")
    page.locator(".strip").get_by_role("button", name="읽기").click()
    expect(page.locator(".notice-sheet h1")).to_have_text(made["title"])
    page.get_by_role("button", name="목록으로").click()
    expect(page.locator("a.notice-row, a.room").first).to_be_visible()
    page.goto("/notices")
    page.locator("a.notice-row").first.click()
    page.get_by_role("button", name="확인했습니다").click()
    expect(page.locator(".notice-confirmed")).to_be_visible()
    page.go_back()
    expect(page.locator("notice-list")).to_contain_text("확인할 공지가 없습니다.")
