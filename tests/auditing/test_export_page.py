"""/auditing/export: the log is taken away with a reason, and that is recorded."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from audit import actions
from audit.models import AuditEntry
from audit.services import record
from tests.auditing.conftest import text


@pytest.fixture(autouse=True)
def _entries(alice: Any, auditor: Any) -> None:
    record(actions.AUTH_LOGIN, actor=alice, target_type="user", target_id=alice.pk)
    record(actions.AUTH_LOGIN_FAILED, target_type="user", target_id=alice.pk, outcome="failure")


def test_the_page_says_in_words_what_would_be_exported(pages: Client) -> None:
    page = text(pages.get("/auditing/export?period=today&outcome=failure&what=group:sign_in"))
    assert "로그인·기기" in page and "실패" in page
    assert "<dd>1건</dd>" in page.replace("\n", "").replace(" ", "")
    assert not AuditEntry.objects.filter(action="audit.exported").exists()


def test_without_a_reason_there_is_no_file(pages: Client, settings: Any) -> None:
    settings.AUDIT_EXPORT_REASON = "required"
    answer = pages.post("/auditing/export?period=today", {"form": "full", "reason": "  "})
    assert answer.status_code == 400
    assert "사유를 입력해 주십시오" in text(answer)
    assert not AuditEntry.objects.filter(action="audit.exported").exists()


@pytest.mark.parametrize(("form", "columns"), [("full", 14), ("access", 5)])
def test_the_file_holds_what_was_asked_for_and_the_log_holds_why(pages: Client, form: str, columns: int) -> None:
    answer = pages.post("/auditing/export?period=today&outcome=failure", {"form": form, "reason": "10월 점검"})
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-')
    rows = list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    assert len(rows) == 2 and rows[0][0] == "계정"
    assert len(rows[0]) >= columns
    written = AuditEntry.objects.get(action="audit.exported")
    assert (written.detail["reason"], written.detail["count"], written.detail["form"]) == ("10월 점검", 1, form)
