"""Two people talk to each other in Korean."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Desk, Person, until

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


@pytest.fixture
def two(rest: Rest, desk: Sit) -> tuple[Desk, Desk, str]:
    """demo001 and demo003 at their desks in the same room."""
    room = rest("demo001").room(rest("demo003"))
    first, second = desk("demo001"), desk("demo003")
    first.open(room)
    second.open(room)
    return first, second, room


def write(desk: Desk, text: str) -> None:
    desk.page.locator("#composer-text").fill(text)
    desk.page.keyboard.press("Enter")


def bubble(desk: Desk, text: str) -> Any:
    return desk.page.locator("article", has_text=text).last


def test_what_one_writes_the_other_reads(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, second, room = two
    write(first, "안녕하세요, 회의실 예약했습니다.")
    expect(bubble(second, "회의실 예약했습니다")).to_be_visible()
    write(second, "감사합니다! 곧 가겠습니다.")
    expect(bubble(first, "곧 가겠습니다")).to_be_visible()
    assert rest("demo001").texts(room) == ["안녕하세요, 회의실 예약했습니다.", "감사합니다! 곧 가겠습니다."]
    expect(first.page.locator("#composer-text")).to_have_value("")


def test_the_number_goes_when_the_other_has_read(two: tuple[Desk, Desk, str]) -> None:
    first, second, _room = two
    second.page.evaluate("window.dispatchEvent(new Event('blur'))")
    second.page.goto("/")  # the list: nothing is read there
    write(first, "읽으셨나요?")
    number = bubble(first, "읽으셨나요?").locator("button.unread")
    expect(number).to_have_text("1")
    second.ready(second.page)
    second.page.bring_to_front()
    second.page.locator("a.room[aria-current=false]").first.click()
    expect(bubble(second, "읽으셨나요?")).to_be_visible()
    expect(number).to_have_count(0)


def test_typing_is_shown(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, second, _room = two
    second.page.locator("#composer-text").press_sequentially("지금")
    expect(first.page.locator(".bar-text p")).to_contain_text(f"{rest('demo003').name}")


def test_reply_react_edit_and_delete(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, second, room = two
    write(first, "점심 메뉴를 골라 주세요.")
    row = second.page.locator("article:not(:has(.quote))", has_text="메뉴를 골라 주세요.")
    row.hover()
    row.locator("[data-act=reply]").click()
    write(second, "비빔밥이요")
    expect(bubble(first, "비빔밥이요").locator(".quote")).to_contain_text("점심 메뉴")

    row.hover()
    row.locator("[data-act=menu]").click()
    second.page.locator(".menu-emoji button").first.click()
    expect(first.page.locator(".reaction")).to_contain_text("1")

    first.page.locator("#composer-text").focus()
    first.page.keyboard.press("ArrowUp")
    expect(first.page.locator("#composer-text")).to_have_value("점심 메뉴를 골라 주세요.")
    write(first, "저녁 메뉴를 골라 주세요.")
    expect(row.locator(".edited")).to_be_visible()
    expect(bubble(second, "비빔밥이요").locator(".quote")).to_contain_text("저녁 메뉴")

    bubble(second, "비빔밥이요").focus()
    second.page.keyboard.press("Delete")
    expect(second.page.locator(".toast")).to_be_visible()
    until("the message is deleted", lambda: rest("demo001").texts(room)[-1] == "", timeout=12)
    expect(first.page.locator(".bubble.deleted")).to_have_count(1)


def test_a_deletion_can_be_taken_back(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, _second, room = two
    write(first, "남겨 두세요")
    expect(first.page.locator(".queued")).to_have_count(0)
    bubble(first, "남겨 두세요").focus()
    first.page.keyboard.press("Delete")
    expect(first.page.locator(".bubble.deleted")).to_have_count(1)
    first.page.locator(".toast button").click()
    expect(first.page.locator(".bubble.deleted")).to_have_count(0)
    assert rest("demo001").texts(room) == ["남겨 두세요"]


def test_mentioning_somebody(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, second, room = two
    other = rest("demo003")
    field = first.page.locator("#composer-text")
    field.press_sequentially(f"@{other.name[:2]}")
    expect(first.page.locator("#mention-list [role=option]").first).to_contain_text(other.name)
    first.page.keyboard.press("Enter")
    field.press_sequentially("님 확인 부탁드립니다")
    first.page.keyboard.press("Enter")
    expect(second.page.locator(".bubble.calls-me")).to_be_visible()
    sent = other.call("GET", f"/rooms/{room}/messages")["results"][-1]
    assert sent["mentions"] == [other.id]


def test_a_notice_at_the_top(two: tuple[Desk, Desk, str]) -> None:
    first, second, _room = two
    write(first, "오늘 18시에 서버를 점검합니다.")
    row = bubble(first, "서버를 점검합니다")
    expect(first.page.locator(".queued")).to_have_count(0)
    row.focus()
    first.page.keyboard.press("p")
    expect(second.page.locator(".pin-text")).to_have_text("오늘 18시에 서버를 점검합니다.")


def test_who_has_read(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, _second, room = two
    absent = rest("demo004")
    rest("demo001").call("POST", f"/rooms/{room}/members", {"userIds": [absent.id]})
    write(first, "확인해 주세요")
    number = bubble(first, "확인해 주세요").locator("button.unread")
    number.click()
    expect(first.page.locator("dialog.readers")).to_contain_text(absent.name)
    first.page.keyboard.press("Escape")
    expect(first.page.locator("dialog.readers")).to_have_count(0)


def test_html_in_a_message_stays_text(two: tuple[Desk, Desk, str]) -> None:
    first, second, _room = two
    write(first, "<img src=x onerror=alert(1)> **굵게** `코드`")
    shown = bubble(second, "굵게")
    expect(shown.locator("strong")).to_have_text("굵게")
    expect(shown.locator(".bubble img")).to_have_count(0)
    refused = "() => { try { document.body.innerHTML = '<b>x</b>'; return ''; } catch (error) { return error.name; } }"
    assert first.page.evaluate(refused) == "TypeError"
    first.expected = ("TrustedHTML", "CSP report", "Trusted Type")


def test_removed_from_the_room(two: tuple[Desk, Desk, str], rest: Rest) -> None:
    first, second, room = two
    rest("demo001").call("DELETE", f"/rooms/{room}/members/{rest('demo003').id}")
    expect(second.page.locator(".toast")).to_be_visible()
    expect(second.page.locator("message-list")).to_have_count(0)
    expect(first.page.locator(".system").last).to_contain_text(rest("demo003").name)


def test_the_session_is_ended_elsewhere(rest: Rest, desk: Sit) -> None:
    me = rest("demo020")
    room = me.room(rest("demo003"))
    first = desk("demo020", fresh=True)
    first.open(room)
    write(first, "비밀 이야기")
    expect(first.page.locator(".queued")).to_have_count(0)
    first.expected = ("401", "WebSocket")
    for one in me.call("GET", "/device-sessions")["results"]:
        if not one["isCurrent"]:
            me.call("DELETE", f"/device-sessions/{one['deviceSessionId']}")
    expect(first.page.locator(".session-ended h1")).to_be_visible()
    assert "비밀 이야기" not in first.page.content()
