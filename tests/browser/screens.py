"""Every screen there is: how to get to it, for the tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Page

SIZES = {1440: (1440, 900), 1024: (1024, 768), 390: (390, 844)}
NARROWEST = (320, 640)
THEMES = ("light", "dark")


_visits = count()


def _fresh(address: str) -> str:
    """An address of its own: a reload would bring the panel that was open back."""
    return f"{address}?visit={next(_visits)}"


def _room(page: Page, room: str) -> None:
    page.goto(_fresh(f"/rooms/{room}"))
    page.wait_for_selector("message-list article")


# Files on their way as this device would have kept them, and files of messages in the states that a scan gives them.
_KEPT = """async (roomId) => {
  const {uploadsOnDisk} = await import('/static/app/db.js');
  const file = (fileId, name, size, more) =>
    uploadsOnDisk.add({fileId, roomId, name, size, mime: "", n: Date.now(), ...more}, new Blob(["x"]));
  await file("1", "2026 워크숍 영상.mp4", 94371840, {paused: true, sent: 31457280});
  await file("2", "견적서_최종_v3.xlsx", 220160, {reason: "이 방에는 파일을 둘 공간이 없습니다."});
}"""
_JUDGED = """async (roomId) => {
  const {store} = await import('/static/app/store.js');
  const {receive} = await import('/static/app/events.js');
  const states = {
    "회의록.pdf": {virusStatus: "PENDING"},
    "계산기.pdf": {virusStatus: "INFECTED", virusName: "Win.Test.EICAR_HDB-1"},
  };
  const shown = {thumbnailUrl: "/static/icons/app-512.png", width: 512, height: 512};
  const link = {url: "https://intranet.example.co.kr/wiki", domain: "intranet.example.co.kr", status: "READY",
    title: "정기 배포 절차", description: "매주 목요일 11시에 반영합니다.", imageUrl: null};
  for (const message of store.timeline(roomId).messages) {
    const attachments = message.attachments.map((file) => ({...file, ...(states[file.filename] ?? shown)}));
    const links = message.text.includes("https://") ? [link] : [];
    const changed = {...message, change: message.change + 1000, attachments, links};
    receive({event: "MESSAGE_UPDATED", data: {message: changed}});
  }
}"""


def _files(page: Page, room: str) -> None:
    _room(page, room)
    page.evaluate(_KEPT, room)
    page.reload()
    page.wait_for_selector(".upload.failed")
    page.wait_for_selector(".sent-file")
    page.wait_for_load_state("networkidle")  # what the device kept is shown before what the server says
    page.evaluate(_JUDGED, room)
    page.wait_for_selector(".sent-file.blocked")


def _info(page: Page, room: str) -> None:
    _room(page, room)
    page.click("#info-toggle")
    page.wait_for_selector("room-info .member-text small")


def _manage(page: Page, room: str) -> None:
    _info(page, room)
    page.wait_for_load_state("networkidle")  # names that come later put the rows into another order
    page.click("room-members button[aria-expanded]")
    page.wait_for_selector(".member-acts")


def _leave(page: Page, room: str) -> None:
    _info(page, room)
    page.click(".info-end button:first-child")
    page.wait_for_selector("confirm-dialog dialog[open]")


def _list(page: Page, room: str) -> None:
    page.goto(_fresh("/"))
    page.wait_for_selector("room-list .room")


def _chart(page: Page, room: str) -> None:
    _list(page, room)
    page.click("app-rail li:nth-child(2) button")
    page.wait_for_selector("org-chart .org-unit")
    for _ in range(2):
        page.locator("[role=treeitem][aria-expanded=false]").first.click()
    page.mouse.move(5, 5)


def _found_in_chart(page: Page, room: str) -> None:
    _chart(page, room)
    page.fill("#org-search", "ㄱ")
    page.wait_for_selector(".org-results .org-row")


def _profile(page: Page, room: str) -> None:
    _chart(page, room)
    page.locator(".org-person").first.click()
    page.wait_for_selector("profile-card .profile dl")


def _new_room(page: Page, room: str) -> None:
    _list(page, room)
    page.locator(".list-head button").last.click()
    page.wait_for_selector("person-picker .unfold")
    for place in (1, 2):
        page.locator("person-picker .unfold").nth(place).click()
    for person in range(2):
        page.locator("person-picker .pick input:not(:disabled)").nth(person).check()


def _shortcuts(page: Page, room: str) -> None:
    _list(page, room)
    page.keyboard.press("Control+Slash")
    page.wait_for_selector("shortcut-sheet dialog[open]")


def _wrong_password(page: Page, room: str) -> None:
    page.goto("/login")
    page.fill("#username", "demo019")
    page.fill("#password", "비밀번호")
    page.keyboard.press("Enter")
    page.wait_for_selector(".note.error")


@dataclass(frozen=True)
class Screen:
    """A screen: `go(page, room)` leads there."""

    name: str
    go: Callable[[Page, str], None]
    signed_in: bool = True


def _address(address: str) -> Callable[[Page, str], None]:
    def go(page: Page, room: str) -> None:
        page.goto(address)

    return go


def _offline(page: Page, room: str) -> None:
    page.route("**/health/live", lambda _asked: None)  # without an answer it stays where it is
    page.goto("/shell")


SCREENS = (
    Screen("login", _address("/login"), signed_in=False),
    Screen("login-wrong", _wrong_password, signed_in=False),
    Screen("register", _address("/register"), signed_in=False),
    Screen("list", _list),
    Screen("conversation", _room),
    Screen("room-info", _info),
    Screen("room-info-manage", _manage),
    Screen("leave", _leave),
    Screen("org-chart", _chart),
    Screen("org-search", _found_in_chart),
    Screen("profile", _profile),
    Screen("new-room", _new_room),
    Screen("shortcuts", _shortcuts),
    Screen("settings", _address("/settings?saved")),
    Screen("devices", _address("/devices")),
    Screen("offline", _offline),
    Screen("not-found", _address("/nowhere")),
    Screen("files", _files),  # the last one: what waits in the composer would be seen in those that follow
)
