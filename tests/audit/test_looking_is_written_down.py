"""Whoever looks at what is kept of people leaves one entry a request: who, from where, whose, what, how many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from chat.models import Room
from tests.administration.conftest import browser_of
from tests.client import Api

pytestmark = pytest.mark.django_db


def of_looking(since: int) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(pk__gt=since).order_by("pk"))


@pytest.fixture
def last(alice: User, bob: User, sysadmin: User, auditor: User, room: Room) -> Callable[[], int]:
    """The newest entry before somebody looked."""
    return lambda: AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize(
    ("path", "target", "detail"),
    [
        ("/admin/people?query=alice&status=ACTIVE", ("people", ""), {"what": "people", "count": 1}),
        ("/admin/people/{alice}", ("user", "{alice}"), {"what": "people/<str:user_id>"}),
        ("/admin/approvals", ("people", ""), {"what": "approvals", "count": 0}),
        ("/admin/transfers?userId={alice}", ("people", ""), {"count": 0}),
        ("/admin/directory/runs", ("people", ""), {"count": 0}),
    ],
)
def test_the_api_of_admins(
    path: str, target: tuple[str, str], detail: dict[str, Any], last: Callable[[], int], sysadmin: User, alice: User
) -> None:
    api, before = Api(sysadmin), last()
    answer = api.get(path.format(alice=alice.pk))
    assert answer.status_code == 200, answer.content
    entry = _the_one(before, "admin.viewed", sysadmin)
    assert (entry.target_type, entry.target_id) == (target[0], target[1].format(alice=alice.pk))
    assert detail.items() <= entry.detail.items()
    assert entry.subject_id == (alice.pk if target[0] == "user" else None)


def test_what_was_asked_for_is_kept_short(last: Callable[[], int], sysadmin: User) -> None:
    browser, before = browser_of(sysadmin), last()
    browser.get("/manage/people", {"q": "\0" + "가" * 200, "status": "", "source": "local"})
    kept = {"q": "�" + "가" * 99, "source": "local"}
    assert _the_one(before, "admin.viewed", sysadmin).detail["filters"] == kept


def test_policies_are_nobodys_and_a_refusal_shows_nothing(last: Callable[[], int], sysadmin: User, alice: User) -> None:
    admin, outsider, before = Api(sysadmin), Api(alice), last()
    assert admin.get("/admin/policies").status_code == 200
    assert admin.get("/system/health").status_code == 200
    assert outsider.get("/admin/people").status_code == 403
    assert admin.get("/admin/people/00000000-0000-4000-8000-000000000000").status_code == 404
    assert of_looking(before) == []


@pytest.mark.parametrize(
    ("path", "target", "detail"),
    [
        ("/manage/people?q=alice", ("people", ""), {"what": "people", "count": 1, "filters": {"q": "alice"}}),
        ("/manage/approvals", ("people", ""), {"what": "approvals", "count": 0}),
        ("/manage/people/{alice}", ("user", "{alice}"), {"what": "person"}),
        ("/manage/people/{alice}/disable", ("user", "{alice}"), {"what": "disabling"}),
        ("/manage/transfers", ("people", ""), {"what": "transfers", "count": 0}),
    ],
)
def test_the_pages_of_admins(
    path: str, target: tuple[str, str], detail: dict[str, Any], last: Callable[[], int], sysadmin: User, alice: User
) -> None:
    browser, before = browser_of(sysadmin), last()
    assert browser.get(path.format(alice=alice.pk)).status_code == 200
    entry = _the_one(before, "admin.viewed", sysadmin)
    assert (entry.target_type, entry.target_id) == (target[0], target[1].format(alice=alice.pk))
    assert detail.items() <= entry.detail.items()


@pytest.mark.parametrize(
    ("desk", "kind"),
    [
        ("accounts_user", "user"),
        ("chat_room", "room"),
        ("accounts_devicesession", "device"),
        ("accounts_transfer", "transfer"),
    ],
)
def test_the_lists_of_the_administration(desk: str, kind: str, last: Callable[[], int], sysadmin: User) -> None:
    browser = browser_of(sysadmin)
    before = last()
    answer = browser.get(reverse(f"admin:{desk}_changelist"), {"q": "alice"})
    assert answer.status_code == 200
    entry = _the_one(before, "admin.viewed", sysadmin)
    assert (entry.target_type, entry.target_id) == (kind, "")
    assert entry.detail == {
        "what": "list", "count": len(answer.context_data["cl"].result_list), "filters": {"q": "alice"}
    }  # fmt: skip


def test_and_its_forms(last: Callable[[], int], sysadmin: User, alice: User, room: Room) -> None:
    browser = browser_of(sysadmin)
    for address, kind, pk in (("chat_room", "room", room.pk), ("accounts_user", "user", alice.pk)):
        before = last()
        assert browser.get(reverse(f"admin:{address}_change", args=[pk])).status_code == 200
        entry = _the_one(before, "admin.viewed", sysadmin)
        assert (entry.target_type, entry.target_id) == (kind, str(pk))
    assert entry.subject_id == alice.pk


@pytest.mark.parametrize(
    ("path", "target", "detail"),
    [
        ("/auditing/reviews", ("month", ""), {"what": "reviews"}),
        ("/auditing/reviews/{month}", ("month", "{month}"), {"what": "review", "count": 0}),
        ("/auditing/reviews/{month}/sheet", ("month", "{month}"), {"what": "sheet", "count": 0}),
        ("/auditing/export?period=today", ("audit", ""), {"what": "count"}),
    ],
)
def test_the_pages_of_auditors(
    path: str, target: tuple[str, str], detail: dict[str, Any], last: Callable[[], int], auditor: User
) -> None:
    today = timezone.localdate()
    browser, before = browser_of(auditor), last()
    assert browser.get(path.format(month=f"{today.year}-{today.month}")).status_code == 200
    entry = _the_one(before, "audit.viewed", auditor)
    assert (entry.target_type, entry.target_id) == (target[0], target[1].format(month=f"{today:%Y-%m}"))
    assert detail.items() <= entry.detail.items()


def test_rooms_that_are_looked_up_for_a_case(last: Callable[[], int], auditor: User, room: Room) -> None:
    api, browser = Api(auditor), browser_of(auditor)
    before = last()
    assert len(api.get("/disclosures/places", q="회의").json()["results"]) == 1
    entry = _the_one(before, "disclosure.rooms_sought", auditor)
    assert entry.detail == {"query": "회의", "count": 1}
    before = last()
    browser.post("/auditing/cases/new", {"act": "find", "find_room": "회의"})
    assert _the_one(before, "disclosure.rooms_sought", auditor).detail == {"query": "회의", "count": 1}


def _the_one(before: int, action: str, actor: User) -> AuditEntry:
    """Its one entry, from the address that looked."""
    [entry] = of_looking(before)
    assert (entry.action, entry.actor_id, entry.outcome) == (action, actor.pk, "success")
    assert entry.ip and entry.request_id
    return entry
