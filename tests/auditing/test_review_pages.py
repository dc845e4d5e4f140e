"""/auditing/reviews: a month is looked at, and what was found is signed for good."""

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from audit import actions
from audit.models import AuditEntry, MonthlyReview
from audit.services import record, recording
from tests.auditing.conftest import text

THIS = timezone.localdate().replace(day=1)
LAST = (THIS - dt.timedelta(days=1)).replace(day=1)
PAGE = f"/auditing/reviews/{LAST.year}-{LAST.month}"


@pytest.fixture(autouse=True)
def _last_month(alice: Any, auditor: Any) -> None:
    """Six sign-ins that failed, and six files that alice took away."""
    noon = timezone.make_aware(dt.datetime.combine(LAST + dt.timedelta(days=9), dt.time(12)))
    with mock.patch.object(recording.timezone, "now", return_value=noon):
        for number in range(6):
            record(actions.AUTH_LOGIN_FAILED, target_type="user", target_id=alice.pk, outcome="failure")
            record(actions.FILE_DOWNLOADED, actor=alice, target_type="attachment", target_id=number)


def test_what_stands_out_is_named_with_the_way_to_its_entries(pages: Client, alice: Any) -> None:
    page = text(pages.get(PAGE))
    assert "로그인 실패 6건 (전월 0건)" in page and "what=auth.login_failed" in page
    assert "김민지" in page and f"person={alice.pk}" in page
    assert "내려받기·내보내기 6건 중 6건" in page


def test_a_signed_month_stays_as_it_was_signed(pages: Client) -> None:
    assert "점검 대기" in text(pages.get("/auditing/reviews"))
    assert pages.post(PAGE, {"findings": "특이 사항 없음"}).status_code == 400, "not without having looked"
    assert pages.post(PAGE, {"findings": "특이 사항 없음", "looked": "on"})["Location"] == f"{PAGE}?signed"
    page = text(pages.get(f"{PAGE}?signed"))
    assert "점검에 서명했습니다" in page and "특이 사항 없음" in page and "감사인" in page
    pages.post(PAGE, {"findings": "덧붙임", "looked": "on"})
    assert [one.findings for one in MonthlyReview.objects.order_by("pk")] == ["특이 사항 없음", "덧붙임"]
    assert "서명 완료" in text(pages.get("/auditing/reviews"))
    assert AuditEntry.objects.filter(action="audit.reviewed").count() == 2


def test_a_month_that_is_not_over_cannot_be_signed(pages: Client) -> None:
    this = f"/auditing/reviews/{THIS.year}-{THIS.month}"
    assert "이 달이 끝나면 서명할 수 있습니다" in text(pages.get(this))
    assert pages.post(this, {"findings": "이르다", "looked": "on"}).status_code == 409
    assert not MonthlyReview.objects.exists()


def test_the_sheet_to_print_has_the_five_facts_and_the_signature(pages: Client) -> None:
    pages.post(PAGE, {"findings": "특이 사항 없음", "looked": "on"})
    page = text(pages.get(f"{PAGE}/sheet"))
    for said in ("계정", "접속 일시", "접속지 정보", "처리한 정보주체", "수행 업무", "특이 사항 없음", "감사인"):
        assert said in page


@pytest.mark.parametrize("month", ["2026-13", "2026-0", "1999-12", "9999-1"])
def test_what_is_no_month_is_not_there(pages: Client, month: str) -> None:
    assert pages.get(f"/auditing/reviews/{month}").status_code == 404
