"""Signing in at a real provider, in-process: what people see, and who they are afterwards (docs/openid.md)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import DeviceSession, OpenIdentity, OpenSession, Role, User, UserStatus
from accounts.services import create_unit, register, reject, set_role
from audit.models import AuditEntry
from tests.services.oidc import Oidc

pytestmark = pytest.mark.django_db


def test_a_colleague_comes_in_by_the_company_account(comes_in: Callable[..., Any], visitor: Client) -> None:
    answer = comes_in("minji.kim", going="/devices")
    assert (answer.status_code, answer["Location"]) == (302, "/devices")
    cookie = answer.cookies[site.SESSION_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert visitor.get("/devices").status_code == 200
    user = User.objects.get()
    assert (user.login_id, user.employee_no, user.status) == ("minji.kim", "H1001", UserStatus.ACTIVE)
    assert (user.profile.name, user.profile.title, user.profile.email) == ("김민지", "대리", "minji.kim@hanbit.example")
    assert DeviceSession.objects.get().signed_in_by == "oidc"
    written = AuditEntry.objects.get(action="auth.login")
    assert written.actor_id == user.pk and written.detail["by"] == "oidc"


def test_the_second_time_they_are_the_same_person_whatever_their_login(
    comes_in: Callable[..., Any], real: Oidc, visitor: Client
) -> None:
    comes_in("minji.kim")
    real.says("minji.kim", preferred_username="kim.minji", title="과장")
    try:
        comes_in("minji.kim", client=Client())
    finally:
        real.says("minji.kim", preferred_username="minji.kim", title="대리")
    user = User.objects.get()
    assert (user.login_id, user.profile.title) == ("minji.kim", "과장")
    assert OpenIdentity.objects.get().user == user
    assert OpenSession.objects.count() == 2


def test_nothing_of_the_answer_is_written_down_but_who_and_how(comes_in: Callable[..., Any]) -> None:
    comes_in("minji.kim")
    session = OpenSession.objects.get()
    assert session.sid and b"eyJ" not in bytes(session.id_token)
    for entry in AuditEntry.objects.all():
        assert "eyJ" not in str(entry.detail) and "code" not in entry.detail


@pytest.mark.parametrize(("create", "status"), [("approval", UserStatus.PENDING), ("off", None)])
def test_who_is_not_known_yet_waits_or_is_turned_away(
    comes_in: Callable[..., Any], company: Any, create: str, status: str | None
) -> None:
    company(OIDC_CREATE=create)
    answer = comes_in("minji.kim")
    text = answer.content.decode()
    assert answer.status_code == 403 and site.SESSION_COOKIE not in answer.cookies
    assert ("승인 대기" in text) == (status is not None)
    assert list(User.objects.values_list("status", flat=True)) == ([status] if status else [])
    assert not DeviceSession.objects.exists()
    reason = AuditEntry.objects.get(action="auth.login_failed").detail["reason"]
    assert reason == ("PENDING_APPROVAL" if status else "unknown_person")


def test_who_was_disabled_stays_outside(comes_in: Callable[..., Any]) -> None:
    comes_in("minji.kim")
    User.objects.update(status=UserStatus.DISABLED)
    answer = comes_in("minji.kim", client=Client())
    assert answer.status_code == 403 and "사용이 중지" in answer.content.decode()
    assert DeviceSession.objects.count() == 1
    assert AuditEntry.objects.filter(action="auth.login_failed", detail__reason="DISABLED").exists()


@pytest.mark.parametrize(
    ("match", "login", "number"), [("login", "MINJI.KIM", None), ("employee_no", "someone", "H1001")]
)
def test_an_account_is_recognised_by_what_the_settings_trust(
    comes_in: Callable[..., Any], company: Any, person: Callable[..., Any], match: str, login: str, number: str | None
) -> None:
    known = person(login, employee_no=number)
    company(OIDC_MATCH=match, OIDC_CREATE="off")
    assert comes_in("minji.kim").status_code == 302
    assert OpenIdentity.objects.get().user == known
    assert AuditEntry.objects.filter(action="user.linked", target_id=str(known.pk)).exists()


def test_without_that_nobody_is_recognised_least_of_all_by_mail(
    comes_in: Callable[..., Any], person: Callable[..., Any]
) -> None:
    person("other", email="minji.kim@hanbit.example")
    comes_in("minji.kim")
    assert User.objects.count() == 2
    person("junho.park")
    answer = comes_in("junho.park", client=Client())
    assert answer.status_code == 403, "a login of ours is nobody's by its name"
    assert AuditEntry.objects.filter(action="auth.login_failed", detail__reason="login_taken").exists()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_the_account_of_an_admin_is_not_taken_over_by_a_name(
    comes_in: Callable[..., Any], company: Any, person: Callable[..., Any], role: Role
) -> None:
    person("minji.kim", role=role.value)
    company(OIDC_MATCH="login")
    assert comes_in("minji.kim").status_code == 403
    assert not OpenIdentity.objects.exists()


def test_an_account_that_anybody_may_have_asked_for_is_not_taken(
    comes_in: Callable[..., Any], company: Any, person: Callable[..., Any]
) -> None:
    person("minji.kim", status=UserStatus.PENDING)
    company(OIDC_MATCH="login")
    assert comes_in("minji.kim").status_code == 403


def test_a_request_that_was_rejected_stands_in_nobodys_way(
    comes_in: Callable[..., Any], company: Any, sysadmin: Any, settings: Any
) -> None:
    settings.REGISTRATION = "approval"
    squatter = register(username="minji.kim", password="바다가-보이는-창문", name="누군가")
    reject(actor=sysadmin, user_id=squatter.pk, reason="본인이 아님")
    company(OIDC_MATCH="login")
    assert comes_in("minji.kim").status_code == 302
    assert User.objects.get(login_id="minji.kim").pk != squatter.pk


def test_two_accounts_over_there_are_never_one_here(
    comes_in: Callable[..., Any], company: Any, real: Oidc, person: Callable[..., Any]
) -> None:
    """A login that was given to somebody else over there opens nothing of its former owner's here."""
    person("minji.kim")
    company(OIDC_MATCH="login")
    comes_in("minji.kim")
    real.says("new.kim", preferred_username="minji.kim", name="김새로")
    assert comes_in("new.kim", client=Client()).status_code == 403
    assert DeviceSession.objects.count() == 1


