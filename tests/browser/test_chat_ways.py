"""A phone, the keyboard alone, a long history, the list's search."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person, until

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
LONG = 10_000


def gap(page: Page) -> float:
    """Pixels between what the list shows and its end."""
    script = "([s]) => s.scrollHeight - s.scrollTop - s.clientHeight"
    return float(page.locator(".scroller").evaluate_all(script))


def still(page: Page, script: str) -> str:
    """What a script answers once it has answered the same for a while."""
    seen: list[str] = []

    def stands() -> bool:
        seen.append(page.evaluate(script))
        return len(seen) > 5 and len(set(seen[-5:])) == 1

    until("it stands still", stands)
    return seen[-1]


def test_a_phone_shows_one_pane_and_back_goes_back(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"), name="휴대전화로 보는 방")
    rest("demo003").say(room, "안녕하세요")
    one = desk("demo001", size=(390, 844), has_touch=True, is_mobile=True)
    page = one.page
    page.goto("/")
    page.get_by_role("link", name="휴대전화로 보는 방").tap()
    expect(page.locator("#composer-text")).to_be_visible()
    expect(page.locator("#pane-list")).to_be_hidden()
    page.locator("#info-toggle").tap()
    expect(page.locator("room-info")).to_be_visible()
    expect(page.locator("#composer-text")).to_be_hidden()
    page.go_back()
    expect(page.locator("#composer-text")).to_be_visible()
    page.go_back()
    expect(page.locator("#pane-list")).to_be_visible()
    expect(page.locator(".rail")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_nothing_runs_out_of_a_narrow_window(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    rest("demo003").say(room, "가" * 400 + " https://example.test/" + "a" * 300)
    one = desk("demo001", size=(320, 640))
    page = one.open(room)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(
        "(() => { const s = document.querySelector('.scroller'); return s.scrollWidth <= s.clientWidth })()"
    )


def test_the_end_stays_when_the_window_changes(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    for n in range(40):
        rest("demo003").say(room, f"{n}번째 줄")
    page = desk("demo001").open(room)
    for width, height in ((1440, 900), (1024, 700), (390, 844), (390, 480), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("#composer-text").fill("x")
        until(f"the end at {width}x{height}", lambda: gap(page) <= 2)


def test_the_keyboard_alone(rest: Rest, desk: Sit) -> None:
    """Sign in, find a room by its initial consonants, write, go to a message, reply, find a person, sign out."""
    me = rest("demo018")
    room = me.room(rest("demo003"), name="자판만 쓰는 방")
    rest("demo003").say(room, "자판으로 답해 주세요")
    page = desk("demo018", fresh=True).page
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#room-search")).to_be_focused()
    page.keyboard.type("ㅈㅍㅁ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#composer-text")).to_be_focused()
    page.keyboard.type("네, 자판입니다")
    page.keyboard.press("Enter")
    until("it is sent", lambda: me.texts(room)[-1] == "네, 자판입니다")

    page.keyboard.press("Shift+Tab")
    expect(page.locator("article").last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("article", has_text="답해 주세요")).to_be_focused()
    page.keyboard.press("KeyR")
    expect(page.locator(".composer-bar")).to_be_visible()
    page.keyboard.type("답장입니다")
    page.keyboard.press("Enter")
    expect(page.locator(".quote")).to_contain_text("답해 주세요")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+KeyI")
    expect(page.locator("room-info")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("room-info")).to_have_count(0)
    page.keyboard.press("Control+Slash")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Alt+Digit2")
    expect(page.locator("org-chart")).to_be_visible()
    page.keyboard.press("Alt+Digit1")
    page.locator(".rail-me").focus()
    page.keyboard.press("Enter")
    page.locator("#my-menu button").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/login**")


def test_a_new_message_does_not_move_what_i_read(rest: Rest, desk: Sit) -> None:
    room = rest("demo001").room(rest("demo003"))
    for n in range(60):
        rest("demo003").say(room, f"{n}번째 줄입니다")
    page = desk("demo001").open(room)
    until("the end", lambda: gap(page) <= 2)
    page.evaluate("document.querySelector('.scroller').scrollTop -= 1200")
    expect(page.locator(".to-newest")).to_be_visible()
    place = """(() => {
      const top = (element) => Math.round(element.getBoundingClientRect().top);
      const from = top(document.querySelector('.scroller')) + 60;
      const row = [...document.querySelectorAll('article')].find((one) => top(one) > from);
      return `${row.textContent.trim().slice(0, 20)} ${top(row)}`;
    })()"""
    before = still(page, place)
    rest("demo003").say(room, "방금 온 글")
    expect(page.locator(".to-newest")).to_contain_text("1")
    assert page.evaluate(place) == before
    page.locator(".to-newest").click()
    expect(page.locator("article", has_text="방금 온 글")).to_be_in_viewport()


def test_much_unread_opens_where_reading_stopped(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo017"), rest("demo003")
    room = me.room(other)
    seen = other.say(room, "여기까지 읽었습니다")
    me.read(room, seen)
    for n in range(80):
        other.say(room, f"안 읽은 글 {n}")
    page = desk("demo017").open(room)
    expect(page.locator(".unread-line")).to_be_in_viewport()
    expect(page.locator("article", has_text="안 읽은 글 0")).to_be_in_viewport()
    page.locator(".to-newest").click()
    expect(page.locator("article", has_text="안 읽은 글 79")).to_be_in_viewport()

    def unread() -> int:
        mine = next(one for one in me.call("GET", "/rooms")["results"] if one["roomId"] == room)
        return int(mine["me"]["unreadCount"])

    until("all is read", lambda: unread() == 0)


def test_a_quote_leads_to_its_message(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo001"), rest("demo003")
    room = me.room(other)
    first = other.say(room, "아주 오래된 첫 글")
    for n in range(150):
        me.say(room, f"사이의 글 {n}")
    me.say(room, "첫 글에 대한 답", replyTo=first["messageId"])
    page = desk("demo001").open(room)
    page.locator(".quote").click()
    expect(page.locator("article", has_text="아주 오래된 첫 글").first).to_be_in_viewport()
    page.keyboard.press("Control+End")
    expect(page.locator("article", has_text="첫 글에 대한 답")).to_be_in_viewport()


@pytest.mark.timeout(240)
def test_ten_thousand_messages(rest: Rest, desk: Sit) -> None:
    """Taken into the store as pages of history would be; the list draws a window over them."""
    me, other = rest("demo001"), rest("demo003")
    room = me.room(other)
    model = other.say(room, "원본")
    page = desk("demo001").open(room)
    fill = """([room, model, count]) => import('/static/app/store.js').then(({store}) => {
      const timeline = store.timeline(room);
      const at = (i) => new Date(Date.parse(model.createdAt) - (count - i) * 20000).toISOString();
      const one = (i) => ({...model, messageId: i - count, seq: i - count, clientMsgId: null, createdAt: at(i),
        text: `${i}번째 메시지입니다. ${'내용 '.repeat(i % 9)}`});
      const many = Array.from({length: count}, (_, i) => one(i));
      timeline.prepend(many, false);
      store.tell('timeline', room);
    })"""
    page.evaluate(fill, [room, model, LONG])
    until("they are there", lambda: int(page.locator("article").last.get_attribute("aria-setsize") or 0) >= LONG)
    until("the end", lambda: gap(page) <= 2)
    scroll = """() => new Promise((done) => {
      const list = document.querySelector('.scroller');
      const frames = [];
      let last = performance.now();
      const step = (now) => {
        frames.push(now - last);
        last = now;
        list.scrollTop -= 600;
        if (frames.length < 120) requestAnimationFrame(step);
        else done(frames.slice(5));
      };
      requestAnimationFrame(step);
    })"""
    frames = sorted(page.evaluate(scroll))
    assert page.locator("article").count() < 80
    assert page.evaluate("document.querySelectorAll('*').length") < 3000
    assert frames[len(frames) // 2] < 50, frames[len(frames) // 2]
    rows = page.evaluate(
        "(() => { const r = document.querySelector('.rows'); return [r.childNodes.length, r.children.length] })()"
    )
    assert rows[0] <= rows[1] * 3 + 10, "lit leaves nodes behind (lit/lit#5298)"


def test_older_messages_come_without_a_jump(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo001"), rest("demo003")
    room = me.room(other)
    for n in range(200):
        other.say(room, f"옛글 {n}")
        if n == 199:
            me.read(room, other.say(room, "끝"))
    page = desk("demo001").open(room)
    until("the end", lambda: gap(page) <= 2)
    seen = set(page.locator("article .bubble").all_text_contents())
    for _ in range(60):
        page.mouse.move(800, 400)
        page.mouse.wheel(0, -700)
        page.wait_for_timeout(40)
        seen |= set(page.locator("article .bubble").all_text_contents())
        if "옛글 0" in seen:
            break
    assert {f"옛글 {n}" for n in range(200)} <= seen


def test_the_search_finds_rooms_and_people(rest: Rest, desk: Sit) -> None:
    other = rest("demo005")
    page = desk("demo016").page
    search = page.locator("#room-search")
    search.fill(other.name)
    person = page.locator("people-results .room.person", has_text=other.name).first
    expect(person).to_be_visible()
    person.click()
    expect(page.locator(".bar h2")).to_contain_text(other.name)
    expect(search).to_have_value("")
