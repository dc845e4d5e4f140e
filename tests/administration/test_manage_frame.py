"""What the pages for system admins have around them: a number that counts, a refusal that is heard, words for times."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.services import create_unit, give_post, register
from accounts.services.approving import reject
from messenger.core.administration import moment

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_the_number_beside_the_approvals_counts_who_waits_and_not_who_was_refused(admin: Client, sysadmin: Any) -> None:
    people = [register(username=f"new{n}", password="바다가-보이는-창문", name=f"신청자{n}") for n in range(3)]
    reject(actor=sysadmin, user_id=people[0].pk, reason="사번이 없습니다")
    found = re.search(r'class="badge">(\d+)', page_of(admin, "/manage/people"))
    assert found and found[1] == "2"


def test_a_refusal_has_the_focus_so_that_it_is_read_out(admin: Client) -> None:
    page = str(admin.post("/manage/approvals", {"act": "approve"}).content.decode())
    assert re.search(r'role="alert"\s+tabindex="-1"\s+autofocus', page)


def test_a_policy_that_was_refused_has_the_cursor_and_its_reason(admin: Client) -> None:
    sent = {"name": "PASSWORD_LEAST", "value": "3", "act": "save"}
    page = str(admin.post("/manage/policies", sent).content.decode())
    [field] = re.findall(r"<input[^>]*autofocus[^>]*>", page)
    assert 'aria-invalid="true"' in field and 'aria-describedby="PASSWORD_LEAST-error' in field
    assert 'id="PASSWORD_LEAST-error"' in page


def test_a_departments_share_is_drawn_beside_its_number(admin: Client, alice: Any, bob: Any) -> None:
    sales, empty = create_unit(actor=None, name="영업팀"), create_unit(actor=None, name="법무팀")
    for user in (alice, bob):
        give_post(actor=None, user=user, unit=sales)
    page = page_of(admin, "/manage/units")
    rows = {unit: page[page.index(f"/manage/units/{unit.pk}") :].split("</tr>")[0] for unit in (sales, empty)}
    assert 'rect width="100"' in rows[sales]
    assert "<svg" not in rows[empty]


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "2026년 11월 20일 오후 1:05"), ("en", "Nov. 20, 2026, 1:05 p.m.")]
)
def test_moments_are_told_as_people_tell_them(language: str, words: str) -> None:
    with translation.override(language):
        assert moment(dt.datetime(2026, 11, 20, 4, 5, tzinfo=dt.UTC)) == words
