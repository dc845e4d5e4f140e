"""Whether a login is kept here, in the directory or nowhere is told to nobody, least of all while it is silent."""

from typing import Any

import pytest

from accounts import services
from accounts.models import User
from audit.models import AuditEntry
from messenger.core import limits
from messenger.core.errors import Refusal
from tests.conftest import PASSWORD
from tests.directory import company
from tests.directory.test_silent_directory import back, gone
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db


def answer(username: str, password: str = "not-the-password") -> Any:
    limits.forget_all()
    with pytest.raises(Refusal) as refusal:
        services.sign_in(username=username, password=password, device_name="노트북")
    return refusal.value.status, refusal.value.as_wire()


@pytest.fixture
def minji(directory: Slapd) -> User:
    """Somebody of the directory who was here before."""
    return services.sign_in(username="minji.kim", password=company.PASSWORD, device_name="노트북").user


def test_while_it_answers_a_wrong_password_is_one_whoevers_it_is(minji: User, alice: User) -> None:
    told = [answer(login) for login in ("alice", "minji.kim", "nobody.here")]
    assert told[0][0] == 401 and told == [told[0]] * 3


def test_while_it_is_silent_all_are_told_so(minji: User, alice: User, settings: Any) -> None:
    gone(settings)
    told = [answer(login) for login in ("alice", "minji.kim", "nobody.here")]
    assert told[0][0] == 503 and told == [told[0]] * 3
    reasons = AuditEntry.objects.filter(action="auth.login_failed").order_by("id")
    assert [entry.detail["reason"] for entry in reasons] == ["wrong_password", "unavailable", "unavailable"]


def test_guesses_at_a_password_of_ours_count_meanwhile_and_the_lock_is_told_to_nobody(
    directory: Slapd, alice: User, settings: Any
) -> None:
    gone(settings)
    settings.AXES_FAILURE_LIMIT = 2
    assert [answer("alice")[0] for _guess in range(3)] == [503] * 3
    assert answer("alice", PASSWORD) == answer("nobody.here"), "two were wrong: now the right one opens nothing"
    back(directory, settings)
    assert answer("alice", PASSWORD)[0] == 429


def test_who_knows_the_password_gets_in_meanwhile(directory: Slapd, alice: User, settings: Any) -> None:
    gone(settings)
    assert services.sign_in(username="alice", password=PASSWORD, device_name="노트북").user == alice


def test_logins_that_stay_here_are_not_asked_for_there(directory: Slapd, person: Any, settings: Any) -> None:
    """At the moment when somebody breaks the glass, a slip of the finger is called one."""
    settings.LDAP_LOCAL_LOGINS = ("breakglass", "nobody.either")
    person("breakglass", password=PASSWORD)
    gone(settings)
    assert answer("breakglass")[0] == 401 and answer("breakglass") == answer("nobody.either")
