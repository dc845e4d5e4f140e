"""Disabling, enabling, roles and passwords, and the commands that do the same."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts import services, signals
from accounts.errors import LoginTaken
from accounts.models import DeviceSession, Role, User, UserStatus
from audit.models import AuditEntry
from messenger.core.events import Event, Hangup, Notice
from tests.accounts.conftest import PASSWORD, Caller, SignsIn


@pytest.fixture
def signalled() -> Iterator[list[str]]:
    heard: list[str] = []

    def disabled(user: User, **_more: Any) -> None:
        heard.append(f"disabled {user}")

    def enabled(user: User, **_more: Any) -> None:
        heard.append(f"enabled {user}")

    signals.user_disabled.connect(disabled)
    signals.user_enabled.connect(enabled)
    yield heard
    signals.user_disabled.disconnect(disabled)
    signals.user_enabled.disconnect(enabled)


def test_who_is_disabled_is_out_everywhere_at_once(
    alice: User, bob: User, sign_in: SignsIn, told: list[Notice], signalled: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    here, phone, bobs = sign_in(alice), sign_in(alice), sign_in(bob)
    with django_capture_on_commit_callbacks(execute=True):
        services.disable_user(actor=bob, user_id=alice.pk)
    for body in (here, phone):
        assert Caller(body["accessToken"])("GET", "me")[0] == 401
        assert Caller()("POST", "device-sessions/refresh", {"deviceToken": body["deviceToken"]})[0] == 401
    assert Caller(bobs["accessToken"])("GET", "me")[0] == 200
    hung_up = [notice for notice in told if isinstance(notice, Hangup)]
    assert {str(pk) for notice in hung_up for pk in notice.device_sessions} == {
        here["deviceSessionId"],
        phone["deviceSessionId"],
    }
    profiles = [notice for notice in told if isinstance(notice, Event)]
    assert [notice.data["user"]["status"] for notice in profiles] == ["DISABLED"]
    assert signalled == ["disabled alice"]
    assert AuditEntry.objects.get(action="user.disabled").actor_id == bob.pk
    assert AuditEntry.objects.filter(action="device.revoked", detail__reason="user_disabled").count() == 2


def test_enabled_again_one_signs_in_anew(alice: User, sign_in: SignsIn, signalled: list[str]) -> None:
    old = sign_in(alice)
    services.disable_user(actor=None, user_id=alice.pk)
    services.enable_user(actor=None, user_id=alice.pk)
    assert signalled == ["disabled alice", "enabled alice"]
    assert Caller(old["accessToken"])("GET", "me")[0] == 401, "what was revoked stays revoked"
    assert Caller(sign_in(alice)["accessToken"])("GET", "me")[0] == 200


def test_doing_it_twice_changes_nothing_more(alice: User, signalled: list[str]) -> None:
    for _ in range(2):
        services.disable_user(actor=None, user_id=alice.pk)
    assert signalled == ["disabled alice"]
    assert AuditEntry.objects.filter(action="user.disabled").count() == 1


def test_roles_replace_one_another(alice: User, signed_in: Callable[[User], Caller]) -> None:
    call = signed_in(alice)
    for role, told in [
        (Role.AUDITOR, ["AUDITOR", "USER"]),
        (Role.SYSTEM_ADMIN, ["SYSTEM_ADMIN", "USER"]),
        (Role.USER, ["USER"]),
    ]:
        services.set_role(actor=None, user_id=alice.pk, role=role, from_shell=True)
        assert call("GET", "me")[1]["roles"] == told
    entries = AuditEntry.objects.filter(action="user.role_changed").order_by("id")
    assert [entry.detail["after"] for entry in entries] == [["AUDITOR"], ["SYSTEM_ADMIN"], []]


def test_a_new_password_signs_other_devices_out(alice: User, sign_in: SignsIn) -> None:
    here, phone = sign_in(alice), sign_in(alice)
    keep = DeviceSession.objects.get(pk=here["deviceSessionId"]).pk
    services.set_password(actor=alice, user=alice, password="새로운-바다-창문-열기", keep=keep)
    assert [Caller(body["accessToken"])("GET", "me")[0] for body in (here, phone)] == [200, 401]


def test_a_login_is_taken_in_any_case(alice: User) -> None:
    with pytest.raises(LoginTaken):
        services.create_user(login_id="ALICE", name="다른 사람", password=PASSWORD)
    assert User.objects.count() == 1


def test_the_commands_do_the_same(alice: User) -> None:
    call_command("disable_user", "ALICE")
    alice.refresh_from_db()
    assert alice.status == UserStatus.DISABLED
    call_command("enable_user", "alice")
    call_command("set_role", "alice", "AUDITOR")
    alice.refresh_from_db()
    assert (alice.status, alice.roles) == (UserStatus.ACTIVE, ["AUDITOR", "USER"])


@pytest.mark.parametrize(
    "command",
    [
        ("disable_user", "nobody"),
        ("enable_user", "nobody"),
        ("set_role", "nobody", "USER"),
        ("set_role", "alice", "KING"),
    ],
)
def test_a_command_that_names_nobody_says_so(alice: User, command: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command(*command)
