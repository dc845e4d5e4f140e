"""A run makes people here what the directory says of them; a dry one only says so."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import services
from accounts.directory import syncing
from accounts.models import (
    DIRECTORY,
    DirectoryRun,
    KnownBrowser,
    PersonSource,
    Role,
    SecondFactor,
    SignInTicket,
    User,
    UserStatus,
)
from audit.models import AuditEntry
from messenger.core import jobs
from messenger.core.jobs import moves, sweeping
from messenger.core.models import Job
from tests.accounts.authenticator import set_up
from tests.conftest import PASSWORD
from tests.directory import company
from tests.services.slapd import Slapd

pytestmark = pytest.mark.django_db
State = DirectoryRun.State


def run(*, dry: bool = False) -> DirectoryRun:
    jobs.enqueue(syncing.PREVIEW if dry else syncing.SYNC, key=str(uuid4()))
    jobs.run_all()
    return DirectoryRun.objects.latest("started_at")


def who(login: str) -> User:
    return User.objects.select_related("profile").get(login_id=login)


def test_everybody_comes_in_with_their_departments(directory: Slapd) -> None:
    done = run()
    assert (done.state, done.read, done.counts["created"]) == (State.DONE, 3, 3)
    assert {user.login_id for user in User.objects.all()} == {"minji.kim", "junho.park", "seoyeon.choi"}
    posts = who("minji.kim").posts.select_related("unit__parent")
    assert {(post.unit.parent.name if post.unit.parent else "", post.unit.name) for post in posts} == {
        ("영업본부", "영업1팀"),
        ("", "신사업추진단"),
    }
    assert AuditEntry.objects.filter(action="directory.synced", target_id=str(done.pk)).count() == 1


def test_a_second_run_changes_nothing(directory: Slapd) -> None:
    run()
    before = AuditEntry.objects.count()
    assert (run().counts, AuditEntry.objects.count()) == ({}, before)


def test_a_dry_run_says_what_would_change_and_changes_nothing(directory: Slapd) -> None:
    said = run(dry=True)
    assert (said.state, said.counts["created"]) == (State.PREVIEW, 3)
    assert {change["loginId"] for change in said.changes} == {"minji.kim", "junho.park", "seoyeon.choi"}
    assert not User.objects.exists()


def test_what_changed_over_there_changes_here(directory: Slapd) -> None:
    run()
    directory.modify(company.MINJI, cn="김민지", title="과장", telephoneNumber="02-9999-0000", ou="기획실")
    run()
    minji = who("minji.kim")
    assert (minji.profile.title, minji.profile.phone) == ("과장", "02-9999-0000")
    assert [post.unit.name for post in minji.posts.select_related("unit")] == ["기획실"]


def test_who_leaves_over_there_is_silenced_here(directory: Slapd) -> None:
    signed_in = services.sign_in(username="junho.park", password=company.PASSWORD, device_name="노트북")
    run()
    directory.remove(company.JUNHO)
    run()
    signed_in.session.refresh_from_db()
    assert who("junho.park").status == UserStatus.DISABLED
    assert signed_in.session.revoked_at is not None
    assert PersonSource.objects.get(user=signed_in.user).left_at is not None


@pytest.mark.parametrize(
    "attributes",
    [
        {"objectClass": ["inetOrgPerson", "shadowAccount"], "shadowExpire": 19000},
        {"pwdAccountLockedTime": "000001010000Z"},
    ],
    ids=["expired", "locked for good"],
)
def test_who_is_disabled_over_there_is_disabled_here_and_back_when_they_are(
    directory: Slapd, attributes: dict[str, Any]
) -> None:
    run()
    directory.modify(company.SEOYEON, **attributes)
    run()
    assert who("seoyeon.choi").status == UserStatus.DISABLED
    directory.modify(company.SEOYEON, **dict.fromkeys(set(attributes) - {"objectClass"}))
    run()
    assert who("seoyeon.choi").status == UserStatus.ACTIVE


def test_whom_somebody_here_disabled_a_run_does_not_enable(directory: Slapd) -> None:
    run()
    services.disable_user(actor=None, user_id=who("seoyeon.choi").pk)
    run()
    assert who("seoyeon.choi").status == UserStatus.DISABLED


def test_people_who_are_kept_here_stay_as_they_are(directory: Slapd, alice: Any, sysadmin: Any) -> None:
    run()
    alice.refresh_from_db()
    assert alice.status == UserStatus.ACTIVE
    assert not PersonSource.objects.filter(user__in=[alice, sysadmin]).exists()


def test_an_account_that_becomes_the_directorys_is_signed_out(directory: Slapd, person: Any) -> None:
    """Whoever took the login here before its owner came gains nothing by it."""
    taken = person("minji.kim", name="누군가", password=PASSWORD)
    signed_in = services.sign_in(username="minji.kim", password=PASSWORD, device_name="노트북")
    set_up(taken)
    services.give_ticket(taken, by="password")
    services.know_browser(taken)
    run()
    assert PersonSource.objects.get(user=taken).source == DIRECTORY
    signed_in.session.refresh_from_db()
    assert signed_in.session.revoked_at is not None
    assert not User.objects.get(pk=taken.pk).has_usable_password()
    assert not (SecondFactor.objects.exists() or SignInTicket.objects.exists() or KnownBrowser.objects.exists())
    assert AuditEntry.objects.filter(action="second_factor.reset", target_id=str(taken.pk)).count() == 1
    with pytest.raises(Exception, match="UNAUTHENTICATED"):
        services.sign_in(username="minji.kim", password=PASSWORD, device_name="노트북")


def test_a_login_that_stays_local_is_not_taken_over(directory: Slapd, settings: Any, person: Any) -> None:
    settings.LDAP_LOCAL_LOGINS = ("minji.kim",)
    here = person("minji.kim", name="비상 관리자")
    run()
    assert not PersonSource.objects.filter(user=here).exists()
    assert who("minji.kim").profile.name == "비상 관리자"


def test_too_many_leavers_stop_a_run_until_somebody_approves(directory: Slapd, settings: Any) -> None:
    settings.LDAP_GUARD_LEAST = 0
    run()
    for dn in (company.MINJI, company.JUNHO):
        directory.remove(dn)
    stopped = run()
    assert (stopped.state, len(stopped.leaving)) == (State.WAITING, 2)
    assert not User.objects.filter(status=UserStatus.DISABLED).exists()
    again = run()
    stopped.refresh_from_db()
    assert (again.state, stopped.state) == (State.WAITING, State.REPLACED)
    assert AuditEntry.objects.filter(action="directory.stopped").count() == 1  # told once
    DirectoryRun.objects.filter(pk=again.pk).update(state=State.APPROVED)
    assert run().state == State.DONE
    assert User.objects.filter(status=UserStatus.DISABLED).count() == 2


def test_an_approval_is_for_those_who_were_named(directory: Slapd, settings: Any) -> None:
    settings.LDAP_GUARD_LEAST = 0
    run()
    directory.remove(company.MINJI)
    DirectoryRun.objects.filter(pk=run().pk).update(state=State.APPROVED)
    directory.remove(company.JUNHO)
    assert run().state == State.WAITING
    assert not User.objects.filter(status=UserStatus.DISABLED).exists()


def test_an_empty_answer_is_no_company_without_people(directory: Slapd, settings: Any) -> None:
    run()
    settings.LDAP_USER_FILTER = "(objectClass=posixAccount)"
    stopped = run()
    assert (stopped.state, stopped.read, len(stopped.leaving)) == (State.WAITING, 0, 3)


def test_runs_are_kept_for_a_while(directory: Slapd, settings: Any) -> None:
    changed, idle, late = run(), run(), run()
    DirectoryRun.objects.filter(pk__in=[changed.pk, idle.pk]).update(finished_at=timezone.now() - dt.timedelta(days=2))
    newest = run()
    assert {row.pk for row in DirectoryRun.objects.all()} == {changed.pk, late.pk, newest.pk}
    old = timezone.now() - dt.timedelta(days=settings.JOB_KEPT_DAYS + 1)
    DirectoryRun.objects.filter(pk=changed.pk).update(finished_at=old)
    run()
    assert not DirectoryRun.objects.filter(pk=changed.pk).exists()


def test_a_dry_run_that_was_killed_stands_in_no_ones_way(directory: Slapd) -> None:
    killed = moves.take(jobs.enqueue(syncing.PREVIEW, key="killed").pk)
    assert killed is not None
    syncing.begin(killed.pk, dry=True)  # and then its worker is gone
    assert run(dry=True).state == State.PREVIEW
    assert run().state == State.DONE
    Job.objects.filter(pk=killed.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=60))
    sweeping.sweep()
    jobs.run_all()
    assert DirectoryRun.objects.get(pk=killed.pk).state == State.PREVIEW


def test_a_run_that_was_cut_off_goes_on_where_it_was(directory: Slapd) -> None:
    row = syncing.begin(uuid4(), dry=False)
    steps = iter(range(100))

    def step() -> None:
        if next(steps) >= 4:  # three are read, one was applied
            raise InterruptedError

    with pytest.raises(InterruptedError):
        syncing.perform(row, step=step)
    assert (row.state, User.objects.count()) == (State.FAILED, 1)
    again = syncing.begin(row.pk, dry=False)
    syncing.perform(again)
    assert (again.state, User.objects.count(), DirectoryRun.objects.count()) == (State.DONE, 3, 1)


def test_groups_give_roles_and_take_them(directory: Slapd, settings: Any) -> None:
    settings.LDAP_ADMIN_GROUP, settings.LDAP_AUDITOR_GROUP = company.ADMINS, company.AUDITORS
    directory.add(
        company.group(company.AUDITORS, company.SEOYEON),
        company.group(company.STAFF, company.JUNHO),
        company.group(company.ADMINS, company.STAFF, company.MINJI),
    )
    run()
    roles = {user.login_id: user.roles for user in User.objects.all()}
    assert roles["junho.park"] == [Role.SYSTEM_ADMIN, Role.USER]  # through a group in the group
    assert roles["seoyeon.choi"] == [Role.AUDITOR, Role.USER]
    directory.modify(company.STAFF, member=[company.SEOYEON])
    run()
    roles = {user.login_id: user.roles for user in User.objects.all()}
    assert roles["junho.park"] == [Role.USER]
    assert roles["seoyeon.choi"] == [Role.SYSTEM_ADMIN, Role.USER]


def test_who_leaves_the_group_that_may_come_in_is_out(directory: Slapd, settings: Any) -> None:
    settings.LDAP_REQUIRE_GROUP, settings.LDAP_DENY_GROUP = company.STAFF, company.GONE
    directory.add(
        company.group(company.STAFF, company.MINJI, company.JUNHO, company.SEOYEON),
        company.group(company.GONE, company.ADMINS),
        company.group(company.ADMINS, company.GONE),  # a circle
    )
    run()
    assert User.objects.filter(status=UserStatus.ACTIVE).count() == 3
    directory.modify(company.STAFF, member=[company.MINJI, company.JUNHO])
    directory.modify(company.ADMINS, member=[company.GONE, company.JUNHO])
    run()
    active = {user.login_id for user in User.objects.filter(status=UserStatus.ACTIVE)}
    assert active == {"minji.kim"}
    with pytest.raises(Exception, match="DISABLED"):
        services.sign_in(username="junho.park", password=company.PASSWORD, device_name="노트북")


def test_nobody_comes_in_who_is_not_in_the_group(directory: Slapd, settings: Any) -> None:
    settings.LDAP_REQUIRE_GROUP = company.STAFF
    directory.add(company.group(company.STAFF, company.MINJI))
    with pytest.raises(Exception, match="UNAUTHENTICATED"):
        services.sign_in(username="junho.park", password=company.PASSWORD, device_name="노트북")
    services.sign_in(username="minji.kim", password=company.PASSWORD, device_name="노트북")
    assert PersonSource.objects.filter(source=DIRECTORY).count() == 1
