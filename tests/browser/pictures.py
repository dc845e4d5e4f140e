"""Takes the pictures of the first page again: `.venv/bin/python -m pytest -m browser tests/browser/pictures.py`.

Not a test, and never run as one. Look at what it leaves in docs/images, and commit it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Desk, Person
from tests.browser.surveying import in_hours, respond, survey
from tests.browser.test_polls import asked, vote
from tests.browser.test_screens import STILL
from tests.browser.uploading import PDF, send, upload

pytestmark = pytest.mark.timeout(300)
Rest = Callable[[str], Person]
Sit = Callable[..., Desk]
IMAGES = Path(__file__).resolve().parents[2] / "docs/images"


def _taken(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.mouse.move(5, 5)
    page.evaluate(STILL)
    page.screenshot(path=IMAGES / f"{name}.png")


def _around(rest: Rest) -> None:
    """The rooms beside the one that is open."""
    chief, staff, me, lead = rest("demo007"), rest("demo013"), rest("demo014"), rest("demo016")
    everybody = chief.room(*(rest(f"demo{n:03}") for n in (3, 4, 5, 8, 14)), name="전사 공지")
    chief.say(everybody, "11월 보안 교육은 27일까지 들어 주십시오.")
    staff.say(staff.room(me, rest("demo008"), name="신입 사원 온보딩"), "온보딩 자료를 최신본으로 교체했습니다.")
    workshop = lead.room(me, rest("demo010"), rest("demo011"), name="2027 워크숍 준비")
    for text in ("장소 후보 세 곳을 정리했습니다.", "교통편은 제가 알아보겠습니다."):
        lead.say(workshop, text)


def _open_room(rest: Rest) -> str:
    me, lead, sales, care, design, desk = (rest(f"demo{n:03}") for n in (14, 16, 15, 5, 10, 11))
    room = lead.room(me, design, desk, sales, care, rest("demo008"), name="정기 배포 준비")
    first = lead.say(
        room, "좋은 아침입니다. 오늘 **정기 배포** 일정 공유드립니다.\n10시 점검 시작, 11시 반영 예정입니다."
    )
    lead.call("POST", f"/rooms/{room}/pins", {"messageId": first["messageId"]})
    question = sales.say(room, "새 아이콘도 이번에 같이 나가나요?")
    mine = me.say(room, "네, 포함되어 있습니다. `v2.4.0` 태그에 들어갔습니다.", replyTo=question["messageId"])
    for one, sign in ((sales, "👍"), (lead, "👍"), (care, "🙏")):
        one.call("PUT", f"/messages/{mine['messageId']}/reactions/{sign}")
    send(design, room, upload(design, room, "배포 점검표.pdf", PDF), text="점검표 최종본입니다.")
    poll = asked(lead, room, question="배포 뒤 회고는 언제가 좋으십니까?", options=["오늘 오후 4시", "내일 오전 10시"])
    for one, place in ((sales, 0), (care, 0), (design, 1), (me, 0), (lead, 0)):
        vote(one, poll, place)
    last = desk.say(room, f"@{me.name} 고객사 안내 메일 문구도 부탁드립니다.", mentions=[me.id])
    for one in (sales, lead, design):
        one.read(room, last)
    me.say(room, "안내 메일은 제가 30분 안에 보내겠습니다.")
    return room


def test_a_conversation(rest: Rest, desk: Sit) -> None:
    _around(rest)
    room = _open_room(rest)
    desk("demo015")  # somebody else is there, too
    sitting = desk("demo014")
    page = sitting.open(room)
    page.click("#info-toggle")
    expect(page.locator("room-info .member-text small").first).to_be_visible()
    _taken(page, "conversation")


def test_the_results_of_a_survey(rest: Rest, desk: Sit) -> None:
    author = rest("demo016")
    survey(rest("demo003"), "하반기 근무 제도 의견 조사", isAnonymous=True, closesAt=in_hours(20))
    survey(author, "워크숍 날짜와 메뉴 조사", closesAt=in_hours(70))
    over = survey(author, "3분기 조직 문화 진단", isAnonymous=True)
    respond(over, *(rest(f"demo{n:03}") for n in range(4, 17)))
    author.call("POST", f"/surveys/{over['surveyId']}/close")
    page = desk("demo016").page
    page.goto(f"/surveys/{over['surveyId']}")
    expect(page.locator(".result").first).to_be_visible()
    _taken(page, "survey")
