"""/auditing/: the log as people read it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit import actions
from audit.models import AuditEntry
from audit.services import record
from audit.services.sealing import seal
from messenger.auditing import asking
from tests.auditing.conftest import text


@pytest.fixture(autouse=True)
def _entries(alice: Any, bob: Any, auditor: Any) -> None:
    """What two people did today, after they and the auditor were given accounts."""
    record(actions.AUTH_LOGIN, actor=alice, target_type="user", target_id=alice.pk)
    record(actions.AUTH_LOGIN_FAILED, target_type="user", target_id=alice.pk, outcome="failure", reason="too-often")
    record(actions.ROOM_CREATED, actor=bob, target_type="room", target_id="r-1", name="회의실")


def _rows(page: str) -> list[str]:
    """The words of each row."""
    found = re.findall(r"<tr [^>]*>(.*?)</tr>", page.split('id="rows-title"')[1], flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_an_auditor_reads_who_did_what_in_words(pages: Client) -> None:
    page = text(pages.get("/auditing/"))
    room, failed, signed_in = _rows(page)[1:4]  # behind the auditor's own sign-in
    assert "박준호" in room and "대화방 개설" in room and "회의실" in room
    assert "로그인 실패" in failed and "시스템" in failed and "김민지" in failed
    assert "김민지" in signed_in and "성공" in signed_in
    assert "모든 조회가 기록됩니다" in page


def test_for_others_there_is_no_such_page(browser_of: Callable[[Any], Client], charlie: Any, sysadmin: Any) -> None:
    for path in ("/auditing/", "/auditing/proof", "/auditing/reviews", "/auditing/export"):
        for user in (charlie, sysadmin):
            assert browser_of(user).get(path).status_code == 404
        assert Client(SERVER_NAME="localhost").get(path)["Location"].startswith("/login?next=%2Fauditing")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("outcome=failure", ["로그인 실패"]),
        ("what=group:rooms", ["대화방 개설"]),
        ("what=auth.login", ["로그인", "로그인"]),
        ("who=박준호", ["대화방 개설", "계정 생성"]),
        ("who=%E3%84%B1%E3%85%81%E3%85%88", ["로그인 실패", "로그인", "계정 생성"]),  # ㄱㅁㅈ
        ("target_type=room&target_id=r-1", ["대화방 개설"]),
        ("text=too-often", ["로그인 실패"]),
        ("period=days&first=2020-01-01&last=2020-01-31", []),
    ],
)
def test_the_filters_keep_to_what_was_asked(pages: Client, query: str, expected: list[str]) -> None:
    page = text(pages.get(f"/auditing/?{query}"))
    rows = _rows(page)
    assert len(rows) == len(expected)
    assert all(said in row for said, row in zip(expected, rows, strict=True))
    assert ("조건에 맞는 기록이 없습니다" in page) == (not expected)


def test_a_name_that_several_people_bear_asks_which_of_them(pages: Client, person: Callable[..., Any]) -> None:
    one, other = (person(f"same{n}", name="한지우") for n in (1, 2))
    record(actions.AUTH_LOGIN, actor=one, target_type="user", target_id=one.pk)
    record(actions.AUTH_LOGOUT, actor=other, target_type="user", target_id=other.pk)
    page = text(pages.get("/auditing/?who=한지우"))
    assert [row for row in _rows(page) if "로그인" in row] and [row for row in _rows(page) if "로그아웃" in row]
    assert f"person={one.pk}" in page and f"person={other.pk}" in page
    rows = _rows(text(pages.get(f"/auditing/?who=한지우&person={other.pk}")))
    assert "로그아웃" in rows[0] and not [row for row in rows if "auth.login " in row]


@pytest.mark.parametrize(
    "query",
    ["period=days&first=2026-02-02&last=2026-02-01", "period=days&first=2026-02-02", "what=nonsense", "person=nobody"],
)
def test_a_question_that_makes_no_sense_is_marked_and_answers_nothing(pages: Client, query: str) -> None:
    answer = pages.get(f"/auditing/?{query}")
    assert answer.status_code == 400
    assert "rows-title" not in text(answer)
    assert not AuditEntry.objects.filter(action="audit.viewed").exists()


def test_older_entries_are_a_page_further_and_the_look_is_recorded_once(
    pages: Client, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 2)
    first = text(pages.get("/auditing/"))
    older = re.search(r'rel="next"\s+href="([^"]+)"', first)
    assert older
    second = _rows(text(pages.get(older[1].replace("&amp;", "&"))))
    assert "로그인" in second[0] and second[0] not in _rows(first)
    assert AuditEntry.objects.filter(action="audit.viewed").count() == 1
    assert pages.get("/auditing/?cursor=forged").status_code == 400


def test_an_entry_stands_between_its_neighbours_in_the_chain(pages: Client) -> None:
    entry = AuditEntry.objects.get(action="auth.login_failed")
    assert "봉인 대기" in text(pages.get(f"/auditing/entries/{entry.pk}"))
    seal(everything=True)
    page = text(pages.get(f"/auditing/entries/{entry.pk}"))
    assert "봉인됨" in page and page.count('class="number"') == 3
    assert "too-often" in page
    assert pages.get("/auditing/entries/999999999").status_code == 404


def test_markup_in_the_log_stays_text(pages: Client, bob: Any) -> None:
    record(actions.ROOM_CREATED, actor=bob, target_type="room", target_id="<b>", name="<script>alert(1)</script>")
    page = text(pages.get("/auditing/"))
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
