"""Forwarding, what is kept, moments, formatted words: their pictures, and what axe-core finds."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person
from tests.browser.screens import SIZES, THEMES, Screen
from tests.browser.test_screens import judged, photographed

Sit = Callable[..., Desk]

FORMATTED = """**정기 배포** 안내드립니다. _중요_ 사항은 *아래*와 같고, ~~11시~~ → 14시입니다. ㅋㅋ~~
- 배포 전 백업
- `v2.4.0` 태그 확인
1. 점검 페이지 전환
2. 반영
> 장애가 나면 바로 되돌립니다.
> 담당자는 @all
```python
def deploy(version: str) -> None:
    print(f"{version} 반영")
```
https://intranet.example.co.kr/wiki 참고"""
LATE = """import('/static/app/api.js').then(({api}) => {
  const get = api.get;
  api.get = (path) => path === "/working-hours"
    ? Promise.resolve({now: false, next: new Date(Date.now() + 8 * 3600e3).toISOString()}) : get(path);
})"""


@pytest.fixture(scope="module")
def room(rest: Callable[[str], Person]) -> str:
    """A room in which much was said yesterday and something is kept of it."""
    me, other = rest("demo004"), rest("demo005")
    made = me.room(other, name="배포 준비방")
    said = other.say(made, FORMATTED)
    plain = other.say(made, "회의록은 공용 폴더에 올려 두었습니다.")
    me.call("PUT", f"/messages/{plain['messageId']}/bookmark", {})
    me.call("PUT", f"/messages/{said['messageId']}/bookmark", {})
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    me.call("POST", f"/messages/{plain['messageId']}/reminders", {"at": later.isoformat()})
    body = {
        "clientMsgId": str(uuid.uuid4()),
        "text": "좋은 아침입니다. 오늘 일정 공유드립니다.",
        "at": later.isoformat(),
    }
    me.call("POST", f"/rooms/{made}/scheduled", body)
    target = me.room(rest("demo006"), name="기획 2팀")
    call = {"clientMsgId": str(uuid.uuid4()), "roomIds": [made], "comment": "전달드립니다"}
    me.call("POST", f"/messages/{rest('demo006').say(target, '예산안 초안입니다')['messageId']}/forward", call)
    return made


def _room(page: Page, room: str) -> None:
    page.goto(f"/rooms/{room}")
    expect(page.locator(".forwarded")).to_be_visible()


def _forward(page: Page, room: str) -> None:
    _room(page, room)
    page.locator("message-list article", has_text="회의록은").last.focus()
    page.keyboard.press("KeyF")
    dialog = page.get_by_role("dialog", name="전달")
    dialog.locator(".pick").nth(1).click()
    expect(dialog.locator(".chip")).to_have_count(1)


def _saved(tab: str) -> Callable[[Page, str], None]:
    def go(page: Page, room: str) -> None:
        _room(page, room)
        page.evaluate("import('/static/app/store.js').then(({store}) => store.openDialog('saved-things'))")
        page.get_by_role("dialog", name="보관함").get_by_role("tab", name=tab).click()
        expect(page.locator(".saved-item").first).to_be_visible()

    return go


def _moments(page: Page, room: str) -> None:
    _room(page, room)
    page.locator("#composer-text").fill("내일 아침에 보낼 말")
    page.get_by_role("button", name="예약 전송").click()
    expect(page.locator(".moment-menu [role=menuitem]").first).to_be_focused()


def _menu(page: Page, room: str) -> None:
    _room(page, room)
    page.locator("message-list article", has_text="회의록은").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="전달")).to_be_visible()


SCREENS = (
    Screen("around-words", _room),
    Screen("around-forward", _forward),
    Screen("around-bookmarks", _saved("보관")),
    Screen("around-scheduled", _saved("예약 전송")),
    Screen("around-reminders", _saved("다시 알림")),
    Screen("around-moments", _moments),
    Screen("around-menu", _menu),
)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("theme", "width"), [(THEMES[0], 1440), (THEMES[1], 390)])
def test_screens_around_messages(desk: Sit, room: str, theme: str, width: int) -> None:
    sitting = desk("demo004", size=SIZES[width], color_scheme=theme)
    found: list[str] = []
    for screen in SCREENS:
        screen.go(sitting.page, room)
        photographed(sitting.page, f"{screen.name}-{theme}-{width}")
        found += judged(sitting.page, screen, f"{theme} {width}")
    assert not found, "\n".join(found)


@pytest.mark.timeout(120)
def test_late_in_the_evening_the_morning_is_offered_and_enter_sends_all_the_same(
    desk: Sit, rest: Callable[[str], Person]
) -> None:
    me = rest("demo012")
    room, other = me.room(rest("demo004"), name="늦은 저녁"), me.room(rest("demo004"), name="급한 방")
    sitting = desk("demo012")
    page = sitting.open(room)
    page.evaluate(LATE)
    field = page.locator("#composer-text")
    field.fill("내일 봐도 되는 말")
    bar = page.locator(".late-bar")
    expect(bar).to_contain_text("근무 시간이 아닙니다")
    photographed(page, "around-late-light-1440")
    bar.get_by_role("button", name="에 보내기").click()
    expect(field).to_have_value("")
    assert [one["text"] for one in me.call("GET", "/scheduled")["results"]] == ["내일 봐도 되는 말"]
    page.evaluate("room => import('/static/app/store.js').then(({store}) => store.openRoom(room))", other)
    expect(page.locator("conversation-view h2").first).to_contain_text("급한 방")
    field.fill("지금 봐야 하는 말")
    expect(bar).to_be_visible()
    field.press("Enter")
    expect(page.locator("message-list article", has_text="지금 봐야").last).to_be_visible()
    field.fill("이어서 하는 말")
    expect(bar).to_have_count(0)
