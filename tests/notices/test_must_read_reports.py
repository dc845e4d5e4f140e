"""The report of a must-read notice: a table and a paper, for those who manage it, and recorded (contract 8)."""

import csv
import io
import time
import uuid

import pypdfium2
import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEntry
from chat.models import MustRead, Room
from chat.services import must_read_papers
from messenger.core.tables import BOM
from tests.chat.doors import Rest
from tests.notices.conftest import Company, confirm, published

pytestmark = pytest.mark.django_db


def _fetched(user: User, must_read: str, form: str) -> tuple[bytes, dict[str, str]]:
    me = Rest(user)
    answer = Client().get(
        f"/api/v1/must-reads/{must_read}/report.{form}", headers={"Authorization": f"Bearer {me.token}"}
    )
    assert answer.status_code == 200
    return answer.content, dict(answer.headers)


def test_as_a_table(company: Company, alice: User, bob: User, dana: User) -> None:
    dana.profile.name = "=HYPERLINK(1)"
    dana.profile.save()
    made = published(bob, units=[company.division], title="안전 교육 / 3분기")
    confirm(alice, made)
    data, headers = _fetched(bob, made["mustReadId"], "csv")
    text = data.decode()
    assert text.startswith(BOM) and headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''" in headers["Content-Disposition"] and "/" not in headers["Content-Disposition"][-20:]
    head, *rows = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    assert [row[:2] for row in rows] == [["영업1팀", "'=HYPERLINK(1)"], ["영업1팀", "김민지"]]
    assert [bool(row[5]) for row in rows] == [False, True] and len(head) == 6


def test_it_is_recorded(bob: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    for form in ("csv", "pdf"):
        _fetched(bob, made["mustReadId"], form)
    entries = AuditEntry.objects.filter(action="export.created").order_by("pk")
    assert [(one.actor_id, one.target_id, one.detail) for one in entries] == [
        (bob.pk, made["mustReadId"], {"form": form, "rows": 2}) for form in ("csv", "pdf")
    ]


def test_on_paper(company: Company, alice: User, bob: User) -> None:
    made = published(bob, units=[company.division], title="안전 교육 😀", text="첫 줄\n\n" + "긴 문장입니다. " * 80)
    confirm(alice, made)
    data, headers = _fetched(bob, made["mustReadId"], "pdf")
    assert headers["Content-Type"] == "application/pdf" and headers["X-Content-Type-Options"] == "nosniff"
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    for said in ("안전 교육 □", "첫 줄", "김민지", "이하나", "영업1팀", str(made["mustReadId"])):
        assert said in text, said


def test_for_five_thousand_people_it_takes_a_moment() -> None:
    """What is drawn, apart from the database: 5,000 rows within ten seconds, and no name is lost."""
    rows = [(f"영업{n % 40}팀", f"김하늘{n} 대리", "확인", "2026-11-21 09:12") for n in range(5000)]
    paper = must_read_papers.Paper("필독", "본문", [("게시", "bob")], ("부서", "이름", "상태", "시각"), rows, "끝")
    began = time.perf_counter()
    data = must_read_papers.drawn(paper)
    assert time.perf_counter() - began < 10
    pages = pypdfium2.PdfDocument(data)
    assert "김하늘4999 대리" in pages[len(pages) - 1].get_textpage().get_text_range()
    assert 100 < len(pages) < 140


@pytest.mark.parametrize("form", ["csv", "pdf"])
def test_others_get_no_report(alice: User, bob: User, charlie: User, room: Room, form: str) -> None:
    made = published(bob, rooms=[room])
    for who, status in ((alice, 403), (charlie, 404)):
        assert Rest(who).get(f"must-reads/{made['mustReadId']}/report.{form}").status == status
    assert Rest(bob).get(f"must-reads/{uuid.uuid4()}/report.{form}").status == 404
    assert not AuditEntry.objects.filter(action="export.created").exists()
    assert MustRead.objects.count() == 1
