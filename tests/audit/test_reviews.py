"""The monthly review, and the questions that an auditor keeps."""

import datetime as dt
import hashlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone

from audit import actions, canonical, selectors
from audit.models import AuditEntry, MonthlyReview, Seal
from audit.selectors import verifying
from audit.selectors.verifying import verification
from audit.services import record
from audit.services.reviewing import MonthNotOver, sign_review
from audit.services.saving import NameTaken, TooManySaved, delete_query, save_query
from audit.services.sealing import seal
from messenger.core.errors import Forbidden, Invalid, NotFound
from tests.audit.logs import tampered
from tests.services.server import ROOT, clean_environment

SEOUL = ZoneInfo("Asia/Seoul")
OCTOBER = dt.date(2026, 10, 1)

At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """`at("2026-10-05 10:00")`: now it is then, in the office."""

    def move(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=SEOUL).astimezone(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def october(auditor: Any, alice: Any, dana: Any, at: At) -> None:
    """What happened in a month: at the desk, at night, on a Sunday."""
    for moment, actor, action in (
        ("2026-09-30 23:59", alice, actions.FILE_DOWNLOADED),
        ("2026-10-01 00:00", alice, actions.FILE_DOWNLOADED),
        ("2026-10-06 10:00", alice, actions.ROOM_CREATED),
        ("2026-10-06 22:30", alice, actions.FILE_DOWNLOADED),
        ("2026-10-11 10:00", dana, actions.EXPORT_CREATED),
        ("2026-10-31 23:59", dana, actions.AUDIT_EXPORTED),
        ("2026-11-01 00:00", dana, actions.AUDIT_EXPORTED),
    ):
        at(moment)
        record(action, actor=actor)
    at("2026-10-20 12:00")
    record(actions.AUTH_LOGIN_FAILED, outcome="failure")
    at("2026-11-02 09:00")


def test_the_figures_are_of_that_month_in_the_offices_zone(october: None, auditor: Any, alice: Any, dana: Any) -> None:
    found = selectors.figures(auditor, dt.date(2026, 10, 17))
    assert found.entries == 6
    assert (found.failures, found.failed_sign_ins, found.downloads, found.exports) == (1, 1, 2, 2)
    assert dict(found.by_action)["file.downloaded"] == 2
    assert found.off_hours == 4  # midnight, late evening, a Sunday, midnight
    assert found.top == [(str(alice.pk), "김민지 (alice)", 3), (str(dana.pk), "이하나 (dana)", 2)]
    assert {person for person, _name, _count in found.top_downloads} == {str(alice.pk), str(dana.pk)}


def test_a_review_is_signed_with_its_figures_and_stands_in_the_log(october: None, auditor: Any) -> None:
    review = sign_review(actor=auditor, month=dt.date(2026, 10, 17), findings=" 심야 다운로드 1건 확인 ")
    assert (review.month, review.findings, review.reviewer_name) == (
        OCTOBER,
        "심야 다운로드 1건 확인",
        "감사인 (auditor)",
    )
    assert review.figures["entries"] == 6
    entry = AuditEntry.objects.get(action="audit.reviewed")
    assert entry.target_id == "2026-10"
    assert entry.detail["reviewSha256"] == canonical.review_digest(selectors.reviews(auditor)[0])
    assert "심야" not in str(entry.detail)
    sign_review(actor=auditor, month=OCTOBER, findings="추가 확인")
    again, first = selectors.reviews(auditor, OCTOBER)
    assert first == review and again.findings == "추가 확인"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_monthlyreview SET findings = 'nothing' WHERE id = {id}",
        "UPDATE audit_monthlyreview SET figures = '{{}}' WHERE id = {id}",
        "UPDATE audit_monthlyreview SET reviewer_name = 'somebody else' WHERE id = {id}",
        "UPDATE audit_monthlyreview SET reviewer_id = '00000000000000000000000000000000' WHERE id = {id}",
        "UPDATE audit_monthlyreview SET month = '2026-09-01' WHERE id = {id}",
        "UPDATE audit_monthlyreview SET signed_at = '2026-11-01 00:00:00+00:00' WHERE id = {id}",
        "DELETE FROM audit_monthlyreview WHERE id = {id}",
    ],
)
def test_a_review_that_was_changed_is_found_by_its_signature(october: None, auditor: Any, statement: str) -> None:
    sign_review(actor=auditor, month=OCTOBER, findings="특이 사항 없음")
    review = sign_review(actor=auditor, month=OCTOBER, findings="추가 확인")
    seal(everything=True)
    assert verification([]).ok
    tampered(statement.format(id=review.pk))
    signature = AuditEntry.objects.filter(action="audit.reviewed").latest("pk")
    found = verification([])
    assert (found.problem, found.first_broken_id) == (verifying.REVIEW, signature.pk)
    assert found.first_broken_no == Seal.objects.get(entry_id=signature.pk).chain_no


