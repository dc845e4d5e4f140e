"""Whoever looks after the machine sees whether the log is guarded, sealed, signed and whole, and no entry of it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit import actions, guards
from audit.models import AuditEntry
from audit.services import checkpoints, record, verifying
from messenger.operation.audit_log import look_at_audit_log
from tests.audit.logs import filled, tampered
from tests.client import Api

pytestmark = pytest.mark.django_db

Ask = Callable[[], tuple[str, dict[str, Any]]]


@pytest.fixture
def part(sysadmin: User) -> Ask:
    """State and facts, as /system/health tells them."""
    api = Api(sysadmin)

    def ask() -> tuple[str, dict[str, Any]]:
        found = api.get("/system/health").json()["parts"]["audit"]
        assert found["detail"]
        return found["state"], found["facts"]

    return ask


def test_a_log_in_order_says_up_to_where(part: Ask, auditor: User) -> None:
    ids = filled(5)
    made = checkpoints.make()
    assert made is not None and verifying.verify(actor=auditor).ok
    state, facts = part()
    assert state == "ok"
    newest = AuditEntry.objects.get(pk=ids[-1])
    assert dt.datetime.fromisoformat(facts["sealedUntil"]) == newest.at.replace(
        microsecond=newest.at.microsecond // 1000 * 1000
    )
    assert (facts["sealedNo"], facts["checkpointNo"]) == (made.chain_no, made.chain_no)
    assert facts["verifiedAt"] and facts["problem"] == "" and facts["unsealed"] >= 1
    assert facts["missingTriggers"] == facts["changedTriggers"] == []


def test_an_entry_that_nobody_seals_is_told_by_its_age(part: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(2)
    record(actions.ROOM_CREATED, target_type="room", target_id="7")
    later = timezone.now() + dt.timedelta(minutes=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    state, _detail, facts = look_at_audit_log()
    assert (state, facts["unsealed"]) == ("warn", 1) and facts["unsealedSeconds"] >= 180


def test_what_is_not_signed_in_time_is_told(part: Ask, settings: Any) -> None:
    filled(2)
    assert part()[0] == "ok"
    settings.AUDIT_CHECKPOINT_SECONDS = -1
    assert part()[0] == "warn"


def test_guards_that_are_gone_are_a_failure(part: Ask) -> None:
    filled(2)
    guards.remove(connection, ("audit_seal",))
    state, facts = part()
    assert state == "failed" and all(name.startswith("audit_seal") for name in facts["missingTriggers"])
    guards.install(connection)
    assert part()[0] == "ok"


def test_what_the_last_check_found_stays_until_one_finds_nothing(part: Ask, auditor: User) -> None:
    ids = filled(3)
    tampered("UPDATE audit_auditentry SET actor_name = 'somebody' WHERE id = %s", ids[1])
    verifying.verify(actor=auditor)
    state, facts = part()
    assert (state, facts["problem"]) == ("failed", "entry_changed")
    tampered("UPDATE audit_auditentry SET actor_name = '' WHERE id = %s", ids[1])
    verifying.verify(actor=auditor)
    assert part()[0] == "ok"
