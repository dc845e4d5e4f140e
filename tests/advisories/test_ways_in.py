"""C and E. Every way in asks the same: whoever is out is out, whichever list said so and whichever door they try."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts import passwords, services
from accounts.errors import NotActive, WrongCredentials
from accounts.models import DeviceSession, User, UserStatus
from accounts.roster.applying import apply
from accounts.roster.entries import Entry
from accounts.roster.planning import plan
from accounts.services import signing_in, ways
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.chat.doors import Rest
from tests.client import Api
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

_is_asked = signing_in.is_asked


class _AsTheyWere:
    """A second look that is none: somebody as they stood when they were looked at first."""

    def select_for_update(self, **_how: Any) -> "_AsTheyWere":
        return self

    def get(self, pk: Any) -> User:
        user = User.objects.get(pk=pk)
        user.status = UserStatus.ACTIVE
        return user


class _Outside:
    """A list outside that keeps everybody and knows nobody's password."""

    by = "outside"

    def keeps(self, user: User | None, login: str) -> bool:
        return True

    def prove(self, user: User | None, login: str, password: str) -> User | None:
        return None

    def vouches(self, session: DeviceSession) -> bool:
        return True


def _whatever_is_known_here(user: User | None, _login: str, password: str) -> tuple[User | None, str]:
    return (user if passwords.is_right(user, password) else None), "password"


def _asked_while_it_happens(user: User) -> bool:
    """The second factor is asked for; meanwhile an admin disables the person."""
    services.disable_user(actor=None, user_id=user.pk)
    return _is_asked(user)


@pytest.fixture
def disabled_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "is_asked", _asked_while_it_happens)


@pytest.fixture
def kept_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_ways", {"outside": _Outside()})


@advisory("V14", "CVE-2022-24751", without={"accounts.services.signing_in.people": _AsTheyWere})
def test_who_is_disabled_while_signing_in_gets_no_session(alice: User, disabled_meanwhile: None) -> None:
    refused = False
    try:
        services.sign_in(username="alice", password=PASSWORD, device_name="PC")
    except NotActive:
        refused = True
    assert refused
    assert not DeviceSession.objects.filter(user=alice, revoked_at=None).exists()


@advisory(
    "V17",
    "V18",
    "CVE-2026-30831",
    "CVE-2016-4427",
    without={
        "accounts.models.User.is_active": property(without.yes),
        "accounts.services.ending.end": lambda session_ids: session_ids,
    },
)
def test_the_disabled_come_in_by_no_way(alice: User) -> None:
    device = services.open_device_session(alice, device_name="휴대전화")
    services.disable_user(actor=None, user_id=alice.pk)
    right = {"username": "alice", "password": PASSWORD}
    assert Api(None).post("/device-sessions", {**right, "deviceName": "PC"}).status_code == 403
    assert Api(None).post("/device-sessions/refresh", {"deviceToken": device.token}).status_code == 401
    page = Client()
    page.post("/login", right)
    assert settings.SESSION_COOKIE not in page.cookies
    for by in ("directory", "oidc"):
        refused = False
        try:
            services.admit(User.objects.get(pk=alice.pk), by=by, device_name="PC")
        except NotActive:
            refused = True
        assert refused, by


@advisory(
    "V19",
    "matrix-synapse-ldap3#113",
    without={
        "accounts.models.User.is_active": property(without.yes),
        "accounts.services.ending.end": lambda session_ids: session_ids,
    },
)
def test_who_leaves_the_directory_is_out_at_once(alice: User) -> None:
    alices = Rest(alice)
    gone = Entry(login_id="alice", name=alice.profile.name, external_id="e-1", active=False)
    apply(plan([gone], source="directory"), actor=None)
    assert User.objects.get(pk=alice.pk).status == UserStatus.DISABLED
    assert alices.get("me").status == 401


@advisory("V27", "CVE-2023-28623", without={"accounts.services.ways.prove": _whatever_is_known_here})
def test_whom_a_list_outside_keeps_has_no_second_password_here(alice: User, kept_outside: None) -> None:
    refused = False
    try:
        services.sign_in(username="alice", password=PASSWORD, device_name="PC")
    except WrongCredentials:
        refused = True
    assert refused
