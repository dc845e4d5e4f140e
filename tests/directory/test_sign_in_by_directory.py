"""People of the directory sign in with its password, come in as it says they are, and pass the same checks as all."""

from typing import Any

import pytest

from accounts import services
from accounts.models import DIRECTORY, PersonSource, User, UserStatus
from accounts.services import disable_user
from audit.models import AuditEntry
from messenger.core.errors import Refusal
from tests.conftest import PASSWORD
from tests.directory import company
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db


def sign_in(username: str, password: str = company.PASSWORD) -> Any:
    return services.sign_in(username=username, password=password, device_name="노트북")


def refused(username: str, password: str = company.PASSWORD) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        sign_in(username, password)
    return refusal.value


def test_somebody_nobody_knew_here_comes_in_as_the_directory_says(directory: Slapd) -> None:
    signed_in = sign_in("minji.kim")
    user = signed_in.user
    assert (user.profile.name, user.profile.title, user.employee_no) == ("김민지", "대리", "D210")
    assert (user.profile.email, user.profile.phone) == ("minji@maru.example", "02-1234-5678")
    assert signed_in.session.signed_in_by == DIRECTORY
    posts = {post.unit.name: post.is_primary for post in user.posts.select_related("unit")}
    assert posts == {"영업1팀": True, "신사업추진단": False}
    assert not user.has_usable_password()
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"user.created", "auth.login"} <= set(actions)


def test_the_second_time_is_the_same_person(directory: Slapd) -> None:
    first = sign_in("minji.kim").user
    assert sign_in("MINJI.KIM").user == first
    assert sign_in("D210").user == first
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "password", ["wrong-password", " ", "*", "\0", f"{company.PASSWORD} ", company.PASSWORD.upper()]
)
def test_a_wrong_password_opens_nothing(directory: Slapd, password: str) -> None:
    assert refused("minji.kim", password).status == 401
    assert not User.objects.exists()


def test_no_password_at_all_proves_nothing(directory: Slapd) -> None:
    sign_in("minji.kim")
    assert refused("minji.kim", "").status == 401


@pytest.mark.parametrize(
    "login",
    [
        "*",
        "minji*",
        "*)(uid=*",
        "minji.kim)(|(uid=*",
        "minji.kim)(&(uid=junho.park)",
        "*)(objectClass=*))(|(uid=*",
        "minji.kim\\",
        "%(user)s",
        "uid=minji.kim",
        company.MINJI,
    ],
)
def test_what_is_typed_as_a_login_is_never_a_filter(directory: Slapd, login: str) -> None:
    assert refused(login).status == 401
    assert not User.objects.exists()


def test_unknown_and_wrong_answer_alike(directory: Slapd) -> None:
    nobody, wrong = refused("nobody.here", "some-password"), refused("minji.kim", "some-password")
    assert nobody.as_wire() == wrong.as_wire()


def test_who_is_kept_here_signs_in_here(directory: Slapd, alice: Any) -> None:
    signed_in = sign_in("alice", PASSWORD)
    assert (signed_in.user, signed_in.session.signed_in_by) == (alice, "password")


def test_a_password_here_opens_nothing_for_a_person_of_the_directory(directory: Slapd) -> None:
    user = sign_in("minji.kim").user
    user.set_password("some-local-pw-2026")
    user.save()
    refused("minji.kim", "some-local-pw-2026")


def test_a_login_that_stays_here_is_not_asked_for_there(directory: Slapd, settings: Any) -> None:
    settings.LDAP_LOCAL_LOGINS = ("minji.kim",)
    assert refused("minji.kim").status == 401


def test_nor_by_the_number_that_stands_there_beside_it(directory: Slapd, settings: Any, person: Any) -> None:
    """Whoever may write into the directory does not come in as somebody who stays here."""
    kept = person("minji.kim", password=PASSWORD)
    directory.modify(company.MINJI, employeeNumber="E-4711")
    settings.LDAP_LOCAL_LOGINS = ("minji.kim",)
    assert refused("E-4711").status == 401
    assert sign_in("minji.kim", PASSWORD).user == kept


def test_who_was_disabled_here_stays_out_with_the_right_password(directory: Slapd) -> None:
    user = sign_in("minji.kim").user
    disable_user(actor=None, user_id=user.pk)
    refusal = refused("minji.kim")
    assert (refusal.status, refusal.details["reason"]) == (403, "DISABLED")


def test_who_was_disabled_there_is_shut_out_here_by_trying(directory: Slapd) -> None:
    earlier = sign_in("seoyeon.choi")
    directory.modify(company.SEOYEON, objectClass=["inetOrgPerson", "shadowAccount"], shadowExpire=1)
    assert refused("seoyeon.choi").status == 403
    earlier.session.refresh_from_db()
    assert earlier.session.revoked_at is not None
    assert User.objects.get(pk=earlier.user.pk).status == UserStatus.DISABLED
    directory.modify(company.SEOYEON, shadowExpire=None)
    assert sign_in("seoyeon.choi").user == earlier.user


def test_a_login_that_went_to_somebody_else_over_there_opens_no_account_here(directory: Slapd) -> None:
    sign_in("minji.kim")
    directory.remove(company.MINJI)
    directory.add(company.person("minji.kim", "김민지 둘"))
    assert refused("minji.kim").status == 401


def test_a_new_login_over_there_is_the_same_person_here(directory: Slapd) -> None:
    user = sign_in("minji.kim").user
    directory.move(company.MINJI, to=f"uid=minji.lee,{company.PEOPLE}")
    assert sign_in("minji.lee").user == user
    assert User.objects.count() == 1


def test_too_many_failures_are_not_passed_on(directory: Slapd, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": (100, 60)}
    settings.AXES_FAILURE_LIMIT = 3
    for _try in range(3):
        refused("minji.kim", "wrong-password")
    assert refused("minji.kim").status == 429
    assert not PersonSource.objects.exists()
