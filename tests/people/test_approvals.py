"""Who signs up waits, sees how that stands, and is let in or refused with a reason; everything is written down."""

from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.errors import AlreadyDecided, EmployeeNoTaken, LoginTaken, WeakPassword
from accounts.models import ApprovalRequest, User, UserStatus
from accounts.roster import apply, plan
from accounts.roster.entries import Entry
from audit.models import AuditEntry
from messenger.core.errors import Forbidden, NotFound
from tests.client import Api

pytestmark = pytest.mark.django_db
PASSWORD = "바다가-보이는-창문"
State = ApprovalRequest.State


@pytest.fixture
def newcomer(settings: Any) -> User:
    settings.REGISTRATION = "approval"
    return services.register(username="newcomer", password=PASSWORD, name="새사람", employee_no="E7")


def sign_in(login: str = "newcomer") -> Any:
    return Api(None).post("/device-sessions", {"username": login, "password": PASSWORD, "deviceName": "PC"})


def test_a_request_is_seen_and_approved_and_every_step_is_recorded(sysadmin: Any, newcomer: User) -> None:
    admin = Api(sysadmin)
    [asked] = admin.get("/admin/approvals").json()["results"]
    assert (asked["loginId"], asked["name"], asked["employeeNo"], asked["state"]) == (
        "newcomer", "새사람", "E7", "WAITING",
    )  # fmt: skip
    refused = sign_in()
    assert (refused.status_code, refused.json()["error"]["details"]) == (403, {"reason": "PENDING_APPROVAL"})
    done = admin.post(f"/admin/approvals/{newcomer.pk}/approve")
    assert (done.status_code, done.json()["state"], done.json()["decidedBy"]) == (200, "APPROVED", str(sysadmin.pk))
    assert sign_in().status_code == 201
    assert admin.get("/admin/approvals").json()["results"] == []
    assert admin.post(f"/admin/approvals/{newcomer.pk}/approve").status_code == 409
    about = AuditEntry.objects.filter(target_type="user", target_id=str(newcomer.pk)).order_by("id")
    assert [entry.action for entry in about] == ["user.registered", "auth.login_failed", "user.approved"]


def test_who_is_rejected_reads_why_and_may_still_be_let_in(sysadmin: Any, newcomer: User) -> None:
    admin = Api(sysadmin)
    assert admin.post(f"/admin/approvals/{newcomer.pk}/reject", {}).status_code == 400, "not without a reason"
    done = admin.post(f"/admin/approvals/{newcomer.pk}/reject", {"reason": "사번을 확인해 주세요"})
    assert (done.status_code, done.json()["state"]) == (200, "REJECTED")
    refused = sign_in()
    assert (refused.status_code, refused.json()["error"]["details"]) == (
        403, {"reason": "REJECTED", "why": "사번을 확인해 주세요"},
    )  # fmt: skip
    assert admin.get("/admin/approvals").json()["results"] == []
    assert len(admin.get("/admin/approvals", state="REJECTED").json()["results"]) == 1
    assert AuditEntry.objects.get(action="user.rejected").detail["reason"] == "사번을 확인해 주세요"
    with pytest.raises(AlreadyDecided):
        services.reject(actor=sysadmin, user_id=newcomer.pk, reason="다시")
    services.approve(actor=sysadmin, user_id=newcomer.pk)
    assert sign_in().status_code == 201


def test_several_are_decided_at_once_and_one_of_them_may_be_gone(sysadmin: Any, newcomer: User, alice: Any) -> None:
    other = services.register(username="second", password=PASSWORD, name="둘째")
    services.withdraw(user_id=other.pk)
    ids = [str(newcomer.pk), str(other.pk), str(alice.pk)]
    done = Api(sysadmin).post("/admin/approvals/decide", {"userIds": ids, "approve": True}).json()["results"]
    assert [one["code"] for one in done] == ["", "NOT_FOUND", "NOT_FOUND"]
    body = {"userIds": ids, "approve": False}
    assert Api(sysadmin).post("/admin/approvals/decide", body).status_code == 400, "a rejection says why"


