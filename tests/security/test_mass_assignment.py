"""Keys that the contract does not name change nothing: the same happens as without them (contract 1)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from accounts.models import DeviceSession, User, UserStatus
from messenger.core import limits
from tests.client import Api
from tests.security import world
from tests.security.counting import COUNTED
from tests.security.policy import API_ROWS
from tests.security.rows import Row, fill
from tests.security.share import share
from tests.security.world import ADMIN, MEMBER, World
from tests.security.writes import written

pytestmark = pytest.mark.django_db

Outcome = tuple[int, dict[str, list[str]]]
WITH_BODY = [row for row in API_ROWS if row.body is not None]
VALUES = (True, None, "SYSTEM_ADMIN", 999, {"$ne": 1}, ["x"])
NUMBERED_ANEW = {"last_read_message_id"}  # PostgreSQL's sequences do not go back with a savepoint
NOW_AND_THEN = {DeviceSession._meta.db_table}  # a device is seen, and from where, when its minute is over
NOT_COMPARED = (
    models.DateTimeField, models.BinaryField, models.AutoField, models.BigAutoField, models.GenericIPAddressField,
)  # fmt: skip
NEVER_ASKED_FOR = {
    "actor", "_actor", "self", "id", "pk", "user", "userId", "user_id", "sender", "senderId", "sender_id", "createdBy",
    "created_by", "created_by_id", "creator", "room", "room_id", "message", "isAdmin", "is_admin", "is_staff",
    "is_superuser", "isActive", "status", "role", "roles", "granted_roles", "password", "token_hash", "loginId",
    "login_id", "employeeNo", "employee_no", "title", "units", "seq", "change", "lastSeq", "last_seq", "lastChange",
    "memberCount", "member_epoch", "joinedSeq", "joined_seq", "past_stays", "left_at", "hidden", "dm_key", "dmKey",
    "deletedAt", "deleted_at", "createdAt", "created_at", "editedAt", "pinnedBy", "unreadCount", "reactions", "system",
    "mentions_all", "client_msg_id", "reply_to", "member_ids", "user_ids", "history_visibility", "device_name",
    "remembered", "expiresAt", "expires_at", "kind", "__class__", "constructor", "__proto__", "moved_at",
}  # fmt: skip


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.conf.settings.REGISTRATION", "approval")
        yield world.build()
        patch.undo()
        transaction.set_rollback(True)


def rows_of(tables: set[str]) -> dict[str, list[str]]:
    """All rows of these tables, without what differs each time."""
    found = {}
    for model in apps.get_models():
        if model._meta.db_table in tables:
            fields = [field.attname for field in model._meta.concrete_fields if compared(field)]
            found[model.__name__] = sorted(map(repr, map(masked, model._default_manager.values_list(*fields))))
    return found


def compared(field: Any) -> bool:
    made_anew = field.primary_key and isinstance(field, models.UUIDField)
    if connection.vendor == "postgresql" and isinstance(getattr(field, "target_field", None), models.AutoField):
        return False
    return not isinstance(field, NOT_COMPARED) and field.attname not in NUMBERED_ANEW and not made_anew


def masked(row: Any) -> Any:
    """Ids made in this very request, and moments, are as good as any other."""
    return tuple("…" if isinstance(value, uuid.UUID | dt.datetime) or fresh(value) else value for value in row)


def fresh(value: Any) -> bool:
    if isinstance(value, dict):  # where a notification leads
        return any(fresh(inner) for inner in value.values())
    return isinstance(value, str) and len(value) >= 32


def try_it(things: World, row: Row, persona: str, more: dict[str, Any]) -> Outcome:
    """What the door answers, and what stands in the tables that it wrote into; taken back afterwards."""
    limits.forget_all()
    state = row.states[0]
    assert row.body is not None
    body = row.body(things, state)
    mark = transaction.savepoint()
    path = "/" + fill(row, things, persona, state)
    with written(but=frozenset()) as tables:
        answer = things.callers[persona].request(row.method, path, {**more, **body})
    rows = rows_of(tables | NOW_AND_THEN)
    transaction.savepoint_rollback(mark)
    return answer.status_code, rows


@pytest.mark.parametrize("row", WITH_BODY, ids=[f"{row.method} {row.path}" for row in WITH_BODY])
def test_unknown_keys_are_ignored(things: World, row: Row) -> None:
    for persona in (MEMBER, ADMIN):
        plain = try_it(things, row, persona, {})
        body = row.body(things, row.states[0]) if row.body else {}
        keys = NEVER_ASKED_FOR - asked_for(row) - body.keys()
        for value in share(VALUES, row.path, parts=2):
            assert try_it(things, row, persona, dict.fromkeys(keys, value)) == plain, value
            COUNTED["mass assignment"] += len(keys)


def asked_for(row: Row) -> set[str]:
    """Keys of the list above that this door knows, as its contract says."""
    return {"register": {"employeeNo"}, "device-sessions": set()}.get(row.path, set())


def test_nobody_signs_up_as_an_admin(things: World) -> None:
    body = {
        "username": "eve",
        "password": "바다가-보이는-창문",
        "name": "이브",
        "status": "ACTIVE",
        "roles": ["SYSTEM_ADMIN"],
    }
    answer = Api(None).post("/register", body)
    assert answer.json() == {"status": "PENDING"}
    user = User.objects.get(login_id="eve")
    assert (user.status, user.roles) == (UserStatus.PENDING, ["USER"])


def test_nobody_makes_a_system_line(things: World) -> None:
    for kind in ("SYSTEM", "POLL", "system", "", None, 1):
        body = {"clientMsgId": str(uuid.uuid4()), "type": kind, "text": "x"}
        answer = things.callers[MEMBER].post(f"/rooms/{things.rooms['active']}/messages", body)
        assert answer.status_code == 400
