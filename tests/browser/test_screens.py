"""Every screen in light and dark, at three widths: its picture, and what axe-core finds; at the narrowest, how wide.

The pictures land in var/screenshots/, for people to look at.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import Desk, Person
from tests.browser.screens import NARROWEST, SCREENS, SIZES, THEMES, Screen
from tests.browser.uploading import PDF, picture, send, upload
from tests.services.server import Server

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var/screenshots"
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = ("serious", "critical")
# What axe cannot judge by itself and we have judged.
UNDECIDED = {
    "color-contrast",  # one letter (unread numbers, initials) or text over an icon: the tokens have their own test
    "aria-hidden-focus",
    "aria-valid-attr-value",  # aria-controls of a list that opens later
}
# Wrong about Korean: it holds that "1명" does not contain "1", and reads initials that are hidden from readers.
MISTAKEN = {"label-content-name-mismatch"}
ENGLISH = {
    "login",
    "register",
    "conversation",
    "files",
    "room-info",
    "org-chart",
    "new-room",
    "shortcuts",
    "settings",
    "devices",
}

_RUN = """async (only) => {
  const wanted = {runOnly: only, resultTypes: ["violations", "incomplete"]};
  // The floating day is on its way in or out, and hidden from readers.
  const found = await axe.run({exclude: [".floating"]}, wanted);
  const short = (all) => all.map((one) => ({id: one.id, impact: one.impact,
    nodes: one.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`)}));
  return {violations: short(found.violations), incomplete: short(found.incomplete)};
}"""
_EVERYTHING = {"type": "tag", "values": TAGS}
_COLOURS = {"type": "rule", "values": ["color-contrast"]}
# What has an end comes to it at once: a page that nobody paints would let it wait for ever.
STILL = """for (const one of document.getAnimations())
  if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();"""


@pytest.fixture(scope="module")
def busy_room(rest: Callable[[str], Person]) -> str:
    """A room with a little of everything."""
    one, two = rest("demo004"), rest("demo005")
    room = one.room(two, rest("demo006"), name="정기 배포 준비")
    first = two.say(
        room, "좋은 아침입니다. 오늘 **정기 배포** 일정 공유드립니다.\n10시 점검 시작, 11시 반영 예정입니다."
    )
    two.say(room, "변경 사항은 https://intranet.example.co.kr/wiki 에 정리해 두었습니다.")
    mine = one.say(room, "네, 확인했습니다. `v2.4.0` 태그에 들어갔습니다.", replyTo=first["messageId"])
    two.call("PUT", f"/messages/{mine['messageId']}/reactions/👍")
    gone = one.say(room, "잘못 보낸 메시지")
    one.call("DELETE", f"/messages/{gone['messageId']}")
    two.say(room, f"@{one.name} 고객사 안내 메일 문구도 부탁드립니다.", mentions=[one.id])
    two.call("POST", f"/rooms/{room}/pins", {"messageId": first["messageId"]})
    send(two, room, *[upload(two, room, f"현장 사진 {n}.png", picture(n)) for n in range(6)])
    send(
        two,
        room,
        upload(two, room, "회의록.pdf", PDF),
        upload(two, room, "배포_체크리스트_v7.hwp", b"hwp"),
        text="확인 부탁드립니다",
    )
    send(one, room, upload(one, room, "계산기.pdf", PDF))
    return room


@pytest.fixture
def stranger(browser: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """A page of a browser in which nobody is signed in."""
    contexts = []

    def visit(**options: Any) -> Page:
        contexts.append(browser.new_context(base_url=site.url, **options))
        return contexts[-1].new_page()

    yield visit
    for context in contexts:
        context.close()


def photographed(page: Page, name: str) -> None:
    """A picture once nothing moves any more."""
    page.evaluate(STILL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    assert len(page.screenshot(path=FOLDER / f"{name}.png")) > 3_000


def judged(page: Page, screen: Screen, label: str, *, colours_alone: bool = False) -> list[str]:
    """One line for each serious finding of axe, and for each question that it leaves open."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)  # by the debugger, which no policy of the page concerns
    found = page.evaluate(_RUN, _COLOURS if colours_alone else _EVERYTHING)
    serious = [one for one in found["violations"] if one["impact"] in SERIOUS and one["id"] not in MISTAKEN]
    questions = [one for one in found["incomplete"] if one["id"] not in UNDECIDED]
    return [f"{screen.name} {label}: {one['id']} {one['nodes']}" for one in [*serious, *questions]]


def looked_at(page: Page, screen: Screen, width: int) -> list[str]:
    """A screen that is open, by day and by night: its two pictures, and what `judged` says of each.

    Nothing but its colours differs by night.
    """
    found: list[str] = []
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        photographed(page, f"{screen.name}-{theme}-{width}")
        found += judged(page, screen, f"{theme} {width}", colours_alone=theme == "dark")
    return found


def at_every_width(page: Page, screen: Screen, room: str) -> list[str]:
    """One visit, looked at in a window that gets narrower: what `looked_at` says, and how far it scrolls sideways.

    WCAG 1.4.10: 320 px is a page of 1280 px at 400 %.
    """
    found: list[str] = []
    page.set_viewport_size({"width": 1440, "height": 900})
    screen.go(page, room)
    for width, height in (*SIZES.values(), NARROWEST):
        page.set_viewport_size({"width": width, "height": height})
        if width in SIZES:
            found += looked_at(page, screen, width)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{screen.name} is {over} px wider than {width}"] if over > 0 else []
    return found


@pytest.mark.timeout(300)
def test_screens_of_people_signed_in(desk: Callable[..., Desk], busy_room: str) -> None:
    sitting = desk("demo004")
    sitting.expected = ("404",)
    found = [text for one in SCREENS if one.signed_in for text in at_every_width(sitting.page, one, busy_room)]
    assert not found, "\n".join(found)


def test_screens_of_strangers(stranger: Callable[..., Page]) -> None:
    page = stranger(locale="ko-KR")
    found = [text for one in SCREENS if not one.signed_in for text in at_every_width(page, one, "")]
    assert not found, "\n".join(found)


def test_screens_in_english(desk: Callable[..., Desk], stranger: Callable[..., Page], busy_room: str) -> None:
    sitting, page = desk("demo004", locale="en-GB"), stranger(locale="en-GB", viewport={"width": 1440, "height": 900})
    for screen in (one for one in SCREENS if one.name in ENGLISH):
        shown = sitting.page if screen.signed_in else page
        screen.go(shown, busy_room)
        photographed(shown, f"{screen.name}-light-1440-en")
        assert shown.locator("html").get_attribute("lang") == "en"