def test_groups_give_roles_and_take_them(comes_in: Callable[..., Any], company: Any, real: Oidc, sysadmin: Any) -> None:
    company(OIDC_ADMIN_GROUP="messenger-admins", OIDC_AUDITOR_GROUP="auditors")
    comes_in("junho.park")
    user = User.objects.get(login_id="junho.park")
    assert user.roles == ["SYSTEM_ADMIN", "USER"]
    for groups, roles in ((["auditors"], ["AUDITOR", "USER"]), ([], ["USER"])):
        real.says("junho.park", groups=groups)
        comes_in("junho.park", client=Client())
        assert User.objects.get(pk=user.pk).roles == roles
    real.says("junho.park", groups=["messenger", "messenger-admins"])


def test_a_role_that_no_group_manages_stays(comes_in: Callable[..., Any], company: Any) -> None:
    company(OIDC_ADMIN_GROUP="messenger-admins")
    comes_in("minji.kim")
    user = User.objects.get()
    set_role(actor=None, user_id=user.pk, role=Role.AUDITOR)
    comes_in("minji.kim", client=Client())
    assert "AUDITOR" in User.objects.get().roles


def test_the_last_admin_is_not_taken_away_by_a_group(comes_in: Callable[..., Any], company: Any, real: Oidc) -> None:
    company(OIDC_ADMIN_GROUP="messenger-admins")
    comes_in("junho.park")
    real.says("junho.park", groups=[])
    assert comes_in("junho.park", client=Client()).status_code == 302
    real.says("junho.park", groups=["messenger", "messenger-admins"])
    assert "SYSTEM_ADMIN" in User.objects.get().roles


def test_who_is_in_no_group_of_ours_stays_outside(comes_in: Callable[..., Any], company: Any) -> None:
    company(OIDC_GROUP="messenger-admins")
    assert comes_in("minji.kim").status_code == 403
    assert not User.objects.exists()
    assert comes_in("junho.park", client=Client()).status_code == 302


def test_they_sit_where_the_provider_says_if_there_is_such_a_department(comes_in: Callable[..., Any]) -> None:
    comes_in("minji.kim")
    user = User.objects.get()
    assert not user.posts.exists(), "none is made by a claim"
    top = create_unit(actor=None, name="본사")
    unit = create_unit(actor=None, name="개발팀", parent_id=top.pk)
    comes_in("minji.kim", client=Client())
    assert [(post.unit_id, post.is_primary) for post in user.posts.all()] == [(unit.pk, True)]


def test_signing_out_here_signs_out_there(comes_in: Callable[..., Any], visitor: Client, real: Oidc) -> None:
    comes_in("minji.kim")
    answer = visitor.post("/logout")
    page = answer.content.decode()
    assert answer.status_code == 200 and answer["Clear-Site-Data"] == '"storage"'
    assert DeviceSession.objects.get().revoked_at is not None
    address = page.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
    assert address.startswith(f"{real.issuer}/session/end?")
    query = parse_qs(urlsplit(address).query)
    assert query["post_logout_redirect_uri"] == ["http://testserver/login"] and query["id_token_hint"][0][:3] == "eyJ"
    assert visitor.get("/devices")["Location"] == "/login?next=/devices"


def test_signing_out_may_stay_here(comes_in: Callable[..., Any], company: Any, visitor: Client) -> None:
    company(OIDC_LOGOUT=False)
    comes_in("minji.kim")
    assert visitor.post("/logout")["Location"] == "/login"