def test_a_review_that_nobody_signed_is_found(october: None) -> None:
    MonthlyReview(month=OCTOBER, reviewer_id="0" * 32, reviewer_name="감사인").save()
    assert verification([]).problem == verifying.REVIEW


def test_reviews_of_the_first_kind_still_hold(october: None, auditor: Any) -> None:
    """Their signature held what was found alone."""
    kept = MonthlyReview(month=OCTOBER, reviewer_id=auditor.pk, reviewer_name="감사인", findings="없음")
    kept.save()
    signed = hashlib.sha256("없음".encode()).hexdigest()
    record("audit.reviewed", actor=auditor, target_type="month", reviewId=kept.pk, findingsSha256=signed)
    assert verification([]).ok
    tampered("UPDATE audit_monthlyreview SET findings = 'nothing'")
    assert verification([]).problem == verifying.REVIEW


def test_the_months_that_nobody_reviewed_are_listed(october: None, auditor: Any, at: At) -> None:
    sign_review(actor=auditor, month=OCTOBER, findings="")
    at("2026-12-24 09:00")
    months = selectors.reviewed_months(auditor)
    assert [month for month, _review in months][:3] == [dt.date(2026, 11, 1), OCTOBER, dt.date(2026, 9, 1)]
    assert [bool(review) for _month, review in months][:3] == [False, True, False]


def test_only_auditors_review_and_only_what_is_over(october: None, auditor: Any, alice: Any, sysadmin: Any) -> None:
    for somebody in (alice, sysadmin):
        with pytest.raises(Forbidden):
            sign_review(actor=somebody, month=OCTOBER, findings="")
        with pytest.raises(Forbidden):
            selectors.figures(somebody, OCTOBER)
    with pytest.raises(MonthNotOver):
        sign_review(actor=auditor, month=dt.date(2026, 11, 1), findings="")
    with pytest.raises(Invalid):
        sign_review(actor=auditor, month=OCTOBER, findings="x" * 10_001)


def test_saved_questions_are_ones_own(auditor: Any, person: Any) -> None:
    other = person("auditor2", role="AUDITOR")
    kept = save_query(actor=auditor, name=" 지난달 다운로드 ", query={"action": "file."})
    save_query(actor=other, name="지난달 다운로드", query={})
    assert [(q.name, q.query) for q in selectors.saved_queries(auditor)] == [("지난달 다운로드", {"action": "file."})]
    with pytest.raises(NotFound):
        delete_query(actor=other, query_id=kept.pk)
    with pytest.raises(NameTaken):
        save_query(actor=auditor, name="지난달 다운로드", query={})
    delete_query(actor=auditor, query_id=kept.pk)
    assert not selectors.saved_queries(auditor)


def test_saved_questions_have_limits(auditor: Any, alice: Any) -> None:
    for name, query in (("  ", {}), ("x" * 61, {}), ("a\0", {}), ("a", {"q": "x" * 5000})):
        with pytest.raises(Invalid):
            save_query(actor=auditor, name=name, query=query)
    with override_settings(MAX_SAVED_QUERIES=1):
        save_query(actor=auditor, name="하나", query={})
        with pytest.raises(TooManySaved):
            save_query(actor=auditor, name="둘", query={})
    with pytest.raises(Forbidden):
        save_query(actor=alice, name="하나", query={})


def test_the_log_is_kept_for_a_year_at_least(tmp_path: Any) -> None:
    env = {**clean_environment(), "MESSENGER_DATA_DIR": str(tmp_path), "AUDIT_KEPT_YEARS": "0"}
    command = [sys.executable, "-c", "import messenger.settings"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode != 0 and "AUDIT_KEPT_YEARS" in done.stderr
