"""Files on their way survive what happens to lines, tabs and servers, and what is refused says why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.browser.sending import (
    ACKNOWLEDGED,
    MIB,
    attach,
    big,
    hash_of,
    made,
    names,
    on_their_way,
    progress,
    sent,
    slow_line,
)

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]


def write(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.keyboard.press("Enter")


def parts_put(page: Page) -> list[str]:
    """Parts that went through, as they go: `<upload>/parts/<number>`."""
    done: list[str] = []
    page.on("requestfinished", lambda one: done.append(one.url.split("?")[0]) if one.method == "PUT" else None)
    return done


def test_offline_and_reload_in_the_middle(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = NO_NETWORK
    page = one.open(room)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    until("the shell is kept", lambda: page.evaluate("caches.match('/shell').then(Boolean)"))
    file = big(tmp_path, "중간에 끊기는 자료.bin", 18)
    done = parts_put(page)
    slow_line(page, 6 * MIB)
    attach(page, file)
    write(page, "끊겨도 갑니다")
    until("some parts are there", lambda: page.evaluate("1") and len(done) >= 1, timeout=20)
    one.context.set_offline(True)
    expect(page.locator("article .upload small")).to_contain_text("네트워크가 연결되면 계속합니다")
    page.reload()
    expect(page.locator("[data-retry]")).to_be_visible()
    assert sent(me, room) == []
    one.context.set_offline(False)
    page.goto(f"/rooms/{room}")
    one.ready(page)
    expect(page.locator(ACKNOWLEDGED)).to_be_visible(timeout=30_000)
    message = sent(me, room)[0]
    assert message["attachments"][0]["sha256"] == hash_of(file)
    assert message["text"] == "끊겨도 갑니다"
    assert len(sent(me, room)) == 1
    assert len(set(done)) == len(done) == 3, "no part went twice"
    until("nothing stays on the device", lambda: on_their_way(page) == 0)


def test_a_file_that_the_server_refuses_says_why_and_the_others_go(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = ("403",)
    page = one.open(room)
    answer = {"error": {"code": "FORBIDDEN", "message": "이 방의 파일 한도를 넘었습니다.", "details": {}}}

    def init(route: Route) -> None:
        if "밖" in (route.request.post_data or ""):
            route.fulfill(status=403, json=answer)
        else:
            route.continue_()

    page.route("**/files/init", init)
    attach(page, made("한도 밖.bin", b"x" * 999), made("한도 안.txt", b"y"))
    refused = page.locator("composer-files .upload.failed")
    expect(refused).to_contain_text("이 방의 파일 한도를 넘었습니다.")
    write(page, "되는 것만")
    until("the other is there", lambda: [names(message) for message in sent(me, room)] == [["한도 안.txt"]])
    expect(refused).to_be_visible()
    page.unroute("**/files/init")
    page.get_by_role("button", name="다시 시도: 한도 밖.bin").click()
    expect(page.locator("composer-files small")).to_contain_text("보낼 준비가 됨")


def test_words_do_not_go_as_if_their_file_went_along(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = ("403",)
    page = one.open(room)
    answer = {"error": {"code": "FORBIDDEN", "message": "이 방의 파일 한도를 넘었습니다.", "details": {}}}
    page.route("**/files/init", lambda route: route.fulfill(status=403, json=answer))
    attach(page, made("예산안.bin", b"x" * 999))
    expect(page.locator("composer-files .upload.failed")).to_be_visible()
    write(page, "예산안입니다.")
    expect(page.locator(".toast.error")).to_contain_text("첨부된 파일이 없습니다.")
    expect(page.locator("#composer-text")).to_have_value("예산안입니다.")
    assert sent(me, room) == []
    page.get_by_role("button", name="지우기: 예산안.bin").click()
    page.locator("#composer-text").press("Enter")
    until("the words go alone", lambda: [message["text"] for message in sent(me, room)] == ["예산안입니다."])


def test_a_message_whose_file_fails_is_kept_and_can_go_without_it(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = ("413",)
    page = one.open(room)
    answer = {"error": {"code": "PAYLOAD_TOO_LARGE", "message": "파일이 허용된 크기보다 큽니다.", "details": {}}}
    asked: list[str] = []

    def init(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=413, json=answer)

    page.route("**/files/init", init)
    page.evaluate("import('/static/app/uploading.js').then(({uploads}) => void (uploads.flush = () => {}))")
    attach(page, made("큰 것.bin", b"x" * 999))
    write(page, "파일과 함께")
    page.evaluate("import('/static/app/uploading.js').then(({uploads}) => { delete uploads.flush; uploads.wake(); })")
    failure = page.locator("article .failure")
    expect(failure).to_contain_text("파일이 허용된 크기보다 큽니다.")
    assert sent(me, room) == []
    page.locator("[data-act=retry]").click()
    until("it is tried again", lambda: page.evaluate("1") and len(asked) == 2)
    expect(failure).to_contain_text("파일이 허용된 크기보다 큽니다.")
    page.locator("article .upload").get_by_role("button", name="지우기").click()
    until("the words go alone", lambda: [message["text"] for message in sent(me, room)] == ["파일과 함께"])
    expect(page.locator("article .upload")).to_have_count(0)
    assert sent(me, room)[0]["type"] == "TEXT"


@pytest.mark.chaos  # attempts, pauses and attempts again: most of a minute when the machine is busy
def test_a_full_disk_on_the_server_is_waited_for(rest: Rest, desk: Sit) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    one.expected = ("507",)
    page = one.open(room)
    full = {"times": 6}

    def part(route: Route) -> None:
        full["times"] -= 1
        route.fulfill(status=507, body="") if full["times"] >= 0 else route.continue_()

    page.route("**/files/uploads/*/parts/*", part)
    attach(page, made("자료.txt", b"x" * 999))
    write(page, "")
    expect(page.locator("article .upload small")).to_contain_text("저장 공간이 부족합니다", timeout=15_000)
    expect(page.locator(ACKNOWLEDGED)).to_be_visible(timeout=30_000)
    assert len(sent(me, room)) == 1


def test_a_discarded_message_leaves_nothing_behind(rest: Rest, desk: Sit, tmp_path: Path) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    page = desk("demo001").open(room)
    slow_line(page, 2 * MIB)
    attach(page, big(tmp_path, "그만두는 것.bin", 9))
    until("some of it has left", lambda: progress(page) > 0)
    page.locator("#composer-text").press("Enter")
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as deleted:
        page.locator("article .upload").get_by_role("button", name="지우기").click()
    assert deleted.value.status == 204
    expect(page.locator("article .upload")).to_have_count(0)
    until("nothing stays on the device", lambda: on_their_way(page) == 0)
    assert sent(me, room) == []


def test_two_tabs_show_one_upload_and_one_goes_on_when_the_other_is_closed(
    rest: Rest, desk: Sit, tmp_path: Path
) -> None:
    me = rest("demo001")
    room = me.room(rest("demo003"))
    one = desk("demo001")
    tabs = [one.open(room), one.open(room, one.context.new_page())]
    put = {tab: parts_put(tab) for tab in tabs}
    for tab in tabs:
        slow_line(tab, 4 * MIB)
    file = big(tmp_path, "두 탭.bin", 25)  # four parts: some are left when the first has arrived
    attach(tabs[0], file)
    write(tabs[0], "둘 중 하나가 보냅니다")
    for tab in tabs:
        expect(tab.locator("article .upload b")).to_have_text(["두 탭.bin"])
        until("it moves in both", lambda tab=tab: progress(tab) > 0)  # type: ignore[misc]
    until("a part is there", lambda: tabs[0].evaluate("1") and any(put.values()), timeout=20)
    sending, other = sorted(tabs, key=lambda tab: not put[tab])
    assert not put[other], "one of them sends"
    sending.close()
    expect(other.locator(ACKNOWLEDGED)).to_be_visible(timeout=30_000)
    (message,) = sent(me, room)
    assert message["attachments"][0]["sha256"] == hash_of(file)
    assert put[other], "the other one went on"
    assert set(put[sending]).isdisjoint(put[other]), "what had arrived is not sent again"
    until("nothing stays on the device", lambda: on_their_way(other) == 0)
