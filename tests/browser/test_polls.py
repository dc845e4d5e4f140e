"""Polls in rooms, as people see them."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until
from tests.browser.screens import SIZES, THEMES, Screen
from tests.browser.test_screens import judged, photographed

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
OPTIONS = ["김치찌개", "칼국수", "돈가스와 메밀국수"]
WIDTHS = {"light": {**SIZES, 320: (320, 640)}, "dark": {1440: SIZES[1440], 390: SIZES[390]}}
JUDGED = ((1440, "light"), (390, "dark"))


def asked(who: Person, room: str, question: str = "회식 메뉴를 골라 주세요", **more: Any) -> dict[str, Any]:
    """A poll of this person's in a room."""
    body = {"clientMsgId": str(uuid.uuid4()), "question": question, "options": OPTIONS, **more}
    return dict(who.call("POST", f"/rooms/{room}/polls", body)["poll"])


def vote(who: Person, poll: dict[str, Any], *places: int) -> None:
    chosen = [poll["options"][place]["optionId"] for place in places]
    who.call("POST", f"/polls/{poll['pollId']}/vote", {"optionIds": chosen})


def option(page: Page, text: str) -> Any:
    return page.locator("poll-card .poll-option", has_text=text)


def test_a_poll_is_made_with_the_keyboard_and_everybody_votes(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo004"), rest("demo005")
    room = me.room(other, name="점심")
    page, there = desk("demo004").open(room), desk("demo005").open(room)
    page.get_by_role("button", name="투표 만들기").click()
    expect(page.get_by_label("질문")).to_be_focused()
    page.keyboard.type("점심 뭐 먹을까요?")
    page.keyboard.press("Tab")
    for n, text in enumerate(("김밥", "국수", "돈가스", "샐러드"), 1):
        expect(page.get_by_label(f"항목 {n}", exact=True)).to_be_focused()
        page.keyboard.type(text)
        if n < 4:
            page.keyboard.press("Enter")
    page.get_by_role("button", name="항목 4 위로").click()
    expect(page.get_by_label("항목 3", exact=True)).to_have_value("샐러드")
    page.get_by_role("button", name="항목 1 삭제").click()
    page.get_by_role("button", name="투표 시작").click()
    expect(page.locator("poll-new")).to_have_count(0)
    expect(there.locator(".poll-text")).to_have_text(["국수", "샐러드", "돈가스"])
    expect(there.locator(".poll-option").first).to_be_visible()
    option(there, "국수").click()
    expect(option(there, "국수")).to_have_attribute("aria-pressed", "true")
    expect(option(page, "국수").locator("b")).to_have_text("1")  # live
    option(there, "샐러드").click()
    expect(option(page, "샐러드").locator("b")).to_have_text("1")
    expect(option(page, "국수").locator("b")).to_have_text("0")
    there.get_by_role("button", name="투표 취소").click()
    expect(option(page, "샐러드").locator("b")).to_have_text("0")
    expect(option(there, "샐러드")).to_have_attribute("aria-pressed", "false")
    expect(there.get_by_role("button", name="투표 마감")).to_have_count(0)
    page.get_by_role("button", name="투표 마감").click()
    page.locator("confirm-dialog").get_by_role("button", name="투표 마감").click()
    expect(there.locator("poll-card .chip")).to_have_text("마감")
    expect(there.locator("button.poll-option")).to_have_count(0)


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(rest: Rest, desk: Sit) -> None:
    page = desk("demo004").open(rest("demo004").room(rest("demo005")))
    page.get_by_role("button", name="투표 만들기").click()
    page.get_by_role("button", name="투표 시작").click()
    expect(page.get_by_label("질문")).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("질문을 입력해 주십시오.")
    page.get_by_label("질문").fill("어디로 갈까요?")
    page.get_by_label("항목 1", exact=True).fill("바다")
    page.get_by_label("항목 2", exact=True).fill(" 바다 ")
    page.get_by_role("button", name="투표 시작").click()
    expect(page.get_by_role("alert")).to_have_text("같은 항목이 있습니다.")
    page.keyboard.press("Escape")
    expect(page.locator("poll-new")).to_have_count(0)
    expect(page.get_by_role("button", name="투표 만들기")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("질문")).to_have_value("어디로 갈까요?")
    page.get_by_label("항목 2", exact=True).fill("산")
    page.get_by_label("마감").select_option("at")
    page.get_by_label("날짜와 시각").fill("2020-01-01T09:00")
    page.get_by_role("button", name="투표 시작").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("이미 지난 시각"))
    page.get_by_label("마감").select_option("tomorrow")
    page.get_by_role("button", name="투표 시작").click()
    expect(page.locator(".poll-state")).to_contain_text("시간 남음")


