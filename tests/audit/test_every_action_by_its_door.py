"""Every action that the contract lists is written down by the door that does it: once, and without what people wrote.

An action of the contract without a case here fails the build, and so does one that nothing in the house records.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit import actions
from audit.models import AuditEntry
from files.scanning.base import Version
from files.services import verdicts
from tests.audit.test_record import CONTRACT
from tests.client import Api
from tests.conftest import PASSWORD
from tests.files.making import stored_file

ROOT = Path(__file__).resolve().parents[2]
CANARY = "카나리아-7f3a"  # what people write, and passwords: in no entry
NOT_BUILT = {"hold.placed", "hold.released"}

pytestmark = pytest.mark.django_db


class House:
    """The cast behind their doors."""

    def __init__(self, alice: Any, bob: Any, dana: Any, auditor: Any, sysadmin: Any, room: Any) -> None:
        self.alice, self.bob, self.dana = Api(alice), Api(bob), Api(dana)
        self.auditor, self.sysadmin = Api(auditor), Api(sysadmin)
        self.room = f"/rooms/{room.pk}"
        self.room_id, self.dana_id = room.pk, str(dana.pk)

    def did(self, answer: Any) -> Any:
        assert answer.status_code < 300, answer.content
        return answer.json() if answer.content and answer["Content-Type"].startswith("application/json") else None

    def sign_in(self, password: str = PASSWORD) -> Any:
        return Api(None).post("/device-sessions", {"username": "alice", "password": password, "deviceName": "PC"})

    def register(self) -> str:
        wanted = {"username": "newcomer", "password": f"{CANARY}-비밀번호", "name": "새사람"}
        self.did(Api(None).post("/register", wanted))
        return str(self.did(self.sysadmin.get("/admin/approvals"))["results"][0]["userId"])

    def survey(self) -> str:
        question = {"type": "SINGLE", "prompt": CANARY, "required": True, "choices": [CANARY, "아니요"]}
        wanted = {"title": CANARY, "isAnonymous": False, "questions": [question]}
        wanted["closesAt"] = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
        return str(self.did(self.bob.post("/surveys", wanted))["surveyId"])

    def say(self, **more: Any) -> int:
        said = {"clientMsgId": str(uuid.uuid4()), "type": "TEXT", "text": CANARY, **more}
        return int(self.did(self.alice.post(f"{self.room}/messages", said))["messageId"])


Case = Callable[[House], Any]


def room_of(house: House, **more: Any) -> str:
    made = house.did(house.bob.post("/rooms", {"type": "GROUP", "name": "새 방", "memberIds": [], **more}))
    return f"/rooms/{made['roomId']}"


def download(house: House) -> None:
    assert house.alice.user
    file = stored_file(house.alice.user, house.room_id, body=CANARY.encode())
    house.say(type="FILE", attachments=[str(file.pk)])
    assert house.dana.get(f"/files/{file.pk}/download").status_code in (200, 302)


def block(house: House) -> None:
    assert house.alice.user
    file = stored_file(house.alice.user, house.room_id, status="PENDING", body=CANARY.encode())
    assert verdicts.blocked(file, virus="Eicar", version=Version("1", None))


CASES: dict[str, Case] = {
    "auth.login": lambda house: house.did(house.sign_in()),
    "auth.login_failed": lambda house: house.sign_in(CANARY),
    "auth.logout": lambda house: house.did(house.alice.delete("/device-sessions/current")),
    "device.revoked": lambda house: house.did(
        house.alice.delete(f"/device-sessions/{house.did(house.sign_in())['deviceSessionId']}")
    ),
    "user.registered": lambda house: house.register(),
    "user.approved": lambda house: house.did(house.sysadmin.post(f"/admin/approvals/{house.register()}/approve", {})),
    "user.rejected": lambda house: house.did(
        house.sysadmin.post(f"/admin/approvals/{house.register()}/reject", {"reason": "모르는 사람"})
    ),
    "user.disabled": lambda house: house.did(house.sysadmin.post(f"/admin/people/{house.dana_id}/disable", {})),
    "user.role_changed": lambda house: house.did(
        house.sysadmin.post(f"/admin/people/{house.dana_id}/role", {"role": "AUDITOR"})
    ),
    "room.created": room_of,
    "room.updated": lambda house: house.did(house.bob.patch(house.room, {"name": "다른 이름"})),
    "room.deleted": lambda house: house.did(house.bob.delete(room_of(house))),
    "member.invited": lambda house: house.did(
        house.bob.post(f"{room_of(house)}/members", {"userIds": [house.dana_id]})
    ),
    "member.removed": lambda house: house.did(house.bob.delete(f"{house.room}/members/{house.dana_id}")),
    "member.left": lambda house: house.did(house.dana.post(f"{house.room}/leave")),
    "member.role_changed": lambda house: house.did(
        house.bob.patch(f"{house.room}/members/{house.dana_id}", {"isAdmin": True})
    ),
    "message.deleted": lambda house: house.did(house.alice.delete(f"/messages/{house.say()}")),
    "file.downloaded": download,
    "file.blocked": block,
    "survey.created": lambda house: house.survey(),
    "survey.results_viewed": lambda house: house.did(house.bob.get(f"/surveys/{house.survey()}/results")),
    "audit.viewed": lambda house: house.did(house.auditor.get("/audit")),
    "audit.exported": lambda house: house.auditor.get("/audit.csv", reason="점검"),
    "policy.changed": lambda house: house.did(house.sysadmin.patch("/admin/policies/PASSWORD_DAYS", {"value": 90})),
    "export.created": lambda house: house.sysadmin.post("/admin/people/export", {"form": "csv", "reason": "점검"}),
}


@pytest.fixture
def house(alice: Any, bob: Any, dana: Any, auditor: Any, sysadmin: Any, room: Any) -> House:
    return House(alice, bob, dana, auditor, sysadmin, room)


def test_every_action_of_the_contract_has_a_case() -> None:
    assert set(CASES) | NOT_BUILT == set(CONTRACT)


@pytest.mark.parametrize("action", CASES)
def test_the_door_writes_it_down_once_and_nothing_that_people_wrote(house: House, action: str) -> None:
    CASES[action](house)
    [entry] = AuditEntry.objects.filter(action=action).order_by("-pk")[:1]
    assert AuditEntry.objects.filter(action=action, target_id=entry.target_id, request_id=entry.request_id).count() == 1
    for row in AuditEntry.objects.values():
        assert CANARY not in json.dumps(row, default=str, ensure_ascii=False)


def test_no_name_in_the_catalogue_is_recorded_by_nobody() -> None:
    sources = "\n".join(
        path.read_text()
        for app in ("accounts", "audit", "chat", "files", "surveys", "messenger")
        for path in (ROOT / app).rglob("*.py")
        if path.name != "actions.py" and "migrations" not in path.parts
    )
    named = {name: value for name, value in vars(actions).items() if name.isupper() and isinstance(value, str)}
    nowhere = {value for name, value in named.items() if not re.search(rf"\b{name}\b", sources)}
    assert nowhere <= NOT_BUILT
