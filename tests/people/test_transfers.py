"""Transfers: entered for a day, looked at before, in force from that day on, once."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.errors import TransferEnded
from accounts.models import OrgMember, PersonSource, Transfer, User, UserStatus
from accounts.services import transferring
from audit.models import AuditEntry
from messenger.core.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db
State = Transfer.State


@pytest.fixture
def units(db: None) -> dict[str, Any]:
    return {name: services.create_unit(actor=None, name=name) for name in ("영업팀", "개발팀", "법무팀")}


@pytest.fixture
def minji(person: Any, units: Any) -> Any:
    user = person("minji", name="김민지", title="사원")
    services.give_post(actor=None, user=user, unit=units["영업팀"], title="사원", primary=True)
    return user


def day(ahead: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=ahead)


def posts(user: User) -> dict[str, tuple[str, str, bool]]:
    rows = OrgMember.objects.filter(user=user).select_related("unit")
    return {post.unit.name: (post.title, post.role_in_org, post.is_primary) for post in rows}


def test_nothing_changes_before_the_day_and_everything_on_it_once(sysadmin: Any, minji: Any, units: Any) -> None:
    order: Any = {"to_unit_id": units["개발팀"].pk, "title": "대리", "note": "제2026-11호"}
    seen = transferring.preview(sysadmin, user_id=minji.pk, kind="MOVE", effective_on=day(7), **order)
    assert [post["name"] for post in seen["before"]] == ["영업팀"]
    assert [(post["name"], post["title"], post["isPrimary"]) for post in seen["after"]] == [("개발팀", "대리", True)]
    made = services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind="MOVE", effective_on=day(7), **order)
    assert (transferring.apply_due(), transferring.apply_due(day(6))) == (0, 0)
    assert posts(minji) == {"영업팀": ("사원", "", True)}
    assert (transferring.apply_due(day(9)), transferring.apply_due(day(9))) == (1, 0), "late, and once"
    assert posts(minji) == {"개발팀": ("대리", "", True)}
    minji.refresh_from_db()
    made.refresh_from_db()
    assert (minji.profile.title, made.state) == ("대리", State.APPLIED)
    actions = AuditEntry.objects.filter(target_type="transfer").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["transfer.planned", "transfer.applied"]


def test_orders_of_one_person_come_into_force_in_the_order_of_their_days(sysadmin: Any, minji: Any, units: Any) -> None:
    for ahead, kind, order in (
        (3, "PROMOTION", {"title": "과장", "role_in_org": "팀장"}),
        (1, "MOVE", {"to_unit_id": units["개발팀"].pk}),
        (2, "CONCURRENT", {"to_unit_id": units["법무팀"].pk, "role_in_org": "겸직"}),
    ):
        services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind=kind, effective_on=day(ahead), **order)
    last = transferring.transfers(sysadmin).first()
    assert last is not None
    seen = transferring.preview_of(sysadmin, last)
    assert {post["name"] for post in seen["before"]} == {"개발팀", "법무팀"}
    assert transferring.apply_due(day(30)) == 3
    assert posts(minji) == {"개발팀": ("과장", "팀장", True), "법무팀": ("", "겸직", False)}
    services.plan_transfer(
        actor=sysadmin, user_id=minji.pk, kind="RELEASE", effective_on=day(0), from_unit_id=units["법무팀"].pk
    )
    assert posts(minji) == {"개발팀": ("과장", "팀장", True)}, "an order for today is in force at once"


@pytest.mark.parametrize(
    ("kind", "order", "said"),
    [
        ("MOVE", {"to": "개발팀"}, "영업팀"),
        ("PROMOTION", {"title": "대리"}, "영업팀"),
        ("RETIREMENT", {}, "영업팀"),
        ("MOVE", {"to": "개발팀", "from": "법무팀"}, "법무팀"),
        ("CONCURRENT", {"to": "개발팀"}, ""),
        ("RETURN", {}, ""),
    ],
)
def test_an_order_in_force_says_where_they_were_though_it_named_no_post(
    sysadmin: Any, minji: Any, units: Any, kind: str, order: dict[str, str], said: str
) -> None:
    services.give_post(actor=None, user=minji, unit=units["법무팀"])
    fields: Any = {f"{way}_unit_id": units[order[way]].pk for way in ("from", "to") if way in order}
    made = services.plan_transfer(
        actor=sysadmin, user_id=minji.pk, kind=kind, effective_on=day(1), title=order.get("title", ""), **fields
    )
    assert made.from_name == ("법무팀" if "from" in order else ""), "where they will be that day, nobody knows yet"
    assert transferring.apply_due(day(1)) == 1
    made.refresh_from_db()
    assert (made.from_name, made.from_unit_id) == (said, units[said].pk if said else None)


def test_who_is_on_leave_is_out_and_comes_back(sysadmin: Any, minji: Any) -> None:
    services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind="LEAVE", effective_on=day(0))
    minji.refresh_from_db()
    assert minji.status == UserStatus.DISABLED
    services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind="RETURN", effective_on=day(5))
    transferring.apply_due(day(5))
    minji.refresh_from_db()
    assert (minji.status, list(posts(minji))) == (UserStatus.ACTIVE, ["영업팀"])


def test_an_order_is_taken_back_before_its_day_and_not_after(sysadmin: Any, minji: Any, units: Any) -> None:
    made = services.plan_transfer(
        actor=sysadmin, user_id=minji.pk, kind="MOVE", effective_on=day(1), to_unit_id=units["개발팀"].pk
    )
    services.cancel_transfer(actor=sysadmin, transfer_id=made.pk)
    assert transferring.apply_due(day(2)) == 0
    with pytest.raises(TransferEnded):
        services.cancel_transfer(actor=sysadmin, transfer_id=made.pk)
    assert list(posts(minji)) == ["영업팀"]


def test_an_order_that_cannot_be_done_any_more_says_so_and_changes_nothing(
    sysadmin: Any, minji: Any, units: Any
) -> None:
    made = services.plan_transfer(
        actor=sysadmin, user_id=minji.pk, kind="MOVE", effective_on=day(1), to_unit_id=units["개발팀"].pk
    )
    services.delete_unit(actor=sysadmin, unit_id=units["개발팀"].pk)
    assert transferring.apply_due(day(1)) == 1
    made.refresh_from_db()
    assert (made.state, made.to_name) == (State.FAILED, "개발팀")
    assert made.failure
    assert list(posts(minji)) == ["영업팀"]


@pytest.mark.parametrize(
    ("kind", "order", "field"),
    [
        ("MOVE", {}, "toUnitId"),
        ("CONCURRENT", {}, "toUnitId"),
        ("PROMOTION", {}, "title"),
        ("RELEASE", {}, "fromUnitId"),
        ("RELEASE", {"from_unit_id": "영업팀"}, "fromUnitId"),
        ("MOVE", {"to_unit_id": "개발팀", "from_unit_id": "법무팀"}, "fromUnitId"),
        ("MOVE", {"to_unit_id": "개발팀", "ahead": 4000}, "effectiveOn"),
    ],
)
def test_orders_that_make_no_sense_are_refused(
    sysadmin: Any, minji: Any, units: Any, kind: str, order: dict[str, Any], field: str
) -> None:
    ahead = order.pop("ahead", 1) if "ahead" in (order := dict(order)) else 1
    named = {key: units[value].pk for key, value in order.items()}
    with pytest.raises(Invalid) as refused:
        services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind=kind, effective_on=day(ahead), **named)
    assert list(refused.value.details) == [field]


def test_whom_a_directory_keeps_it_moves_itself_and_who_waits_is_not_there(
    sysadmin: Any, minji: Any, person: Any
) -> None:
    PersonSource.objects.create(user=minji, source="directory", external_id="1")
    with pytest.raises(Invalid):
        services.plan_transfer(actor=sysadmin, user_id=minji.pk, kind="LEAVE", effective_on=day(1))
    waiting = person("waiting", status=UserStatus.PENDING)
    with pytest.raises(NotFound):
        services.plan_transfer(actor=sysadmin, user_id=waiting.pk, kind="RETURN", effective_on=day(0))


def test_only_a_system_admin_enters_orders(auditor: Any, charlie: Any, minji: Any) -> None:
    for nobody in (auditor, charlie, minji):
        with pytest.raises(Forbidden):
            services.plan_transfer(actor=nobody, user_id=minji.pk, kind="LEAVE", effective_on=day(1))
        with pytest.raises(Forbidden):
            transferring.transfers(nobody)
