"""Who is told that an account was reset or given a role: its person, and all who watch over the office."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import services
from accounts.models import OpenIdentity, PersonSource, Role
from chat.models import Notification
from tests.accounts.authenticator import set_up
from tests.client import Api

pytestmark = pytest.mark.django_db

Told = Callable[[], set[tuple[str, str]]]


@pytest.fixture
def told(sysadmin: Any, auditor: Any) -> Told:
    """Who was told of what since the office stands; the two who watch over it are there."""
    Notification.objects.all().delete()

    def tell() -> set[tuple[str, str]]:
        rows = Notification.objects.select_related("user")
        assert {row.type for row in rows} <= {"ACCOUNT_CHANGED"}
        return {(row.user.login_id, row.target["what"]) for row in rows}

    return tell


def _all(who: str, what: str) -> set[tuple[str, str]]:
    return {(login, what) for login in (who, "sysadmin", "auditor")}


def test_a_password_that_was_reset(alice: Any, sysadmin: Any, charlie: Any, told: Told) -> None:
    services.set_password(actor=None, user=alice, password="강-건너-불빛-하나-둘")
    assert told() == set(), "whose own doing it was is nobody's news"
    password = services.reset_password(actor=sysadmin, user_id=alice.pk)
    assert told() == _all("alice", "password_reset")
    mine = Api(alice).get("/notifications").json()["results"][0]
    assert mine["target"] == {"kind": "person", "id": str(alice.pk), "what": "password_reset"}
    assert (mine["text"], mine["actorId"]) == (alice.profile.name, str(sysadmin.pk))
    assert password not in str(list(Notification.objects.values()))


def test_a_first_password_is_no_reset(person: Callable[..., Any], sysadmin: Any, told: Told) -> None:
    new = services.create_user(actor=sysadmin, login_id="newcomer", name="새 사람")
    services.reset_password(actor=sysadmin, user_id=new.pk)
    assert told() == set()


def _was_in(user: Any) -> None:
    services.open_device_session(user, device_name="PC", by="oidc")


def _is_known_to_the_provider(user: Any) -> None:
    OpenIdentity.objects.create(issuer="https://id.hanbit.example", subject="s-1", user=user)


def _was_kept_by_the_directory(user: Any) -> None:
    PersonSource.objects.create(user=user, external_id="e-1")


@pytest.mark.parametrize("came", [_was_in, _is_known_to_the_provider, _was_kept_by_the_directory])
def test_a_password_for_who_comes_without_one(sysadmin: Any, told: Told, came: Callable[[Any], None]) -> None:
    theirs = services.create_user(actor=sysadmin, login_id="minji.kim", name="김민지")
    came(theirs)
    services.reset_password(actor=sysadmin, user_id=theirs.pk)
    assert told() == _all("minji.kim", "password_reset"), "another comes in as them with it"


def test_a_second_factor_that_was_reset(alice: Any, sysadmin: Any, told: Told) -> None:
    set_up(alice)
    services.reset_second_factor(actor=sysadmin, user_id=alice.pk)
    assert told() == _all("alice", "second_factor_reset")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_a_role_that_was_given(alice: Any, sysadmin: Any, told: Told, role: Role) -> None:
    services.set_role(actor=sysadmin, user_id=alice.pk, role=role)
    assert told() == _all("alice", role.lower())
    services.set_role(actor=sysadmin, user_id=alice.pk, role=Role.USER)
    assert told() == _all("alice", role.lower()), "that one was taken opens nothing"


def test_from_the_machine_itself_it_is_told_as_well(alice: Any, told: Told) -> None:
    services.set_role(actor=None, user_id=alice.pk, role=Role.AUDITOR, from_shell=True)
    assert told() == _all("alice", "auditor")
    assert Notification.objects.filter(actor=None).count() == 3


def test_an_office_may_do_without(alice: Any, sysadmin: Any, told: Told, settings: Any) -> None:
    settings.ACCOUNT_NOTICES = False
    services.set_role(actor=sysadmin, user_id=alice.pk, role=Role.AUDITOR)
    assert told() == set()
