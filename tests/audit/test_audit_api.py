"""Reading the log: who may, what can be asked, and that asking is written down."""

import csv
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from audit import actions
from audit.models import AuditEntry
from audit.services import record
from audit.services.sealing import seal
from messenger.core import context
from tests.audit.logs import filled
from tests.client import Api

Makes = Callable[..., Api]


@pytest.fixture
def log(api: Makes, auditor: Any) -> Api:
    """The auditor, and a log with something in it."""
    origin = context.enter(context.Origin("req-1", "10.1.2.3", "Firefox"))
    record(actions.FILE_DOWNLOADED, actor=auditor, target_type="attachment", target_id="a1", filename="연봉표.xlsx")
    context.leave(origin)
    record(actions.AUTH_LOGIN_FAILED, target_type="user", outcome="failure", reason="password")
    return api(auditor)


def actions_in(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [entry["action"] for entry in answer.json()["results"]]


@pytest.mark.parametrize("path", ["/audit", "/audit.csv", "/audit/verify"])
def test_only_auditors_read_the_log(api: Makes, path: str, alice: Any, sysadmin: Any, charlie: Any) -> None:
    for somebody in (alice, sysadmin, charlie):
        assert api(somebody).get(path, reason="x").status_code == 403
    assert api(None).get(path).status_code == 401
    assert not AuditEntry.objects.filter(action__startswith="audit.").exists()


def test_the_newest_entry_comes_first_with_its_seal(log: Api) -> None:
    seal()
    record(actions.ROOM_CREATED, target_type="room", target_id="r1")
    newest, *_more = found = log.get("/audit").json()["results"]
    assert (newest["action"], newest["chainNo"], newest["hash"]) == ("room.created", None, None)
    assert [entry["auditId"] for entry in found] == sorted((e["auditId"] for e in found), reverse=True)
    sealed = next(entry for entry in found if entry["action"] == "file.downloaded")
    assert sealed["chainNo"] and len(sealed["hash"]) == 64
    assert (sealed["ip"], sealed["userAgent"], sealed["requestId"]) == ("10.1.2.3", "Firefox", "req-1")
    assert sealed["detail"] == {"filename": "연봉표.xlsx"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"action": "file.downloaded"}, ["file.downloaded"]),
        ({"action": "file.,auth.login_failed"}, ["auth.login_failed", "file.downloaded"]),
        ({"outcome": "failure"}, ["auth.login_failed"]),
        ({"targetType": "attachment", "targetId": "a1"}, ["file.downloaded"]),
        ({"q": "연봉표"}, ["file.downloaded"]),
        ({"q": "10.1.2.3 firefox"}, ["file.downloaded"]),
        ({"q": "nothing of that sort"}, []),
        ({"from": "2200-01-01T00:00:00Z"}, None),
        ({"from": "2099-01-01"}, []),
        ({"to": "2020-01-01"}, []),
        ({"to": "2099-01-01T00:00:00+09:00", "action": "file."}, ["file.downloaded"]),
        ({"actorId": "no id"}, None),
        ({"outcome": "perhaps"}, None),
        ({"q": "x" * 201}, None),
    ],
)
def test_the_log_is_asked_for_what_one_wants_to_know(log: Api, query: dict[str, str], expected: Any) -> None:
    answer = log.get("/audit", **query)
    if expected is None:
        assert answer.status_code == 400
        return
    assert actions_in(answer) == expected


def test_a_persons_history_is_what_they_did_and_what_concerned_them(log: Api, alice: Any, dana: Any) -> None:
    record(actions.ROOM_CREATED, actor=alice, target_type="room", target_id="r1")
    record(actions.USER_UPDATED, actor=dana, target_type="user", target_id=alice.pk)
    record(actions.FILE_DOWNLOADED, actor=dana, target_type="attachment", target_id="a2", subject_id=alice.pk)
    found = log.get("/audit", personId=str(alice.pk)).json()["results"]
    assert [entry["action"] for entry in found][:3] == ["file.downloaded", "user.updated", "room.created"]
    assert [e["subjectId"] for e in found][:2] == [str(alice.pk), str(alice.pk)]
    assert all(str(alice.pk) in (e["actorId"], e["subjectId"]) for e in found)
    assert actions_in(log.get("/audit", actorId=str(dana.pk), action="file.")) == ["file.downloaded"]


