"""An account of ours that the company's provider is the first to vouch for: what opened it before opens nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.models import (
    DIRECTORY,
    DeviceSession,
    KnownBrowser,
    OpenIdentity,
    PersonSource,
    RecoveryCode,
    SecondFactor,
    User,
)
from accounts.openid import people
from accounts.services import ways
from accounts.services.second_factor_browsers import is_known, ticket_of
from audit.models import AuditEntry
from messenger.core.errors import Refusal
from tests.accounts.authenticator import set_up
from tests.conftest import PASSWORD
from tests.openid.conftest import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(person: Callable[..., Any], settings: Any) -> User:
    """Minji's login, taken by somebody before she came."""
    settings.OIDC_MATCH = "login"
    return User.objects.get(pk=person("minji.kim", password=PASSWORD).pk)


def test_sessions_password_and_first_steps_of_whoever_took_the_login_end(
    ask: Callable[..., Asked], taken: User
) -> None:
    before = services.open_device_session(taken, device_name="PC").session
    _phone, codes = set_up(taken)
    ticket, known = services.give_ticket(taken, by="password"), services.know_browser(taken)
    assert ask().answered()["Location"] == "/", "the code of a stranger's authenticator is not asked for"
    before.refresh_from_db()
    assert before.revoked_at is not None
    assert DeviceSession.objects.get(revoked_at=None).signed_in_by == "oidc"
    assert not User.objects.get(pk=taken.pk).has_usable_password()
    for otp in ("", codes[0]):
        with pytest.raises(Refusal, match="UNAUTHENTICATED"):
            services.sign_in(username="minji.kim", password=PASSWORD, device_name="PC", otp=otp)
    assert ticket_of(ticket) is None and not is_known(taken, known)
    assert not (SecondFactor.objects.exists() or RecoveryCode.objects.exists() or KnownBrowser.objects.exists())


def test_every_step_of_it_is_in_the_log(ask: Callable[..., Asked], taken: User) -> None:
    services.open_device_session(taken, device_name="PC")
    set_up(taken)
    ask().answered()
    written = {entry.action: entry.detail for entry in AuditEntry.objects.all()}
    assert written["user.linked"]["source"] == "openid"
    assert written["second_factor.reset"]["source"] == "openid"
    assert written["device.revoked"]["reason"] == "kept_by_openid"
    changed = AuditEntry.objects.filter(action="user.updated", detail__fields=["password"])
    assert changed.get().detail["source"] == "openid"


def test_a_second_sign_in_ends_nothing(ask: Callable[..., Asked], taken: User, visitor: Client) -> None:
    ask().answered()
    set_up(User.objects.get(pk=taken.pk))
    visitor.cookies.clear()
    assert ask().answered()["Location"] == "/login/code"
    assert SecondFactor.objects.exists() and DeviceSession.objects.get().revoked_at is None


def test_whom_the_directory_keeps_was_that_person_before(
    ask: Callable[..., Asked], taken: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    PersonSource.objects.create(user=taken, source=DIRECTORY, external_id="1")
    monkeypatch.setattr(ways, "is_kept", lambda user: user == taken)
    set_up(taken)
    assert ask().answered()["Location"] == "/login/code"
    assert SecondFactor.objects.exists()


def test_a_disabled_account_is_nobodys_until_it_is_linked_by_hand(ask: Callable[..., Asked], taken: User) -> None:
    services.disable_user(actor=None, user_id=taken.pk)
    assert ask().answered().status_code == 403
    assert AuditEntry.objects.get(action="auth.login_failed").detail["reason"] == "disabled"
    assert not OpenIdentity.objects.exists()
    people.link(actor=None, user=taken, subject="s-1")
    assert ask().answered().status_code == 403, "it is that person's, and still disabled"
    services.enable_user(actor=None, user_id=taken.pk)
    assert ask().answered()["Location"] == "/"
    assert DeviceSession.objects.get().user == taken


def test_a_disabled_account_that_the_directory_keeps_is_recognised(
    ask: Callable[..., Asked], taken: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.disable_user(actor=None, user_id=taken.pk)
    monkeypatch.setattr(ways, "is_kept", lambda user: user == taken)
    assert ask().answered().status_code == 403
    assert OpenIdentity.objects.get().user == taken and not DeviceSession.objects.exists()


def test_an_admin_who_is_linked_by_hand_keeps_the_password_of_emergencies(taken: User, ask: Any) -> None:
    people.link(actor=None, user=taken, subject="minji")
    assert services.sign_in(username="minji.kim", password=PASSWORD, device_name="PC")
