"""What an admin asked for is done later: only while they are one still, and nobody's own leaving is asked for so."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.errors import Yourself
from accounts.models import Role, Transfer, User, UserStatus
from accounts.services import imports, transferring
from accounts.services.transfer_sheets import plan_transfers
from audit.models import AuditEntry
from messenger.core import jobs

pytestmark = pytest.mark.django_db
PEOPLE = "사번,이름,아이디,부서,직위,역할,상태\r\nE1,김민지,minji,,,,\r\nE2,박준호,junho,,,,\r\n".encode()


def applied(sysadmin: User, data: bytes) -> Any:
    row = imports.plan_import(actor=sysadmin, data=data)
    imports.apply_import(actor=sysadmin, import_id=row.pk)
    return row


def worked_off(row: Any) -> list[tuple[str, str]]:
    jobs.run_all()
    row.refresh_from_db()
    assert row.state == "DONE"
    return [(one["state"], one["code"]) for one in row.results]


def loses_the_role(sysadmin: User) -> None:
    services.set_role(actor=None, user_id=sysadmin.pk, role=Role.USER)


def is_shut_out(sysadmin: User) -> None:
    services.disable_user(actor=None, user_id=sysadmin.pk)


@pytest.mark.parametrize("happens", [loses_the_role, is_shut_out])
def test_a_list_waits_in_the_queue_and_who_had_it_applied_is_no_admin_any_more(
    happens: Any, sysadmin: User, person: Any
) -> None:
    person("boss", role="SYSTEM_ADMIN")
    row = applied(sysadmin, PEOPLE)
    happens(sysadmin)
    assert worked_off(row) == [("refused", "FORBIDDEN")] * 2, "each line says so"
    assert not User.objects.filter(login_id__in=["minji", "junho"]).exists()
    entry = AuditEntry.objects.get(action="people.imported")
    assert (entry.detail["applied"], entry.detail["refused"]) == (0, 2)


def test_a_role_that_is_taken_away_midway_does_no_more(
    sysadmin: User, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person("boss", role="SYSTEM_ADMIN")
    row = applied(sysadmin, PEOPLE)
    create = services.create_user

    def last_one(**fields: Any) -> User:
        made = create(**fields)
        loses_the_role(sysadmin)
        return made

    monkeypatch.setattr(services, "create_user", last_one)
    assert worked_off(row) == [("applied", ""), ("refused", "FORBIDDEN")]


@pytest.mark.parametrize("cells", ["사용자,", ",퇴직"])
def test_nobody_shuts_themselves_out_or_takes_their_role_away_by_a_list(
    cells: str, sysadmin: User, person: Any
) -> None:
    person("boss", role="SYSTEM_ADMIN")
    row = applied(sysadmin, f"이름,아이디,역할,상태\r\n관리자,sysadmin,{cells}\r\n".encode())
    assert worked_off(row) == [("refused", "FORBIDDEN")]
    sysadmin.refresh_from_db()
    assert (sysadmin.status, sysadmin.roles) == (UserStatus.ACTIVE, ["SYSTEM_ADMIN", "USER"])


@pytest.mark.parametrize("kind", ["LEAVE", "RETIREMENT"])
@pytest.mark.parametrize("ahead", [0, 3])
def test_nobody_plans_their_own_leaving(kind: str, ahead: int, sysadmin: User, person: Any) -> None:
    boss = person("boss", role="SYSTEM_ADMIN")
    order: dict[str, Any] = {"kind": kind, "effective_on": timezone.localdate() + dt.timedelta(days=ahead)}
    for door in (transferring.preview, transferring.plan_transfer):
        with pytest.raises(Yourself):
            door(actor=sysadmin, user_id=sysadmin.pk, **order)
    day = f"{order['effective_on']:%Y-%m-%d}"
    sheet = f"발령일,아이디,구분\r\n{day},sysadmin,{Transfer.Kind(kind).label}\r\n".encode()
    _made, problems = plan_transfers(actor=sysadmin, data=sheet, dry=False)
    assert len(problems) == 1 and not Transfer.objects.exists()
    services.plan_transfer(actor=boss, user_id=sysadmin.pk, **order)
    transferring.apply_due(order["effective_on"])
    sysadmin.refresh_from_db()
    assert sysadmin.status == UserStatus.DISABLED, "a colleague's order does it"
