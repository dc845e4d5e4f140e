"""Who gets into the administration, from where, and under which policy for scripts."""

import ipaddress
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import DeviceSession
from tests.client import Api

pytestmark = pytest.mark.django_db


def test_system_admins_get_in_by_their_own_sign_in(admin: Client) -> None:
    page = admin.get("/admin/")
    assert page.status_code == 200 and "관리" in page.content.decode()
    assert "sessionid" not in admin.cookies


def test_strangers_are_led_to_our_sign_in_and_back(db: None) -> None:
    assert Client().get("/admin/chat/room/?q=a")["Location"] == "/login?next=%2Fadmin%2Fchat%2Froom%2F%3Fq%3Da"


@pytest.mark.parametrize("who", ["charlie", "auditor", "bob"])
def test_for_everybody_else_there_is_no_such_page(
    who: str, browser: Callable[[Any], Client], request: pytest.FixtureRequest
) -> None:
    answer = browser(request.getfixturevalue(who)).get("/admin/accounts/user/")
    assert answer.status_code == 404


@pytest.mark.parametrize("owes", ["SECOND_FACTOR", "PASSWORD"])
def test_a_session_that_owes_a_step_sees_nothing_of_it(sysadmin: Any, admin: Client, owes: str) -> None:
    DeviceSession.objects.filter(user=sysadmin).update(owes=owes)
    assert admin.get("/admin/").status_code in (302, 404)
    assert admin.get("/manage/people").status_code in (302, 404)


def test_who_is_disabled_or_no_admin_any_more_is_out_at_once(
    sysadmin: Any, admin: Client, person: Callable[..., Any]
) -> None:
    from accounts.models import Role
    from accounts.services import disable_user, set_role

    second = person("second", role="SYSTEM_ADMIN")
    set_role(actor=second, user_id=sysadmin.pk, role=Role.USER)
    assert admin.get("/admin/").status_code == 404
    disable_user(actor=second, user_id=sysadmin.pk)
    assert admin.get("/admin/").status_code == 302


@pytest.mark.parametrize(("networks", "status"), [(["10.0.0.0/8"], 404), (["127.0.0.0/8"], 200), ([], 200)])
def test_it_may_be_reached_from_some_networks_only(
    admin: Client, sysadmin: Any, settings: Any, networks: list[str], status: int
) -> None:
    settings.ADMIN_ALLOWED = tuple(map(ipaddress.ip_network, networks))
    assert admin.get("/admin/").status_code == status
    assert admin.get("/manage/people").status_code == status
    assert Api(sysadmin).get("/admin/people").status_code == {404: 403, 200: 200}[status]
    if status == 404:
        assert Client().get("/admin/").status_code == 404, "strangers learn nothing of it either"


def test_its_scripts_come_from_files_alone(admin: Client) -> None:
    policy = admin.get("/admin/accounts/user/")["Content-Security-Policy"]
    scripts = next(part.strip() for part in policy.split(";") if part.strip().startswith("script-src"))
    assert scripts == "script-src 'self'"
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


def test_other_methods_are_none(admin: Client) -> None:
    assert admin.post("/admin/").status_code == 405
    assert admin.put("/admin/accounts/user/").status_code == 405
    assert admin.delete("/admin/chat/room/").status_code == 405


def test_a_form_of_another_site_is_refused(sysadmin: Any, browser: Callable[[Any], Client], alice: Any) -> None:
    outside = Client(enforce_csrf_checks=True)
    outside.cookies = browser(sysadmin).cookies
    answer = outside.post("/admin/accounts/user/", {"action": "disable", "_selected_action": [str(alice.pk)]})
    assert answer.status_code == 403