def test_pages_follow_each_other_and_a_cursor_is_of_its_question(log: Api) -> None:
    ids = filled(5)
    first = log.get("/audit", action="room.", limit=3).json()
    second = log.get("/audit", action="room.", limit=3, cursor=first["next"]).json()
    assert [e["auditId"] for e in first["results"] + second["results"]] == ids[::-1]
    assert second["next"] is None
    assert log.get("/audit", limit=3, cursor=first["next"]).status_code == 400


def test_asking_is_recorded_once_with_the_question(log: Api) -> None:
    filled(5)
    first = log.get("/audit", action="room.", limit=3).json()
    log.get("/audit", action="room.", limit=3, cursor=first["next"])
    [viewed] = AuditEntry.objects.filter(action="audit.viewed")
    assert (viewed.actor_id, viewed.detail) == (log.user and log.user.pk, {"filter": {"action": "room."}})
    someone = str(uuid.uuid4())
    log.get("/audit", personId=someone)
    assert str(AuditEntry.objects.filter(action="audit.viewed").latest("pk").subject_id) == someone


def rows_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.content
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_table_holds_everything_asked_for_and_computes_nothing(log: Api, alice: Any) -> None:
    record(actions.ROOM_UPDATED, actor=alice, target_type="room", target_id="=1+1", name="=HYPERLINK()")
    filled(1203)  # several pieces
    answer = log.get("/audit.csv", action="room.", reason="분기 점검")
    heads, *rows = rows_of(answer)
    assert len(rows) == 1204 and len({len(row) for row in (heads, *rows)}) == 1
    assert any("'=1+1" in row for row in rows)
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    [entry] = AuditEntry.objects.filter(action="audit.exported")
    assert entry.detail == {"filter": {"action": "room."}, "reason": "분기 점검", "form": "full", "count": 1204}


def test_the_access_record_has_the_five_facts_of_the_law(log: Api, alice: Any, dana: Any) -> None:
    origin = context.enter(context.Origin("req-2", "10.9.8.7", "Firefox"))
    record(actions.USER_UPDATED, actor=dana, target_type="user", target_id=alice.pk)
    context.leave(origin)
    [heads, row] = rows_of(log.get("/audit.csv", action="user.updated", form="access", reason="월간 점검"))
    assert len(heads) == 5
    account, moment, place, subject, action = row
    assert (account, place, subject, action) == ("이하나 (dana)", "10.9.8.7", str(alice.pk), "user.updated")
    assert len(moment) == 19


def test_a_download_wants_a_reason_where_the_office_says_so(log: Api) -> None:
    with override_settings(AUDIT_EXPORT_REASON="required"):
        for missing in ({}, {"reason": "  "}):
            refused = log.get("/audit.csv", **missing)
            assert refused.status_code == 400 and "reason" in refused.json()["error"]["details"]
        assert not AuditEntry.objects.filter(action="audit.exported").exists()
        assert log.get("/audit.csv", reason="감사").status_code == 200
    assert log.get("/audit.csv").status_code == 200
    assert log.get("/audit.csv", form="pdf").status_code == 400


def test_whether_the_log_is_whole_is_answered_and_recorded(log: Api) -> None:
    seal()
    sealed = AuditEntry.objects.count()
    said = log.get("/audit/verify").json()
    assert (said["ok"], said["checked"], said["firstBrokenId"], said["unsealed"]) == (True, sealed, None, 0)
    entry = AuditEntry.objects.get(action="audit.verified")
    assert (entry.outcome, entry.detail) == ("success", {"checked": sealed, "problem": ""})