def test_names_are_shown_and_those_who_have_not_voted_are_reminded(rest: Rest, desk: Sit) -> None:
    me, other, third = rest("demo004"), rest("demo005"), rest("demo006")
    room = me.room(other, third, name="이름을 보는 투표")
    poll = asked(me, room)
    vote(other, poll, 1)
    page = desk("demo004").open(room)
    page.get_by_role("button", name="투표 현황").click()
    people = page.locator("poll-people")
    expect(people.locator(".poll-group", has_text="칼국수")).to_contain_text(other.name)
    expect(people.locator(".poll-group", has_text="아직 투표하지 않은 사람")).to_contain_text(third.name)
    people.get_by_role("button", name="투표하지 않은 1명에게 알리기").click()
    expect(people.get_by_role("status")).to_contain_text("알림을 보냈습니다")
    until("the notification", lambda: [n for n in _notified(third) if n["type"] == "POLL_REMINDER"])
    vote(third, poll, 0)
    expect(people.locator(".poll-group", has_text="김치찌개")).to_contain_text(third.name)  # live here too


def _notified(who: Person) -> list[dict[str, Any]]:
    return list(who.call("GET", "/notifications")["results"])


def test_an_anonymous_poll_says_what_that_means_and_ends_at_its_time(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo004"), rest("demo005")
    room = me.room(other, name="익명 투표")
    poll = asked(me, room, isAnonymous=True, isMultiple=True)
    page = desk("demo005").open(room)
    expect(page.locator(".poll-kind")).to_have_text(re.compile("익명 투표 · 여러 개 선택"))
    expect(page.get_by_role("button", name="투표 현황")).to_have_count(0)
    option(page, "김치찌개").click()
    expect(option(page, "김치찌개").locator("b")).to_have_text("1")
    option(page, "칼국수").click()
    expect(option(page, "칼국수")).to_have_attribute("aria-pressed", "true")
    until("both", lambda: [o["count"] for o in me.call("GET", f"/polls/{poll['pollId']}")["options"]] == [1, 1, 0])
    page.reload()
    expect(option(page, "칼국수")).to_have_attribute("aria-pressed", "true")  # only I learn what I chose
    me.call("POST", f"/polls/{poll['pollId']}/close")
    expect(page.locator("poll-card")).to_contain_text("동점")


def test_a_poll_ends_on_the_screen_at_its_time_whenever_the_job_comes(rest: Rest, desk: Sit) -> None:
    me = rest("demo004")
    room = me.room(rest("demo005"), name="곧 끝나는 투표")
    page = desk("demo005").open(room)
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2)
    asked(me, room, closesAt=soon.isoformat())
    expect(page.locator("poll-card .chip")).to_have_text("마감")
    expect(page.locator("button.poll-option")).to_have_count(0)


@pytest.mark.timeout(120)
def test_screens_of_polls(rest: Rest, desk: Sit) -> None:
    me, other, third = rest("demo007"), rest("demo005"), rest("demo006")
    room = me.room(other, third, name="정기 회식")
    other.say(room, "이번 달 회식 장소를 정하려고 합니다. 금요일까지 골라 주세요.")
    week = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    open_one = asked(other, room, closesAt=week.isoformat())
    for who, places in ((me, (1,)), (other, (1,)), (third, (0,))):
        vote(who, open_one, *places)
    closed = asked(third, room, "재택근무 요일을 바꿀까요?", isAnonymous=True)
    vote(other, closed, 0)
    third.call("POST", f"/polls/{closed['pollId']}/close")
    vote(me, asked(me, room, "워크숍에서 하고 싶은 것을 모두 골라 주세요", isMultiple=True, isAnonymous=True), 0, 2)
    found: list[str] = []
    for theme in THEMES:
        page = desk("demo007", color_scheme=theme).open(room)
        for width, (wide, high) in WIDTHS[theme].items():
            page.set_viewport_size({"width": wide, "height": high})
            expect(page.locator("poll-card .poll-option").first).to_be_attached()
            page.locator("poll-card").last.scroll_into_view_if_needed()
            found += _looked_at(page, "polls", width, theme)
            page.get_by_role("button", name="투표 만들기").click()
            page.get_by_label("질문").fill("회식 메뉴를 골라 주세요")
            found += _looked_at(page, "poll-new", width, theme)
            page.keyboard.press("Escape")
            expect(page.locator("poll-new")).to_have_count(0)
        page.locator("poll-card").filter(has_text="회식 메뉴를").get_by_role("button", name="투표 현황").click()
        expect(page.locator("poll-people .person-row").first).to_be_visible()
        found += _looked_at(page, "poll-people", width, theme)
    page = desk("demo007", locale="en-GB").open(room)
    expect(page.locator("poll-card").first).to_contain_text("people voted")
    photographed(page, "polls-light-1440-en")
    assert not found, "\n".join(found)


def _looked_at(page: Page, name: str, width: int, theme: str) -> list[str]:
    photographed(page, f"{name}-{theme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    lefts = page.evaluate("[...document.querySelectorAll('.poll')].map((one) => one.getBoundingClientRect().left)")
    assert min(lefts) >= 0, "a card is pushed out of the window"
    return judged(page, Screen(name, lambda _page, _room: None), f"{theme} {width}") if (width, theme) in JUDGED else []
