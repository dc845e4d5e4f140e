"""What calls for attention, and what a page says of itself."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.services.server import Server

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
CATCH = """
  window.shown = [];
  window.Notification = class {
    static permission = 'granted';
    constructor(title, options) { window.shown.push({title, ...options}); }
    close() {}
  };
  document.hasFocus = () => false;
"""


def test_a_message_elsewhere_notifies_and_a_muted_room_does_not(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo015"), rest("demo003")
    me.call("PATCH", "/me", {"preferences": {"desktopNotifications": True}})
    loud, quiet = me.room(other, name="알리는 방"), me.room(other, name="조용한 방")
    silent = me.room(other, name="꺼 둔 방")
    me.call("PATCH", f"/rooms/{quiet}/me", {"notifyLevel": "MENTIONS"})
    me.call("PATCH", f"/rooms/{silent}/me", {"muted": True})
    one = desk("demo015")
    page = one.context.new_page()
    one.page.close()  # a page that is looked at keeps the others from showing anything
    page.add_init_script(CATCH)
    page.goto("/")
    one.ready(page)
    other.say(quiet, "조용히")
    other.say(silent, f"@{me.name} 조용히", mentions=[me.id])
    other.say(loud, "회의 시작합니다")
    until("one notification", lambda: page.evaluate("shown.length") >= 1)
    other.say(quiet, f"@{me.name} 급합니다", mentions=[me.id])
    until("the mention notifies", lambda: page.evaluate("shown.length") >= 2)
    bodies = page.evaluate("shown.map(({body}) => body)")
    assert bodies == ["회의 시작합니다", f"@{me.name} 급합니다"]
    until("the title counts", lambda: page.title().startswith("("))


def test_presence_of_a_colleague(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo014"), rest("demo013")
    me.call("POST", "/rooms", {"type": "DM", "memberIds": [other.id]})
    page = desk("demo014").page
    page.reload()
    row = page.locator("a.room", has_text=other.name).first
    expect(row).to_be_visible()
    expect(row.locator(".presence.online")).to_have_count(0)
    there = desk("demo013")
    expect(row.locator(".presence.online")).to_have_count(1)
    there.context.close()
    expect(row.locator(".presence.online")).to_have_count(0)


def test_a_room_made_by_another_appears_at_once(rest: Rest, desk: Sit) -> None:
    page = desk("demo012").page
    room = rest("demo003").room(rest("demo012"), name="새로 생긴 방")
    rest("demo003").say(room, "환영합니다")
    row = page.locator("a.room", has_text="새로 생긴 방")
    expect(row).to_contain_text("환영합니다")
    expect(row.locator(".badge")).to_contain_text("1")
    rest("demo003").call("PATCH", f"/rooms/{room}", {"name": "이름을 바꾼 방"})
    expect(page.locator("a.room", has_text="이름을 바꾼 방")).to_be_visible()
    rest("demo003").call("DELETE", f"/rooms/{room}")
    expect(page.locator("a.room", has_text="이름을 바꾼 방")).to_have_count(0)


def test_what_happened_meanwhile_is_there_after_the_break(new_server: Callable[..., Server], desk: Sit) -> None:
    """New, edited, deleted, reacted and renamed while the line was down."""
    server = new_server(people=4)
    me, other = Person(server.url, "demo001"), Person(server.url, "demo003")
    room = other.room(me, name="끊기는 방")
    edited, gone = other.say(room, "고치기 전"), other.say(room, "지우기 전")
    one = desk("demo001", url=server.url)
    one.expected = NO_NETWORK
    page = one.open(room)
    one.context.set_offline(True)
    expect(page.locator(".status")).to_be_visible()
    other.call("PATCH", f"/messages/{edited['messageId']}", {"text": "고친 뒤"})
    other.call("DELETE", f"/messages/{gone['messageId']}")
    for n in range(120):
        other.say(room, f"그동안 {n}") if n % 25 == 0 or n > 116 else None
    other.call("PUT", f"/messages/{edited['messageId']}/reactions/👍")
    other.call("PATCH", f"/rooms/{room}", {"name": "이어진 방"})
    one.context.set_offline(False)
    expect(page.locator("article", has_text="그동안 119")).to_be_visible()
    expect(page.locator("article", has_text="고친 뒤").locator(".reaction")).to_contain_text("1")
    expect(page.locator(".bubble.deleted")).to_have_count(1)
    expect(page.locator(".bar h2")).to_contain_text("이어진 방")
    expect(page.locator(".status")).to_have_count(0)
    shown = [text for text in me.texts(room) if text]
    assert page.locator("article .bubble:not(.deleted)").count() == len(shown)


def test_a_long_press_opens_the_menu_of_a_message(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo001"), rest("demo003")
    room = me.room(other)
    other.say(room, "길게 누르세요")
    one = desk("demo001", size=(390, 844), has_touch=True, is_mobile=True)
    page = one.open(room)
    box = page.locator(".bubble", has_text="길게 누르세요").bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    place = {"x": box["x"] + 20, "y": box["y"] + 12}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
    expect(page.locator(".message-menu")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.locator(".message-menu [role=menuitem]").first.tap()
    expect(page.locator(".composer-bar")).to_contain_text("길게 누르세요")
