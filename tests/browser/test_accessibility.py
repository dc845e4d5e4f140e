"""axe-core finds nothing serious on any screen, in light and dark, at three widths (ux.md 2.8, 4)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import Desk, Person
from tests.browser.screens import SCREENS, SIZES, THEMES, Screen
from tests.services.server import Server

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe cannot judge by itself and we have judged.
UNDECIDED = {
    "color-contrast",  # one letter (unread numbers, initials) or text over an icon: the tokens have their own test
    "aria-hidden-focus",
    "aria-valid-attr-value",  # aria-controls of a list that opens later
}

_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"]});
  const short = (all) => all.map((one) => ({id: one.id, impact: one.impact,
    nodes: one.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`)}));
  return {violations: short(found.violations), incomplete: short(found.incomplete)};
}"""


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
    return room


def findings(page: Page) -> dict[str, Any]:
    """What axe says of the page as it stands."""
    page.evaluate(AXE)  # by the debugger, which no policy of the page concerns
    found: dict[str, Any] = page.evaluate(_RUN, TAGS)
    return found


def _judge(page: Page, screen: Screen, label: str) -> list[Any]:
    found = findings(page)
    serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical", "moderate")]
    open_questions = [one for one in found["incomplete"] if one["id"] not in UNDECIDED]
    return [{"screen": f"{screen.name} {label}", **one} for one in [*serious, *open_questions]]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", SIZES)
def test_screens_of_people_signed_in(desk: Callable[..., Desk], busy_room: str, theme: str, width: int) -> None:
    sitting = desk("demo004", size=SIZES[width], color_scheme=theme)
    sitting.expected = ("404",)
    found: list[Any] = []
    for screen in (one for one in SCREENS if one.signed_in):
        screen.go(sitting.page, busy_room)
        found += _judge(sitting.page, screen, f"{theme} {width}")
    assert found == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", SIZES)
def test_screens_of_strangers(browser: Browser, site: Server, theme: str, width: int) -> None:
    context = browser.new_context(
        base_url=site.url,
        color_scheme=theme,  # type: ignore[arg-type]
        locale="ko-KR",
        viewport={"width": SIZES[width][0], "height": SIZES[width][1]},
    )
    page = context.new_page()
    found: list[Any] = []
    for screen in (one for one in SCREENS if not one.signed_in):
        screen.go(page, "")
        found += _judge(page, screen, f"{theme} {width}")
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320])
def test_nothing_scrolls_sideways_on_the_narrowest_screen(
    desk: Callable[..., Desk], busy_room: str, width: int
) -> None:
    """WCAG 1.4.10: 320 px is a page of 1280 px at 400 %."""
    sitting = desk("demo004", size=(width, 640))
    sitting.expected = ("404",)
    wide = {}
    for screen in (one for one in SCREENS if one.signed_in):
        screen.go(sitting.page, busy_room)
        over = sitting.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[screen.name] = over
    assert wide == {}
