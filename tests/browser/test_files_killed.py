"""A large file whose tab is killed in the middle arrives whole, and the web server's memory stays flat."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.people import Person, until
from tests.browser.sending import ACKNOWLEDGED, MIB, attach, big, hash_of, on_their_way, sent, slow_line
from tests.conftest import CHROMIUM, PASSWORD
from tests.services.server import Server

HEAP = "performance.memory.usedJSHeapSize"
FLAT = 64 * MIB  # what the server may grow by, whatever the size of the file


@pytest.mark.timeout(120)
def test_a_killed_tab(browser: Browser, site: Server, tmp_path: Path) -> None:
    _killed_and_resumed(browser, site, tmp_path, mebibytes=34, speed=24 * MIB)


@pytest.mark.chaos
@pytest.mark.timeout(600)
def test_a_killed_tab_with_300_mebibytes(browser: Browser, new_server: Callable[..., Server], tmp_path: Path) -> None:
    _killed_and_resumed(browser, new_server(people=3), tmp_path, mebibytes=300, speed=60 * MIB)


def _killed_and_resumed(browser: Browser, server: Server, folder: Path, *, mebibytes: int, speed: int) -> None:
    person = Person(server.url, "demo001")
    room = person.room(Person(server.url, "demo003"))
    file = big(folder, "아주 큰 자료.bin", mebibytes)
    # A profile on the disk, as people have one: what a private window keeps lies in its memory.
    context = browser.browser_type.launch_persistent_context(
        folder / "profile", executable_path=CHROMIUM, base_url=server.url, locale="ko-KR"
    )
    try:
        page = _signed_in(context, room)
        before = _memory(server, "VmRSS")
        _forget_peak(server)
        slow_line(page, speed)
        attach(page, file)
        arrived = _parts(page)
        page.locator("#composer-text").fill("죽어도 갑니다")
        page.keyboard.press("Enter")
        parts = -(-mebibytes // 8)
        until("a third has arrived", lambda: page.evaluate("1") and len(arrived) >= parts / 3, timeout=120)
        _kill(page)
        assert sent(person, room) == []

        again = context.new_page()
        put = _parts(again)
        again.goto(f"/rooms/{room}")
        expect(again.locator(ACKNOWLEDGED)).to_be_visible(timeout=240_000)
        (message,) = sent(person, room)
        (attachment,) = message["attachments"]
        grown = _memory(server, "VmHWM") - before
        print(
            f"{mebibytes} MiB: server {before >> 20} MiB, at most {grown >> 20} more; {len(put)} parts after the kill; "
            f"page {again.evaluate(HEAP) >> 20} MiB"
        )
        assert attachment["sha256"] == hash_of(file)
        assert message["text"] == "죽어도 갑니다"
        assert len(put) <= parts - len(arrived), "what had arrived is not sent again"
        assert grown < FLAT
        until("nothing stays on the device", lambda: on_their_way(again) == 0)
    finally:
        context.close()


def _signed_in(context: BrowserContext, room: str) -> Page:
    page = context.new_page()  # the first one stays: a window without tabs closes and forgets who was signed in
    page.goto("/login")
    page.fill("input[name=username]", "demo001")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/login" not in address)
    page.goto(f"/rooms/{room}")
    page.wait_for_selector("#composer-text")
    return page


def _kill(page: Page) -> None:
    """The process of the tab is gone at once, as after a crash."""
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=10_000)
    page.close()


def _parts(page: Page) -> list[str]:
    """The parts that go through, as they do."""
    put: list[str] = []
    page.on("requestfinished", lambda one: put.append(one.url) if one.method == "PUT" else None)
    return put


def _memory(server: Server, line: str) -> int:
    """VmRSS now, VmHWM at most, in bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split(f"{line}:")[1].split()[0]) << 10


def _forget_peak(server: Server) -> None:
    Path(f"/proc/{server.pid}/clear_refs").write_text("5")