def test_only_a_system_admin_decides(newcomer: User, auditor: Any, charlie: Any) -> None:
    for nobody in (auditor, charlie, newcomer):
        with pytest.raises(Forbidden):
            services.approve(actor=nobody, user_id=newcomer.pk)
        with pytest.raises(Forbidden):
            services.decide(actor=nobody, user_ids=[newcomer.pk], approved=True)


def test_nobody_who_came_in_another_way_is_decided_upon(sysadmin: Any, alice: Any) -> None:
    with pytest.raises(NotFound):
        services.approve(actor=sysadmin, user_id=alice.pk)
    services.disable_user(actor=sysadmin, user_id=alice.pk)
    with pytest.raises(NotFound):
        services.approve(actor=sysadmin, user_id=alice.pk)


def test_who_is_disabled_while_they_wait_waits_no_more(sysadmin: Any, newcomer: User) -> None:
    services.disable_user(actor=sysadmin, user_id=newcomer.pk, reason="잘못된 신청")
    assert Api(sysadmin).get("/admin/approvals").json()["results"] == []
    assert sign_in().json()["error"]["details"] == {"reason": "DISABLED"}
    with pytest.raises(AlreadyDecided):
        services.approve(actor=sysadmin, user_id=newcomer.pk)


# --- Their own page


def page(client: Client) -> str:
    return str(client.get("/pending").content.decode())


