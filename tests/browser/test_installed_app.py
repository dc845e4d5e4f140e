"""Maru as an installed app: offered, opened without a network, with a badge and deep links, brought up to date."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import NO_NETWORK, Desk, Person, until
from tests.browser.screens import Screen
from tests.browser.test_screens import judged, photographed
from tests.services.server import Server

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
READY = "navigator.serviceWorker.ready.then(() => 1)"
KEPT = "caches.match('/shell').then(Boolean)"
BADGE = "navigator.setAppBadge = async (n) => badge(n); navigator.clearAppBadge = async () => badge('none');"
OFFER = """(() => {
  const offer = new Event('beforeinstallprompt', {cancelable: true});
  offer.prompt = async () => { window.prompted = true; };
  offer.userChoice = Promise.resolve({outcome: 'accepted'});
  dispatchEvent(offer);
  return offer.defaultPrevented;
})()"""
CLICKED = "data => {navigator.serviceWorker.dispatchEvent(new MessageEvent('message', {data: {open: data}}))}"


def test_a_browser_finds_nothing_missing_to_install_it(desk: Sit) -> None:
    one = desk("demo004")
    one.page.evaluate(READY)
    cdp = one.context.new_cdp_session(one.page)
    manifest = cdp.send("Page.getAppManifest")
    assert (manifest["errors"], manifest["url"].rsplit("/", 1)[1]) == ([], "manifest.webmanifest")
    missing = [error["errorId"] for error in cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [error for error in missing if error != "in-incognito"] == []


def test_settings_offer_to_install_or_say_why_not(desk: Sit) -> None:
    page = desk("demo004").page
    page.goto("/settings")
    card = page.locator("[data-install]")
    expect(card).to_contain_text("이 브라우저에서는 설치를 제공하지 않습니다")
    expect(card.get_by_role("button")).to_be_hidden()
    assert page.evaluate(OFFER)
    expect(card).to_contain_text("별도 창으로 열리고")
    card.scroll_into_view_if_needed()
    photographed(page, "install-light-1440")
    assert judged(page, Screen("install", lambda _page, _room: None), "light 1440") == []
    card.get_by_role("button", name="설치").click()
    expect(card).to_contain_text("설치했습니다")
    assert page.evaluate("window.prompted")


def test_without_a_network_it_opens_and_knows_what_waits(rest: Rest, desk: Sit) -> None:
    me = rest("demo016")
    room = me.room(rest("demo005"), name="기차 안")
    one = desk("demo016", fresh=True)
    one.expected = NO_NETWORK
    page = one.open(room)
    page.evaluate(READY)
    until("the shell is kept", lambda: page.evaluate(KEPT))
    one.context.set_offline(True)
    page.locator("#composer-text").fill("터널을 지나는 중입니다")
    page.keyboard.press("Enter")
    expect(page.locator(".queued")).to_be_visible()
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("이 기기에서 전송을 기다리는 메시지: 1건")
    assert "터널" not in page.content() and me.name not in page.content()
    photographed(page, "offline-waiting-light-1440")
    one.context.set_offline(False)
    until("it is sent, once", lambda: me.texts(room) == ["터널을 지나는 중입니다"])
    page.wait_for_selector("app-shell")


def test_the_icon_shows_what_is_unread_until_sign_out(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo017"), rest("demo005")
    room = other.room(me, name="배지")
    one = desk("demo017", fresh=True)
    page = one.context.new_page()
    badges: list[Any] = []
    page.expose_function("badge", lambda n: badges.append(n))
    page.add_init_script(BADGE)

    def shown() -> Any:
        page.evaluate("1")  # calls of the page arrive while something is asked of it
        return badges[-1] if badges else None

    page.goto("/")
    one.ready(page)
    other.say(room, "하나")
    last = other.say(room, "둘")
    until("two are unread", lambda: shown() == 2)
    me.read(room, last)
    until("read elsewhere", lambda: shown() == 0)
    page.goto("/settings")
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/login")
    assert shown() == "none"
    assert page.evaluate("caches.keys()") == []


def test_a_notification_leads_to_its_message(rest: Rest, desk: Sit) -> None:
    me, other = rest("demo004"), rest("demo005")
    room, elsewhere = me.room(other, name="깊은 곳"), me.room(other, name="다른 곳")
    wanted = other.say(room, "여기를 봐 주세요")
    for n in range(30):
        other.say(room, f"그 뒤의 말 {n}\n" * 4)
    me.read(room, other.say(room, "끝"))
    page = desk("demo004").page
    page.goto(f"/rooms/{room}#message-{wanted['messageId']}")  # as when no window was open
    _shown(page, "여기를 봐 주세요")
    until("the address is plain again", lambda: page.evaluate("location.hash") == "")
    page.goto(f"/rooms/{elsewhere}")
    page.evaluate(READY)
    until("the worker is heard", lambda: page.evaluate("import('/static/app/worker.js').then(() => 1)"))
    place = {"roomId": room, "messageId": str(wanted["messageId"])}
    until("the click is heard", lambda: (page.evaluate(CLICKED, place), room in page.url)[1])
    _shown(page, "여기를 봐 주세요")


def _shown(page: Page, text: str) -> None:
    row = page.locator("message-list article", has_text=text)
    expect(row).to_be_focused()
    expect(row).to_be_in_viewport()


@pytest.mark.chaos
@pytest.mark.timeout(120)
def test_a_new_version_is_offered_and_never_forced(browser: Browser, new_server: Callable[..., Server]) -> None:
    server = new_server(people=3)
    one = Desk(browser, server.url, "demo003")
    page = one.page
    page.evaluate(READY)
    page.reload()
    one.ready(page)
    until("it is watched", lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    page.wait_for_load_state("networkidle")
    page.evaluate("window.same = true")
    server.env["PRODUCT_NAME"] = "Maru 2"
    server.restart()
    toast = page.get_by_text("새 버전이 있습니다.")
    expect(toast).to_be_visible(timeout=60_000)
    assert page.evaluate("window.same")  # nothing was taken from who is writing
    page.get_by_role("button", name="새로 고침").click()
    until("the new one", lambda: page.title().endswith("Maru 2"), timeout=20)
    one.context.close()
