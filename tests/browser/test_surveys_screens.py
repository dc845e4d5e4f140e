"""The screens of surveys: their pictures, what axe-core finds, and that nothing scrolls sideways."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person
from tests.browser.screens import SIZES, Screen
from tests.browser.surveying import in_hours, respond, survey
from tests.browser.test_screens import judged, photographed

Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
Surveys = dict[str, dict[str, Any]]
_PEOPLE = range(4, 17)


@pytest.fixture(scope="module")
def surveys(rest: Callable[[str], Person]) -> Surveys:
    """One to answer, one with names, one that is over, a draft. They are demo016's."""
    me, other = rest("demo016"), rest("demo003")
    everybody = [rest(f"demo{n:03}") for n in _PEOPLE]
    text = "근무 제도를 정하기 위한 설문입니다.\n결과는 12월 전사 회의에서 공유합니다."
    made = {
        "draft": survey(me, "구내식당 만족도 조사", isAnonymous=True, isDraft=True, closesAt=in_hours(60)),
        "named": survey(me, "워크숍 날짜와 메뉴 조사", closesAt=in_hours(70)),
        "over": survey(me, "3분기 조직 문화 진단", isAnonymous=True),
        "open": survey(other, "하반기 근무 제도 의견 조사", description=text, isAnonymous=True, closesAt=in_hours(20)),
    }
    respond(made["named"], *everybody[:7])
    respond(made["over"], *everybody)
    me.call("POST", f"/surveys/{made['over']['surveyId']}/close")
    return made


def _nothing(page: Page, made: Surveys) -> None:
    page.goto("/surveys")
    expect(page.locator("a.survey").first).to_be_visible()


def _mine(page: Page, made: Surveys) -> None:
    page.get_by_role("group").get_by_role("button").nth(1).click()
    expect(page.locator(".survey-rate").first).to_be_visible()


def _open(page: Page, made: Surveys, name: str, ready: str) -> None:
    page.goto(f"/surveys/{made[name]['surveyId']}")
    expect(page.locator(ready).first).to_be_visible()
    page.wait_for_load_state("networkidle")


def _answer(page: Page, made: Surveys) -> None:
    _open(page, made, "open", ".survey-question")


def _faults(page: Page, made: Surveys) -> None:
    page.locator(".survey-option").first.click()
    page.locator(".survey-foot .primary").click()
    expect(page.locator(".survey-fault").first).to_be_visible()


def _review(page: Page, made: Surveys) -> None:
    page.locator(".survey-mark").nth(3).click()
    page.locator(".survey-foot .primary").click()
    expect(page.locator(".survey-review")).to_be_visible()


def _build(page: Page, made: Surveys) -> None:
    _open(page, made, "draft", ".made-question")


def _terms(page: Page, made: Surveys) -> None:
    page.locator(".made-target").scroll_into_view_if_needed()
    page.locator(".survey-scroll").evaluate("(pane) => pane.scrollTo(0, pane.scrollHeight)")


def _target(page: Page, made: Surveys) -> None:
    page.locator(".made-target").click()
    expect(page.locator("survey-target .pick").nth(2)).to_be_visible()


def _named(page: Page, made: Surveys) -> None:
    _open(page, made, "named", ".survey-card")
    page.get_by_role("tab").nth(1).click()
    expect(page.locator(".result").first).to_be_visible()


def _over(page: Page, made: Surveys) -> None:
    _open(page, made, "over", ".result")


def _columns(page: Page, made: Surveys) -> None:
    page.locator(".result-columns").scroll_into_view_if_needed()


def _tables(page: Page, made: Surveys) -> None:
    page.locator(".result-tools [aria-pressed]").click()
    expect(page.locator(".result-table.plain").first).to_be_visible()


# Each leads on from the one before.
LOOKS: tuple[tuple[str, Callable[[Page, Surveys], None]], ...] = (
    ("list", _nothing),
    ("list-mine", _mine),
    ("answer", _answer),
    ("answer-faults", _faults),
    ("answer-review", _review),
    ("builder", _build),
    ("builder-terms", _terms),
    ("target", _target),
    ("results-named", _named),
    ("results", _over),
    ("results-columns", _columns),
    ("results-tables", _tables),
)


# One of each kind, where that is enough.
KINDS = ("list", "list-mine", "answer", "builder", "results")


def _look(page: Page, made: Surveys, label: str, *, judge: bool, only: tuple[str, ...] = ()) -> list[str]:
    """A picture of each screen; what axe finds, and how far it scrolls sideways."""
    found: list[str] = []
    for name, go in (look for look in LOOKS if not only or look[0] in only):
        go(page, made)
        photographed(page, f"survey-{name}-{label}")
        if judge:
            found += judged(page, Screen(name, lambda _page, _room: None), label)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name} {label}: {over} px too wide"] if over > 0 else []
    return found


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_screens_of_surveys(desk: Sit, surveys: Surveys, width: int, theme: str) -> None:
    page = desk("demo016", size=SIZES[width], color_scheme=theme).page
    assert not (found := _look(page, surveys, f"{theme}-{width}", judge=True)), "\n".join(found)


@pytest.mark.timeout(240)
def test_they_fit_the_narrowest_screen_in_english(rest: Rest, desk: Sit, surveys: Surveys) -> None:
    me = rest("demo016")
    me.call("PATCH", "/me", {"preferences": {"language": "en"}})
    page = desk("demo016", size=(320, 640), locale="en-GB").page
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"
    found = _look(page, surveys, "light-320", judge=False)
    me.call("PATCH", "/me", {"preferences": {"language": "ko"}})
    assert not found, "\n".join(found)


def test_they_fit_a_narrow_window(desk: Sit, surveys: Surveys) -> None:
    page = desk("demo016", size=SIZES[1024], color_scheme="dark").page
    assert not (found := _look(page, surveys, "dark-1024", judge=False, only=KINDS)), "\n".join(found)