def test_the_page_follows_the_request_to_its_end(sysadmin: Any, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    client = Client(headers={"accept-language": "en"})
    form = {"username": "newcomer", "password": PASSWORD, "again": PASSWORD, "name": "새사람", "employee_no": ""}
    signed_up = client.post("/register", form)
    assert signed_up.status_code == 200
    assert 'http-equiv="refresh" content="30' in signed_up.content.decode()
    cookie = signed_up.cookies["pending"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/pending")
    assert "Waiting for approval" in page(client)
    newcomer = User.objects.get(login_id="newcomer")
    services.reject(actor=sysadmin, user_id=newcomer.pk, reason="<b>사번</b>")
    assert "&lt;b&gt;사번" in page(client)
    services.approve(actor=sysadmin, user_id=newcomer.pk)
    assert "Your account is ready" in page(client)
    services.disable_user(actor=sysadmin, user_id=newcomer.pk)
    assert "Your account has been disabled" in page(client)


def test_a_request_is_withdrawn_and_the_login_is_free_again(newcomer: User) -> None:
    client = Client()
    right = client.post("/login", {"username": "newcomer", "password": PASSWORD})
    assert right.status_code == 403
    assert "새사람" not in right.content.decode()
    gone = client.post("/pending")
    assert (gone.status_code, gone["Location"]) == (302, "/login?withdrawn")
    assert not User.objects.filter(login_id="newcomer").exists()
    assert ApprovalRequest.objects.get().state == State.WITHDRAWN
    assert AuditEntry.objects.filter(action="user.withdrew").count() == 1
    assert client.get("/pending")["Location"] == "/login"
    services.register(username="newcomer", password=PASSWORD, name="새사람", employee_no="E7")


def test_the_page_is_nobody_elses_and_ends(newcomer: User, settings: Any) -> None:
    client = Client()
    assert client.post("/login", {"username": "newcomer", "password": "wrong-password-1"}).status_code != 403
    assert client.get("/pending")["Location"] == "/login"
    client.cookies["pending"] = str(newcomer.pk)
    assert client.get("/pending")["Location"] == "/login"
    client.post("/login", {"username": "newcomer", "password": PASSWORD})
    assert client.get("/pending").status_code == 200
    assert client.get("/")["Location"].startswith("/login"), "it opens nothing else"
    settings.PENDING_PAGE_SECONDS = -1
    assert client.get("/pending")["Location"] == "/login"
    assert User.objects.filter(pk=newcomer.pk).exists()


def test_an_approved_person_cannot_be_withdrawn(sysadmin: Any, newcomer: User) -> None:
    client = Client()
    client.post("/login", {"username": "newcomer", "password": PASSWORD})
    services.approve(actor=sysadmin, user_id=newcomer.pk)
    assert client.post("/pending")["Location"] == "/pending"
    assert User.objects.filter(pk=newcomer.pk).exists()


def test_the_policy_holds_from_the_moment_an_admin_decides_it(sysadmin: Any, settings: Any) -> None:
    settings.REGISTRATION = "approval"
    assert 'name="again"' in Client().get("/register").content.decode()
    done = Api(sysadmin).patch("/admin/policies/REGISTRATION", {"value": "off"})
    assert (done.status_code, done.json()["value"], done.json()["default"]) == (200, "off", "approval")
    assert 'name="again"' not in Client().get("/register").content.decode()
    body = {"username": "newcomer", "password": PASSWORD, "name": "새사람"}
    assert Api(None).post("/register", body).status_code == 403
    entry = AuditEntry.objects.get(action="policy.changed")
    assert (entry.detail["before"], entry.detail["after"]) == ("approval", "off")
    for value in ("perhaps", 5, True, [], {}):
        assert Api(sysadmin).patch("/admin/policies/REGISTRATION", {"value": value}).status_code == 400
    assert Api(sysadmin).patch("/admin/policies/NOTHING", {"value": True}).status_code == 404
    assert Api(sysadmin).patch("/admin/policies/REGISTRATION", {"value": None}).json()["value"] == "approval"
    assert Api(None).post("/register", body).status_code == 201


# --- A login that only a rejected request holds


@pytest.fixture
def rejected(sysadmin: Any, newcomer: User) -> User:
    return services.reject(actor=sysadmin, user_id=newcomer.pk, reason="사번을 확인해 주세요")


def _register(login: str = "newcomer", number: str | None = "E7") -> User:
    return services.register(username=login, password="다른-비밀번호-2026", name="진짜", employee_no=number)


def test_who_signs_up_with_a_rejected_login_waits_like_anybody(sysadmin: Any, rejected: User) -> None:
    again = _register("NEWCOMER")
    assert not User.objects.filter(pk=rejected.pk).exists()
    states = ApprovalRequest.objects.order_by("asked_at").values_list("state", "user_id", "reason")
    assert list(states) == [("REJECTED", None, "사번을 확인해 주세요"), ("WAITING", again.pk, "")]
    assert AuditEntry.objects.get(action="user.request_cleared").target_id == str(rejected.pk)
    services.approve(actor=sysadmin, user_id=again.pk)
    assert sign_in().status_code == 401, "the password of who was rejected opens nothing"
    listed = Api(sysadmin).get("/admin/approvals", state="REJECTED").json()["results"]
    assert [(one["loginId"], one["userId"]) for one in listed] == [("newcomer", None)]


@pytest.mark.parametrize(("login", "number"), [("other", "E7"), ("e7", None), ("newcomer", None)])
def test_each_of_their_names_is_free(rejected: User, login: str, number: str | None) -> None:
    assert _register(login, number).login_id == login


@pytest.mark.parametrize(("login", "number", "refusal"), [("newcomer", None, LoginTaken), ("x", "E7", EmployeeNoTaken)])
def test_who_waits_keeps_theirs(newcomer: User, login: str, number: str | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _register(login, number)
    assert User.objects.filter(pk=newcomer.pk).exists()


def test_who_was_let_in_after_all_keeps_theirs(sysadmin: Any, rejected: User) -> None:
    services.approve(actor=sysadmin, user_id=rejected.pk)
    with pytest.raises(LoginTaken):
        _register()


def test_a_weak_password_frees_nothing(rejected: User) -> None:
    with pytest.raises(WeakPassword):
        services.register(username="newcomer", password="short", name="진짜")
    assert User.objects.filter(pk=rejected.pk).exists()


def test_an_admin_gives_the_login_or_the_number_to_somebody(sysadmin: Any, rejected: User, alice: User) -> None:
    services.update_person(actor=sysadmin, user_id=alice.pk, employee_no="E7")
    assert not User.objects.filter(pk=rejected.pk).exists()


@pytest.mark.parametrize("source", ["sheet", "directory"])
def test_a_list_brings_in_whose_login_it_is(sysadmin: Any, rejected: User, source: str) -> None:
    entry = Entry(
        login_id="newcomer", name="새사람", employee_no="E7", external_id="x" if source == "directory" else ""
    )
    planned = plan([entry], source=source)
    assert not planned.conflicts
    [result] = apply(planned, actor=None)
    assert result.state == "applied" and result.user_id != rejected.pk
    assert User.objects.get(login_id="newcomer").status == UserStatus.ACTIVE
