"""People, the org chart and devices in the administration: found, changed by the services, written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import DeviceSession, OrgMember, OrgUnit, Role, User
from accounts.services import create_unit, give_post, open_device_session, set_role
from audit.models import AuditEntry

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"
NO_POSTS = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}


def chosen(action: str, *rows: Any, **more: str) -> dict[str, Any]:
    """What a list sends when an action is chosen for some of its rows."""
    return {"action": action, "index": "0", "_selected_action": [str(row.pk) for row in rows], **more}


def typed(**changes: str) -> dict[str, str]:
    """The form of alice, with some of it changed."""
    return {"login_id": "alice", "name": "김민지", "role": "USER", **NO_POSTS, **changes}


def actions_of(user: Any) -> list[str]:
    """What was written down about somebody, oldest first."""
    rows = AuditEntry.objects.filter(target_id=str(user.pk)).exclude(action="user.created")
    return list(rows.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "김민지"}, True),
        ({"q": "ㄱㅁㅈ"}, True),
        ({"q": "alice"}, True),
        ({"q": "영업"}, True),
        ({"q": "없는사람"}, False),
        ({"status__exact": "ACTIVE", "role": "USER", "source": "local", "factor": "off", "seen": "never"}, True),
        ({"role": "SYSTEM_ADMIN"}, False),
        ({"factor": "on"}, False),
        ({"seen": "7"}, False),
    ],
)
def test_people_are_found_and_sorted_out(admin: Client, alice: Any, query: dict[str, str], found: bool) -> None:
    give_post(actor=None, user=alice, unit=create_unit(actor=None, name="영업팀"))
    page = admin.get(LIST, query)
    assert page.status_code == 200
    assert (str(alice.pk) in page.content.decode()) == found


def test_a_form_changes_details_and_role_and_both_are_written_down(admin: Client, alice: Any) -> None:
    answer = admin.post(f"{LIST}{alice.pk}/change/", typed(title="과장", role="AUDITOR"))
    assert answer.status_code == 302
    fresh = User.objects.get(pk=alice.pk)
    assert (fresh.profile.title, fresh.roles) == ("과장", ["AUDITOR", "USER"])
    assert actions_of(alice) == ["user.updated", "user.role_changed"]


def test_a_refusal_stands_above_the_form_and_nothing_is_lost(admin: Client, alice: Any, bob: Any) -> None:
    answer = admin.post(f"{LIST}{alice.pk}/change/", typed(login_id="bob", title="과장"))
    page = answer.content.decode()
    assert answer.status_code == 200 and 'value="bob"' in page and 'value="과장"' in page and "errornote" in page
    assert User.objects.get(pk=alice.pk).profile.title == "" and actions_of(alice) == ["admin.viewed"]


def test_somebody_is_added_without_a_password(admin: Client) -> None:
    assert admin.post(f"{LIST}add/", {"login_id": "newbie", "name": "새사람", "role": "USER"}).status_code == 302
    made = User.objects.get(login_id="newbie")
    assert not made.has_usable_password() and made.profile.name == "새사람"


def test_posts_are_given_and_taken_in_one_go(admin: Client, alice: Any) -> None:
    old, new = create_unit(actor=None, name="영업팀"), create_unit(actor=None, name="개발팀")
    post = give_post(actor=None, user=alice, unit=old, title="대리")
    rows = {
        "posts-TOTAL_FORMS": "2",
        "posts-INITIAL_FORMS": "1",
        "posts-0-id": str(post.pk),
        "posts-0-user": str(alice.pk),
        "posts-0-unit": str(old.pk),
        "posts-0-DELETE": "on",
        "posts-1-user": str(alice.pk),
        "posts-1-unit": str(new.pk),
        "posts-1-title": "과장",
    }
    assert admin.post(f"{LIST}{alice.pk}/change/", {**typed(), **rows}).status_code == 302
    assert [(row.unit_id, row.title, row.is_primary) for row in OrgMember.objects.filter(user=alice)] == [
        (new.pk, "과장", True)
    ]


def test_disabling_asks_for_the_number_and_a_reason(admin: Client, alice: Any, dana: Any) -> None:
    asked = admin.post(LIST, chosen("disable", alice, dana))
    assert "2" in asked.content.decode() and User.objects.filter(status="DISABLED").count() == 0
    wrong = admin.post(LIST, chosen("disable", alice, dana, typed="3", reason="퇴사"))
    assert 'aria-invalid="true"' in wrong.content.decode() and User.objects.filter(status="DISABLED").count() == 0
    assert admin.post(LIST, chosen("disable", alice, dana, typed="2", reason="퇴사")).status_code == 302
    assert User.objects.filter(status="DISABLED").count() == 2
    assert AuditEntry.objects.filter(action="user.disabled", detail__reason="퇴사").count() == 2


def test_nobody_takes_away_themselves_or_the_last_admin(admin: Client, sysadmin: Any) -> None:
    answer = admin.post(LIST, chosen("disable", sysadmin, typed="1", reason="x"), follow=True)
    assert User.objects.get(pk=sysadmin.pk).status == "ACTIVE"
    assert "messagelist" in answer.content.decode() and "error" in answer.content.decode()


def test_who_waits_is_approved_and_who_is_gone_comes_back(admin: Client, person: Callable[..., Any]) -> None:
    from accounts.models import UserStatus

    waiting, gone = person("waiting", status=UserStatus.PENDING), person("gone", status=UserStatus.DISABLED)
    admin.post(LIST, chosen("approve", waiting, gone))
    admin.post(LIST, chosen("enable", gone))
    assert actions_of(waiting) == ["user.approved"] and actions_of(gone) == ["user.enabled"]


def test_devices_are_signed_out_and_looking_at_them_is_written_down(admin: Client, alice: Any) -> None:
    session = open_device_session(alice, device_name="노트북").session
    address = reverse("admin:accounts_devicesession_changelist")
    assert "노트북" in admin.get(address, {"state": "open"}).content.decode()
    admin.post(address, chosen("end", session))
    assert DeviceSession.objects.get(pk=session.pk).revoked_at is not None
    kinds = list(
        AuditEntry.objects.filter(action__in=["admin.viewed", "device.revoked"]).values_list("action", flat=True)
    )
    assert "admin.viewed" in kinds and "device.revoked" in kinds


def test_the_chart_is_a_tree_and_no_department_goes_under_itself(admin: Client) -> None:
    top = create_unit(actor=None, name="본부")
    below = create_unit(actor=None, name="팀", parent_id=top.pk)
    listed = admin.get("/admin/accounts/orgunit/").content.decode()
    assert listed.index("본부") < listed.index("본부 / 팀") and "tree-1" in listed
    form = {"name": "본부", "order_no": "0", "parent": str(below.pk)}
    answer = admin.post(f"/admin/accounts/orgunit/{top.pk}/change/", form)
    assert answer.status_code == 200 and "errornote" in answer.content.decode()
    assert OrgUnit.objects.get(pk=top.pk).parent_id is None


def test_only_an_empty_department_is_deleted(admin: Client, alice: Any) -> None:
    unit = create_unit(actor=None, name="팀")
    give_post(actor=None, user=alice, unit=unit)
    admin.post(f"/admin/accounts/orgunit/{unit.pk}/delete/", {"post": "yes"})
    assert OrgUnit.objects.filter(pk=unit.pk).exists()
    empty = create_unit(actor=None, name="빈 팀")
    admin.post(f"/admin/accounts/orgunit/{empty.pk}/delete/", {"post": "yes"})
    assert not OrgUnit.objects.filter(pk=empty.pk).exists()
    assert AuditEntry.objects.filter(action="unit.deleted", target_id=str(empty.pk)).count() == 1


def test_an_admin_who_was_made_in_the_form_is_one(admin: Client, alice: Any) -> None:
    set_role(actor=None, user_id=alice.pk, role=Role.AUDITOR)
    admin.post(f"{LIST}{alice.pk}/change/", typed(role="SYSTEM_ADMIN"))
    assert User.objects.get(pk=alice.pk).roles == ["SYSTEM_ADMIN", "USER"]
