"""What is written is sent once, in order, whatever happens to the network, the tab or the server."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.services.server import Server

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def write(page: Page, *texts: str) -> None:
    for text in texts:
        page.locator("#composer-text").fill(text)
        page.keyboard.press("Enter")


def stored(page: Page) -> int:
    """How many unsent messages this device keeps."""
    script = "import('/static/app/db.js').then(async ({allItems}) => (await allItems()).length)"
    return int(page.evaluate(script))


def test_offline_and_reload_sends_each_once_and_in_order(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = NO_NETWORK
    page = one.open(room)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    until("the shell is kept", lambda: page.evaluate("caches.match('/shell').then(Boolean)"))

    one.context.set_offline(True)
    write(page, "오프라인 하나", "오프라인 둘", "오프라인 셋")
    page.locator("#composer-text").fill("쓰다 만 글")
    expect(page.locator(".queued")).to_have_count(3)
    expect(page.locator(".status")).to_contain_text("3")
    until("three are kept on the device", lambda: stored(page) == 3)
    page.wait_for_timeout(400)  # the draft is kept after a pause
    page.reload()
    expect(page.locator("[data-retry]")).to_be_visible()
    assert me.texts(room) == []

    one.context.set_offline(False)
    until("all are sent", lambda: me.texts(room) == ["오프라인 하나", "오프라인 둘", "오프라인 셋"], timeout=30)
    page.goto(f"/rooms/{room}")
    expect(page.locator("#composer-text")).to_have_value("쓰다 만 글")
    one.ready(page)
    expect(page.locator(".queued")).to_have_count(0)
    until("the outbox is empty", lambda: stored(page) == 0)
    assert me.texts(room) == ["오프라인 하나", "오프라인 둘", "오프라인 셋"]


def test_a_lost_answer_doubles_nothing(rest: Rest, desk: Sit) -> None:
    """The line breaks after sending and before the acknowledgement."""
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = NO_NETWORK
    page = one.context.new_page()
    deaf = {"on": True}

    def answers(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda text: None if deaf["on"] and '"ACK"' in str(text) else socket.send(text))

    page.route_web_socket("**/ws/v1", answers)
    one.open(room, page)
    write(page, "답이 사라진 글")
    # Asking the page lets the frames through, which pass this process.
    until("it is there", lambda: page.evaluate("1") and me.texts(room) == ["답이 사라진 글"])
    deaf["on"] = False
    page.reload()
    one.ready(page)
    until("the outbox is empty", lambda: stored(page) == 0, timeout=20)
    expect(page.locator("article .bubble", has_text="답이 사라진 글")).to_have_count(1)
    assert me.texts(room) == ["답이 사라진 글"]


def test_two_tabs_send_once(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = NO_NETWORK
    left = one.open(room)
    right = one.open(room, one.context.new_page())
    one.context.set_offline(True)
    write(left, "왼쪽 1", "왼쪽 2")
    write(right, "오른쪽 1")
    expect(left.locator(".queued")).to_have_count(3)
    expect(right.locator(".queued")).to_have_count(3)
    one.context.set_offline(False)
    until("all are sent", lambda: me.texts(room) == ["왼쪽 1", "왼쪽 2", "오른쪽 1"], timeout=30)
    for tab in (left, right):
        expect(tab.locator(".queued")).to_have_count(0)
        expect(tab.locator("article .bubble")).to_have_count(3)


def test_a_restart_of_the_server_loses_nothing(new_server: Callable[..., Server], desk: Sit) -> None:
    server = new_server(people=4)
    me = Person(server.url, "demo001")
    room = me.room(Person(server.url, "demo003"))
    one = desk("demo001", url=server.url)
    one.expected = NO_NETWORK
    page = one.open(room)
    write(page, "먼저")
    until("the first is sent", lambda: me.texts(room) == ["먼저"])
    server.stop()
    write(page, "멈춘 동안")
    expect(page.locator(".queued")).to_have_count(1)
    server.start()
    until("the second is sent", lambda: me.texts(room) == ["먼저", "멈춘 동안"], timeout=30)
    expect(page.locator(".queued")).to_have_count(0)


def test_a_long_queue_keeps_within_the_rates(new_server: Callable[..., Server], desk: Sit) -> None:
    """More than the server takes at once: what it puts off is sent later, in order."""
    server = new_server(people=4, RATE_LIMITS_SEND="20/3", RATE_LIMITS_FRAMES="10/1")
    me = Person(server.url, "demo001")
    room = me.room(Person(server.url, "demo003"))
    one = desk("demo001", url=server.url)
    one.expected = NO_NETWORK
    page = one.open(room)
    one.context.set_offline(True)
    texts = [f"대기 {n}" for n in range(50)]
    write(page, *texts)
    one.context.set_offline(False)
    until("all are sent", lambda: len(me.texts(room)) >= len(texts), timeout=40)
    assert me.texts(room) == texts
    until("the outbox is empty", lambda: stored(page) == 0)


def test_what_is_refused_says_why_and_can_be_removed(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    page = one.open(room)
    later = "import('/static/app/outgoing.js').then(({outbox}) => void outbox.add(%s))"
    page.evaluate(later % f"{{roomId: '{room}', text: 'x'.repeat(10001), mentions: [], replyTo: null}}")
    expect(page.locator(".failure")).to_be_visible()
    write(page, "그다음 글")
    until("the next is sent", lambda: me.texts(room) == ["그다음 글"])
    page.locator("[data-act=discard]").click()
    expect(page.locator(".failure")).to_have_count(0)
    until("the outbox is empty", lambda: stored(page) == 0)


def test_signing_out_wipes_the_device(rest: Rest, desk: Sit) -> None:
    me = rest("demo019")
    room = me.room(rest("demo003"))
    one = desk("demo019", fresh=True)
    page = one.open(room)
    page.locator("#composer-text").fill("남기고 싶지 않은 글")
    page.wait_for_timeout(400)
    page.locator(".rail-me").click()
    page.locator("#my-menu button").last.click()
    page.wait_for_url("**/login**")
    names = "indexedDB.databases().then((all) => all.map(({name}) => name).filter((name) => name.startsWith('maru-')))"
    until("nothing is left", lambda: page.evaluate(names) == [])
