"""The notification centre, the level of a room and the settings of notifications, as people see them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until
from tests.browser.screens import SIZES, THEMES, Screen
from tests.browser.test_screens import judged, photographed
from tests.services.worker import Worker

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
pytestmark = pytest.mark.timeout(150)  # with the server and the worker that are started first
JUDGED = ((1440, "light"), (390, "dark"))
CATCH = """
  window.shown = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, options) { window.shown.push({title, ...options, note: this}); }
    close() {}
  };
  document.hasFocus = () => false;
"""


def centre(page: Page) -> Page:
    page.locator("app-rail .rail-item", has_text=re.compile("알림|Alerts")).click()
    expect(page.locator("noti-list h1")).to_be_visible()
    return page


def notified(who: Person, count: int) -> list[dict[str, Any]]:
    """What somebody was notified of, once there is so much of it."""
    found: list[dict[str, Any]] = []

    def there() -> bool:
        found[:] = who.call("GET", "/notifications")["results"]
        return len(found) >= count

    until(f"{count} notifications", there, timeout=40)
    return found


def all_read(who: Person) -> int:
    """Nothing is new to them, whatever others have asked the whole company; how much there is."""
    found: list[dict[str, Any]] = who.call("GET", "/notifications")["results"]
    if found:
        who.call("POST", "/notifications/read", {"upToId": found[0]["notificationId"]})
    return len(found)


def test_the_bell_counts_and_leads_to_the_message(rest: Rest, desk: Sit, site_worker: Worker) -> None:
    me, other = rest("demo008"), rest("demo009")
    room, elsewhere = me.room(other, name="예산 협의"), me.room(other, name="다른 방")
    before = all_read(me)
    page = desk("demo008").open(elsewhere)
    mine = me.say(room, "견적은 누가 정리하나요?")
    for n in range(30):
        other.say(room, f"{n}번째 줄")
    other.say(room, "제가 정리했습니다", replyTo=mine["messageId"])
    other.say(room, f"@{me.name} 3분기 견적서 확인 부탁드립니다", mentions=[me.id])
    for n in range(30):
        other.say(room, f"뒤의 {n}번째 줄")
    notified(me, before + 2)
    bell = page.get_by_role("navigation", name="주 메뉴").get_by_role("button", name="알림")
    expect(bell.locator(".badge")).to_contain_text("2")  # live, from the server's count
    centre(page)
    rows = page.locator("button.noti")
    expect(rows.first).to_contain_text("나를 멘션했습니다")
    expect(rows.nth(1)).to_contain_text("답장했습니다")
    expect(rows.first).to_contain_text("예산 협의")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bar h2")).to_contain_text("예산 협의")
    expect(page.locator("article", has_text="3분기 견적서 확인")).to_be_in_viewport()
    expect(rows.first).not_to_have_class("noti fresh")
    expect(bell.locator(".badge")).to_contain_text("1")
    page.get_by_role("button", name="모두 읽음").click()
    expect(bell.locator(".badge")).to_have_count(0)
    page.get_by_role("button", name="안 읽음", exact=True).last.click()
    expect(page.locator("noti-list .empty")).to_contain_text("모두 읽었습니다")


def test_a_room_calls_as_its_level_says_and_one_note_stands_for_a_room(
    rest: Rest, desk: Sit, site_worker: Worker
) -> None:
    me, other = rest("demo010"), rest("demo009")
    me.call("PATCH", "/me", {"preferences": {"desktopNotifications": True, "notificationKeywords": ["장애"]}})
    room = me.room(other, name="운영 알림")
    one = desk("demo010")
    page = one.open(room)
    page.click("#info-toggle")
    levels = page.get_by_role("group", name="알림")
    expect(levels.get_by_label("전체")).to_be_checked()
    levels.get_by_label("멘션만").check()
    until("the level is kept", lambda: me.call("GET", f"/rooms/{room}")["me"]["notifyLevel"] == "MENTIONS")
    expect(levels).to_contain_text("멘션하거나")
    away = one.context.new_page()
    away.add_init_script(CATCH)
    away.goto("/")
    one.ready(away)
    page.close()
    other.say(room, "평범한 메시지")
    other.say(room, "결제 서버 장애입니다")
    other.say(room, f"@{me.name} 보셨나요?", mentions=[me.id])
    until("both that call me", lambda: away.evaluate("shown.length") == 2)
    shown = away.evaluate("shown.map(({body, tag}) => [body, tag])")
    assert shown == [["결제 서버 장애입니다", f"maru-{room}"], [f"@{me.name} 보셨나요?", f"maru-{room}"]]
    away.evaluate("shown[0].note.onclick()")
    expect(away.locator(".bar h2")).to_contain_text("운영 알림")
    me.call("PATCH", "/me", {"preferences": {"notificationPreviews": False}})
    away.reload()
    one.ready(away)
    other.say(room, f"@{me.name} 비밀입니다", mentions=[me.id])
    until("a note that says nothing", lambda: away.evaluate("shown.length") == 1)
    assert "비밀" not in away.evaluate("shown[0].title + shown[0].body")
    days = {"enabled": True, "from": "00:00", "until": "00:00", "days": [1, 2, 3, 4, 5, 6, 7]}
    me.call("PATCH", "/me", {"preferences": {"quietHours": days}})
    away.reload()
    one.ready(away)
    other.say(room, f"@{me.name} 조용히", mentions=[me.id])
    expect(away.locator("a.room", has_text="운영 알림")).to_contain_text("조용히", timeout=15_000)
    assert away.evaluate("shown.length") == 0


def test_settings_say_why_nothing_comes_and_keep_what_is_chosen(rest: Rest, desk: Sit) -> None:
    one = desk("demo016")
    page = one.page
    page.goto("/settings#notifications")
    part = page.locator("#notifications")
    expect(part).to_contain_text("인터넷의 푸시 서비스에 연결되어 있지 않아")
    one.context.grant_permissions(["notifications"])
    page.reload()
    expect(part.get_by_role("button", name="테스트 알림 보기")).to_be_visible()
    part.get_by_label("이 시간에는 알림을 울리지 않기").check()
    part.get_by_label("시작", exact=True).fill("21:30")
    part.get_by_label("토", exact=True).uncheck()
    part.get_by_label("키워드").fill("정산, VPN")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("[role=status]", has_text="저장")).to_be_visible()
    expect(page.get_by_label("키워드")).to_have_value("정산, VPN")
    kept = rest("demo016").call("GET", "/me")["preferences"]
    assert kept["quietHours"] == {"enabled": True, "from": "21:30", "until": "07:00", "days": [1, 2, 3, 4, 5, 7]}
    denied = one.context.new_page()
    denied.add_init_script("Object.defineProperty(Notification, 'permission', {get: () => 'denied'})")
    denied.goto("/settings#notifications")
    expect(denied.locator("[data-steps]")).to_contain_text("자물쇠")


def test_screens_of_notifications(rest: Rest, desk: Sit, site_worker: Worker) -> None:
    me, other, third = rest("demo017"), rest("demo005"), rest("demo006")
    before = all_read(me)
    room = me.room(other, third, name="신제품 출시 준비")
    mine = me.say(room, "보도자료 초안은 언제 나오나요?")
    third.say(room, "내일 오전까지 정리하겠습니다.", replyTo=mine["messageId"])
    gone = other.say(room, f"@{me.name} 잘못 보냈습니다", mentions=[me.id])
    other.say(
        room,
        f"@{me.name} 출시 일정표를 확인하시고 오늘 중으로 의견 부탁드립니다. 고객사에도 같이 공유됩니다.",
        mentions=[me.id],
    )
    third.say(room, "모두 회의실로 와 주세요", mentions="all")
    rows = notified(me, before + 4)[:4]
    other.call("DELETE", f"/messages/{gone['messageId']}")
    me.call("POST", "/notifications/read", {"ids": [rows[-1]["notificationId"]]})
    found: list[str] = []
    for theme in THEMES:
        one = desk("demo017", color_scheme=theme)
        page = one.page
        for width, (wide, high) in (*SIZES.items(), (320, (320, 640))):
            page.set_viewport_size({"width": wide, "height": high})
            page.goto("/" if width < 760 else f"/rooms/{room}")
            one.ready(page)
            centre(page)
            expect(page.locator("button.noti")).to_have_count(before + 4)
            expect(page.locator("button.noti", has_text=f"{other.name} 님이")).to_have_count(2)
            found += _looked_at(page, "notifications", width, theme)
            page.goto("/settings#notifications")
            expect(page.locator("#notifications [role=status]").first).to_be_visible()
            page.locator("#notifications").screenshot(path=f"var/screenshots/noti-settings-{theme}-{width}.png")
            found += _looked_at(page, "settings-notifications", width, theme)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"/rooms/{room}")
        page.click("#info-toggle")
        expect(page.locator(".noti-level")).to_be_visible()
        found += _looked_at(page, "room-level", 1440, theme)
    page = centre(desk("demo017", locale="en-GB").page)
    photographed(page, "notifications-light-1440-en")
    empty = centre(desk("demo018", size=(390, 844)).page)
    photographed(empty, "notifications-light-390-empty")
    assert not found, "\n".join(found)


def _looked_at(page: Page, name: str, width: int, theme: str) -> list[str]:
    photographed(page, f"{name}-{theme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    return judged(page, Screen(name, lambda _page, _room: None), f"{theme} {width}") if (width, theme) in JUDGED else []
