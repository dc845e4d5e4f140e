"""People, sheets, transfers and hand-overs over REST: what a system admin does all day."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.api import admin_doors as shapes
from accounts.errors import LastAdmin
from accounts.models import Role, User
from audit.models import AuditEntry
from messenger.core import jobs
from tests.client import Api
from tests.shapes import fits

pytestmark = pytest.mark.django_db
SHEET = "사번,이름,아이디,부서,직위\r\nE1,김민지,minji,본사 / 영업1팀,대리\r\nE2,박준호,ju nho,,\r\n".encode("cp949")


@pytest.fixture
def admin(sysadmin: Any) -> Api:
    return Api(sysadmin)


def test_somebody_is_added_changed_shut_out_and_let_in(admin: Api, sysadmin: Any) -> None:
    made = admin.post("/admin/people", {"loginId": "minji", "name": "김민지", "oneTimePassword": True})
    assert made.status_code == 201
    password, person = made.json()["password"], made.json()["person"]
    body = {"username": "minji", "password": password, "deviceName": "PC"}
    assert Api(None).post("/device-sessions", body).json()["owes"] == "PASSWORD"
    path = f"/admin/people/{person['userId']}"
    changed = admin.patch(path, {"title": "대리", "employeeNo": "E1", "loginId": "minji.kim"}).json()
    assert (changed["title"], changed["employeeNo"], changed["loginId"]) == ("대리", "E1", "minji.kim")
    assert admin.patch(path, {"loginId": sysadmin.login_id}).status_code == 409
    assert admin.patch(path, {"loginId": "a b"}).status_code == 400
    assert admin.post(f"{path}/role", {"role": "AUDITOR"}).json()["roles"] == ["AUDITOR", "USER"]
    assert admin.post(f"{path}/disable", {"reason": "퇴직"}).json()["status"] == "DISABLED"
    assert AuditEntry.objects.get(action="user.disabled").detail["reason"] == "퇴직"
    assert admin.post(f"{path}/enable").json()["status"] == "ACTIVE"
    assert admin.post(f"{path}/second-factor").status_code == 409
    assert admin.post(f"{path}/password").json()["password"] != password
    details = [entry.detail for entry in AuditEntry.objects.all()]
    assert password not in str(details), "a password is told once and kept nowhere"


def test_nobody_shuts_themselves_out_or_takes_the_last_admin_away(admin: Api, sysadmin: Any, person: Any) -> None:
    me = f"/admin/people/{sysadmin.pk}"
    for path, body in (("disable", {}), ("role", {"role": "USER"}), ("password", None), ("second-factor", None)):
        assert admin.post(f"{me}/{path}", body).status_code == 403, path
    second = person("second", role="SYSTEM_ADMIN")
    services.disable_user(actor=sysadmin, user_id=second.pk)
    with pytest.raises(LastAdmin):  # a disabled one looks after nothing
        services.set_role(actor=None, user_id=sysadmin.pk, role=Role.USER)
    services.enable_user(actor=None, user_id=second.pk)
    seconds = Api(second)
    assert seconds.post(f"{me}/role", {"role": "USER"}).status_code == 200
    assert admin.get("/admin/people").status_code == 403


def test_people_are_found_by_word_status_role_and_source(admin: Api, person: Any) -> None:
    for login, name in (("minji", "김민지"), ("junho", "박준호")):
        person(login, name=name)
    services.disable_user(actor=None, user_id=User.objects.get(login_id="junho").pk)
    for query, found in (
        ({"query": "ㄱㅁㅈ"}, ["minji"]),
        ({"status": "DISABLED"}, ["junho"]),
        ({"role": "SYSTEM_ADMIN"}, ["sysadmin"]),
        ({"source": "directory"}, []),
        ({"source": "local", "status": "ACTIVE"}, ["sysadmin", "minji"]),
    ):
        assert [one["loginId"] for one in admin.get("/admin/people", **query).json()["results"]] == found
    first = admin.get("/admin/people", limit=2).json()
    rest = admin.get("/admin/people", limit=2, cursor=first["next"]).json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (2, 1, None)
    for query in ({"status": "GONE"}, {"role": "KING"}, {"cursor": "x"}, {"query": "x" * 101}):
        assert admin.get("/admin/people", **query).status_code == 400


def test_a_sheet_is_looked_at_applied_and_tells_what_it_could_not(admin: Api) -> None:
    planned = admin.request(
        "POST", "/admin/people/import?fileName=people.csv", SHEET, content_type="application/octet-stream"
    )
    assert planned.status_code == 201
    plan = planned.json()
    assert [one["loginId"] for one in plan["people"]] == ["minji"]
    assert [(one["row"], one["code"]) for one in plan["conflicts"]] == [(3, "INVALID")]
    assert (plan["units"], plan["fileName"], plan["state"]) == (["본사", "본사 / 영업1팀"], "people.csv", "PLANNED")
    path = f"/admin/people/import/{plan['planId']}"
    assert admin.post(f"{path}/apply").json()["state"] == "APPLYING"
    jobs.run_all()
    done = admin.get(path).json()
    assert (done["state"], [one["state"] for one in done["results"]]) == ("DONE", ["applied"])
    [one] = admin.post(f"{path}/passwords").json()["results"]
    body = {"username": "E1", "password": one["password"], "deviceName": "PC"}
    assert Api(None).post("/device-sessions", body).status_code == 201
    assert admin.request("POST", "/admin/people/import", b"no sheet", content_type="text/csv").status_code == 400


def test_the_whole_company_is_exported_with_a_reason(admin: Api) -> None:
    assert admin.post("/admin/people/export", {}).status_code == 400
    made = admin.post("/admin/people/export", {"reason": "정기 점검", "format": "xlsx"})
    assert made.status_code == 200
    assert made.content.startswith(b"PK")
    assert "attachment" in made["Content-Disposition"]
    assert made["Cache-Control"] == "no-store"


def test_a_transfer_is_previewed_entered_and_cancelled(admin: Api, person: Any) -> None:
    minji = person("minji", name="김민지")
    unit = services.create_unit(actor=None, name="영업팀")
    day = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    order = {"userId": str(minji.pk), "kind": "MOVE", "effectiveOn": day, "toUnitId": str(unit.pk), "title": "대리"}
    seen = admin.post("/admin/transfers/preview", order).json()
    assert (seen["before"], [post["name"] for post in seen["after"]], seen["title"]) == ([], ["영업팀"], "대리")
    made = admin.post("/admin/transfers", order)
    assert (made.status_code, made.json()["state"]) == (201, "PLANNED")
    path = f"/admin/transfers/{made.json()['transferId']}"
    assert admin.get(path).json() == made.json()
    [listed] = admin.get("/admin/transfers", userId=str(minji.pk)).json()["results"]
    assert listed["state"] == "PLANNED"
    assert admin.post(f"{path}/cancel").json()["state"] == "CANCELLED"
    assert admin.post(f"{path}/cancel").status_code == 409
    for wrong in ({"effectiveOn": "someday"}, {"effectiveOn": 5}, {"kind": "HOLIDAY"}, {"toUnitId": str(uuid.uuid4())}):
        assert admin.post("/admin/transfers", {**order, **wrong}).status_code == 400


def test_what_a_leaver_has_in_hand_goes_to_a_colleague(admin: Api, bob: Any, alice: Any, room: Any) -> None:
    path = f"/admin/people/{bob.pk}/handover"
    assert [admin.get(path).status_code, admin.post(path, {"items": []}).status_code] == [409, 400]
    services.disable_user(actor=None, user_id=bob.pk)
    found = {one["kind"]: one for one in admin.get(path).json()["results"]}
    assert [thing["id"] for thing in found["room"]["items"]] == [str(room.pk)]
    assert (found["room"]["canHandOver"], found["room"]["canEnd"], found["poll"]["canHandOver"]) == (True, False, False)
    body = {"successorId": str(alice.pk), "items": [{"kind": "room", "ids": [str(room.pk)]}]}
    assert admin.post(path, body).json()["results"] == [{"kind": "room", "id": str(room.pk), "code": "", "text": ""}]
    assert admin.post(path, {**body, "successorId": str(bob.pk)}).status_code == 400


def test_the_answers_are_as_they_are_documented(admin: Api, sysadmin: Any, bob: Any, room: Any) -> None:
    services.register(username="newcomer", password="바다가-보이는-창문", name="새사람")
    services.disable_user(actor=None, user_id=bob.pk)
    planned = admin.request("POST", "/admin/people/import", SHEET, content_type="text/csv")
    for answer, shape in (
        (admin.get("/admin/people"), shapes.PEOPLE),
        (admin.get(f"/admin/people/{bob.pk}"), shapes.PERSON),
        (admin.get("/admin/approvals"), shapes.APPROVALS),
        (admin.get(f"/admin/people/{bob.pk}/handover"), shapes.BELONGINGS),
        (admin.get("/admin/transfers"), shapes.TRANSFERS),
        (planned, shapes.IMPORT),
    ):
        fits(answer.json(), shape, "answer")
