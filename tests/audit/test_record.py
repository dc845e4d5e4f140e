"""What the audit log takes down, and what it refuses to."""

import uuid

import pytest
from django.db import transaction

from accounts import services
from accounts.models import User
from audit import actions
from audit.models import AuditEntry
from audit.services import record
from messenger.core import context

CONTRACT = """auth.login auth.login_failed auth.logout device.revoked user.registered user.approved user.rejected
user.disabled user.role_changed room.created room.updated room.deleted member.invited member.removed member.left
member.role_changed message.deleted file.downloaded file.blocked survey.created survey.results_viewed audit.viewed
audit.exported hold.placed hold.released policy.changed export.created""".split()  # noqa: SIM905


@pytest.fixture
def alice(db: None) -> User:
    return services.create_user(login_id="alice", name="김민수")


def test_an_entry_says_who_did_what_to_what_from_where(alice: User) -> None:
    entered = context.enter(context.Origin("req-1", "10.1.2.3", "Firefox"))
    try:
        record(actions.ROOM_CREATED, actor=alice, target_type="room", target_id=uuid.UUID(int=7), memberCount=3)
    finally:
        context.leave(entered)
    entry = AuditEntry.objects.get(action="room.created")
    assert (entry.actor_id, entry.actor_name) == (alice.pk, "김민수 (alice)")
    assert (entry.target_type, entry.target_id) == ("room", "00000000-0000-0000-0000-000000000007")
    assert (entry.ip, entry.user_agent, entry.request_id) == ("10.1.2.3", "Firefox", "req-1")
    assert (entry.outcome, entry.detail) == ("success", {"memberCount": 3})


def test_the_system_acts_without_name_and_address(db: None) -> None:
    entry = record(actions.POLICY_CHANGED)
    assert (entry.actor_id, entry.actor_name, entry.ip, entry.request_id) == (None, "", None, "")


def test_the_name_is_a_snapshot(alice: User) -> None:
    record(actions.AUTH_LOGIN, actor=alice)
    alice.profile.name = "김새이름"
    alice.profile.save()
    assert AuditEntry.objects.get(action="auth.login").actor_name == "김민수 (alice)"


def test_what_is_rolled_back_did_not_happen(db: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(actions.ROOM_DELETED)
        raise RuntimeError
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("action", CONTRACT)
def test_every_action_of_the_contract_can_be_recorded(action: str) -> None:
    assert action in actions.CATALOGUE


def test_unknown_actions_and_outcomes_are_bugs(db: None) -> None:
    with pytest.raises(ValueError, match="catalogue"):
        record("room.exploded")
    with pytest.raises(ValueError, match="maybe"):
        record(actions.ROOM_CREATED, outcome="maybe")


@pytest.mark.parametrize("secret", ["text", "password", "token", "access_token", "code", "secret"])
def test_what_people_wrote_and_what_opens_doors_stays_out(db: None, secret: str) -> None:
    with pytest.raises(ValueError, match="recorded"):
        record(actions.MESSAGE_DELETED, **{secret: "x"})
