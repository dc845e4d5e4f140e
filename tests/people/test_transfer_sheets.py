"""A sheet of transfers is entered as a whole, or not at all with the reasons."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import OrgMember, Transfer
from accounts.services import transferring
from accounts.services.transfer_sheets import plan_transfers
from messenger.core.errors import Forbidden, Invalid
from tests.client import Api

pytestmark = pytest.mark.django_db
HEADING = "발령일,사번,구분,현부서,발령부서,직위,직책,비고"


def sheet(*rows: str) -> bytes:
    day = timezone.localdate() + dt.timedelta(days=5)
    return "\r\n".join([HEADING, *(row.replace("DAY", f"{day:%Y. %m. %d.}") for row in rows)]).encode("cp949")


@pytest.fixture
def minji(person: Any) -> Any:
    user = person("minji", name="김민지", employee_no="E1")
    services.give_post(actor=None, user=user, unit=services.unit_at(actor=None, path=("본사", "영업팀")), primary=True)
    for path in (("본사", "개발팀"), ("지사", "총무팀"), ("본사", "총무팀")):
        services.unit_at(actor=None, path=path)
    return user


def test_it_is_looked_at_first_and_entered_as_a_whole(sysadmin: Any, minji: Any) -> None:
    data = sheet("DAY,E1,전보,영업팀,개발팀,대리,,제1호", "DAY,minji,겸직,,지사/총무팀,,겸직,")
    seen, problems = plan_transfers(actor=sysadmin, data=data)
    assert ([row.to_name for row in seen], problems, Transfer.objects.count()) == (["개발팀", "총무팀"], [], 0)
    done = Api(sysadmin).request("POST", "/admin/transfers/import?apply=1", data, content_type="text/csv").json()
    assert (done["entered"], len(done["transfers"])) == (True, 2)
    transferring.apply_due(timezone.localdate() + dt.timedelta(days=5))
    units = OrgMember.objects.filter(user=minji).values_list("unit__name", flat=True)
    assert sorted(units) == ["개발팀", "총무팀"]


def test_every_cell_in_the_way_is_named_and_nothing_is_entered(sysadmin: Any, minji: Any) -> None:
    data = sheet(
        "DAY,E1,전보,,개발팀,,,",
        "언젠가,E1,전보,,개발팀,,,",
        "2026-02-30,E9,소풍,,총무팀,,,",
        "DAY,E1,승진,,,,,",
        "DAY,E1,해제,없는팀,,,,",
    )
    _made, problems = plan_transfers(actor=sysadmin, data=data, dry=False)
    assert [(one["line"], one["column"]) for one in problems] == [
        (3, "발령일"), (4, "발령일"), (4, "구분"), (4, "사번"), (4, "발령부서"), (5, ""), (6, "현부서"),
    ]  # fmt: skip
    assert all(one["text"] for one in problems)
    assert not Transfer.objects.exists()


def test_it_is_a_sheet_of_a_system_admin(sysadmin: Any, auditor: Any, minji: Any) -> None:
    with pytest.raises(Invalid):
        plan_transfers(actor=sysadmin, data="이름,부서\n가,나".encode())
    for nobody in (auditor, minji):
        with pytest.raises(Forbidden):
            plan_transfers(actor=nobody, data=sheet())
