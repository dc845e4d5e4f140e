"""/auditing/cases: one asks, another approves, and what is read is written down."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from accounts.services import disable_user, enable_user, set_role
from audit.models import AuditEntry
from chat.models import Disclosure, DisclosureLook
from chat.services import sending
from tests.auditing.conftest import text

REASON = "견적이 흘러나갔다는 제보를 확인합니다."


@pytest.fixture
def said(room: Any, alice: Any, bob: Any) -> None:
    """Two messages of the room."""
    for who, words in ((alice, "견적 비교표입니다. <b>굵게</b>"), (bob, "확인했습니다.")):
        sending.send_message(actor=who, room_id=room.pk, client_msg_id=uuid.uuid4(), text=words)


@pytest.fixture
def admin_pages(browser_of: Callable[[Any], Client], sysadmin: Any) -> Client:
    return browser_of(sysadmin)


def _asked(pages: Client, room: Any, **more: Any) -> Disclosure:
    today = timezone.localdate()
    sent = {
        "act": "ask",
        "reason": REASON,
        "legal_basis": "취업규칙 제12조",
        "rooms": [str(room.pk)],
        "first": (today - dt.timedelta(days=1)).isoformat(),
        "last": today.isoformat(),
        "hours": "24",
        **more,
    }
    answer = pages.post("/auditing/cases/new", sent)
    assert answer.status_code == 302, text(answer)
    return Disclosure.objects.get(asked_at=Disclosure.objects.latest("asked_at").asked_at)


def _approved(pages: Client, admin_pages: Client, room: Any) -> Disclosure:
    case = _asked(pages, room)
    admin_pages.post(f"/auditing/cases/{case.pk}", {"act": "approve", "note": "확인했습니다"})
    case.refresh_from_db()
    assert case.state == Disclosure.State.APPROVED
    return case


def test_rooms_and_people_are_looked_for_and_ticked_without_a_script(pages: Client, room: Any, alice: Any) -> None:
    page = text(pages.post("/auditing/cases/new", {"act": "find", "find_room": "회의", "find_person": "김민지"}))
    assert f'value="{room.pk}"' in page and f'value="{alice.pk}"' in page
    again = {"act": "find", "rooms": [str(room.pk)], "find_room": "없는 방", "reason": "적던 사유"}
    page = text(pages.post("/auditing/cases/new", again))
    assert re.search(rf'value="{room.pk}"\s+checked', page) and "적던 사유" in page
    assert 'role="alert"' not in page and 'class="error"' not in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rooms": []}, "하나 이상 선택해"),
        ({"reason": ""}, "reason-error"),
        ({"first": "2030-01-01", "last": "2030-01-02"}, "이미 작성된"),
        ({"first": "2026-02-02", "last": "2026-02-01"}, "종료일이 시작일보다"),
    ],
)
def test_a_case_that_cannot_be_asked_for_says_why(pages: Client, room: Any, wrong: Any, told: str) -> None:
    today = timezone.localdate().isoformat()
    sent = {
        "act": "ask",
        "reason": REASON,
        "legal_basis": "취업규칙",
        "rooms": [str(room.pk)],
        "first": today,
        "last": today,
        "hours": "24",
    }
    answer = pages.post("/auditing/cases/new", sent | wrong)
    assert answer.status_code == 400 and told in text(answer)
    assert not Disclosure.objects.exists()


def test_who_asked_cannot_decide_and_another_can(pages: Client, admin_pages: Client, room: Any) -> None:
    case = _asked(pages, room)
    address = f"/auditing/cases/{case.pk}"
    assert "다른 사람이 결정해야 합니다" in text(pages.get(address))
    assert pages.post(address, {"act": "approve"}).status_code == 403
    assert REASON[:20] in text(admin_pages.get("/auditing/cases")).split("전체 열람 승인 건")[0], "the queue"
    assert admin_pages.post(address, {"act": "reject"}).status_code == 400, "not without a reason"
    assert admin_pages.post(address, {"act": "nonsense"}).status_code == 400
    assert admin_pages.post(address, {"act": "approve"}).status_code == 302
    assert admin_pages.post(address, {"act": "approve"}).status_code == 409
    assert "지금 열람할 수 있는 건" in text(pages.get("/auditing/cases"))


def test_what_is_in_the_scope_is_read_and_each_look_is_written_down(
    pages: Client, admin_pages: Client, room: Any, said: None
) -> None:
    case = _approved(pages, admin_pages, room)
    address = f"/auditing/cases/{case.pk}/rooms/{room.pk}"
    page = text(pages.get(address))
    assert "견적 비교표입니다. &lt;b&gt;굵게" in page and "확인했습니다." in page
    assert "감사인 20" in page, "the reader's name and the moment, across the page"
    assert "<textarea" not in page, "no composer"
    assert DisclosureLook.objects.get().count >= 2
    assert AuditEntry.objects.filter(action="disclosure.viewed", outcome="success").exists()
    assert "내용이 없습니다" in text(pages.get(f"{address}?q=그런말은없다"))


def test_whoever_decides_reads_why_they_may_not_and_whose_direct_message_it_is(
    pages: Client, browser_of: Callable[[Any], Client], admin_pages: Client, auditor: Any, alice: Any, bob: Any,
    person: Callable[..., Any], room: Any,
) -> None:  # fmt: skip
    from chat.services.disclosing import ask
    from chat.services.rooms import create_room

    dm, _new = create_room(actor=alice, type="DM", member_ids=[bob.pk])
    now = timezone.now()
    since = now - dt.timedelta(days=1)
    asked = ask(actor=auditor, reason=REASON, legal_basis="취업규칙", since=since, until=now, room_ids=(dm.pk, room.pk))
    page = text(admin_pages.get(f"/auditing/cases/{asked.pk}"))
    assert "김민지 · 박준호" in page and "회의실" in page and 'value="approve"' in page
    assert "김민지 · 박준호" in text(admin_pages.get("/auditing/cases"))
    lately = person("lately")
    set_role(actor=None, user_id=lately.pk, role=Role.AUDITOR)
    page = text(browser_of(lately).get(f"/auditing/cases/{asked.pk}"))
    assert "30일" in page and 'value="approve"' not in page
    case = _approved(pages, admin_pages, room)
    enable_user(actor=None, user_id=disable_user(actor=None, user_id=auditor.pk).pk)
    page = text(browser_of(auditor).get(f"/auditing/cases/{case.pk}"))
    assert "다시 요청" in page and 'value="close"' in page and f"/rooms/{room.pk}" not in page


def test_nobody_else_reads_it_and_nobody_when_it_is_over(
    pages: Client,
    admin_pages: Client,
    browser_of: Callable[[Any], Client],
    person: Callable[..., Any],
    room: Any,
    said: None,
) -> None:
    waiting = _asked(pages, room)
    assert pages.get(f"/auditing/cases/{waiting.pk}/rooms/{room.pk}").status_code == 403
    case = _approved(pages, admin_pages, room)
    address = f"/auditing/cases/{case.pk}/rooms/{room.pk}"
    assert browser_of(person("auditor2", role="AUDITOR")).get(address).status_code == 403
    assert admin_pages.get(address).status_code == 404
    assert pages.post(f"/auditing/cases/{case.pk}", {"act": "close"}).status_code == 302
    answer = pages.get(address)
    assert answer.status_code == 403 and "비교표" not in text(answer)
    assert AuditEntry.objects.filter(action="disclosure.viewed", outcome="failure").count() >= 2


def test_what_lies_outside_of_the_scope_is_not_there(
    pages: Client, admin_pages: Client, room: Any, bob: Any, said: None
) -> None:
    from chat.services.rooms import create_room

    case = _approved(pages, admin_pages, room)
    other, _new = create_room(actor=bob, type="GROUP", name="다른 방", member_ids=[])
    for missing in (f"{case.pk}/rooms/{other.pk}", f"{uuid.uuid4()}/rooms/{room.pk}", str(uuid.uuid4())):
        assert pages.get(f"/auditing/cases/{missing}").status_code == 404


def test_a_system_admin_decides_here_and_is_shown_no_way_to_the_log(admin_pages: Client) -> None:
    page = text(admin_pages.get("/auditing/cases"))
    assert 'href="/auditing/reviews"' not in page and 'href="/auditing/cases/new"' not in page
    assert admin_pages.get("/auditing/cases/new").status_code == 404
