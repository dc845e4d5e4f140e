"""A list from outside is taken in: found, planned, and done for each person as a whole."""

from typing import Any

import pytest

from accounts import services
from accounts.models import OrgMember, OrgUnit, PersonSource, User, UserStatus
from accounts.roster import Entry, Kind, Post, apply, plan, plan_in, plan_out
from audit.models import AuditEntry

pytestmark = pytest.mark.django_db

SALES = ("본사", "영업본부", "영업1팀")
TEAM = ("본사", "개발본부")


def codes(made: Any) -> list[tuple[str, str]]:
    return [(conflict.code, conflict.field) for conflict in made.conflicts]


def entry(login: str = "minji", name: str = "김민지", **more: Any) -> Entry:
    return Entry(login, name, **more)


def posts_of(user: User) -> dict[str, tuple[str, str, bool]]:
    rows = OrgMember.objects.filter(user=user).select_related("unit")
    return {post.unit.name: (post.title, post.role_in_org, post.is_primary) for post in rows}


def test_somebody_new_comes_with_everything_that_is_said_of_them() -> None:
    said = entry(
        external_id="u-1", employee_no="E100", title="대리", phone="010-1", posts=(Post(SALES, "대리"), Post(TEAM))
    )
    wanted = plan([said], source="directory")
    assert wanted.units == (("본사",), ("본사", "영업본부"), TEAM, SALES)
    assert [change.kind for change in wanted.items[0].changes].count(Kind.POST_GIVEN) == 2
    assert not User.objects.exists(), "a plan only reads"
    [result] = apply(wanted, actor=None)
    user = User.objects.get(login_id="minji")
    assert (result.state, result.user_id) == ("applied", user.pk)
    assert (user.employee_no, user.profile.title, user.profile.phone) == ("E100", "대리", "010-1")
    assert posts_of(user) == {"영업1팀": ("대리", "", True), "개발본부": ("", "", False)}
    assert PersonSource.objects.get(user=user).external_id == "u-1"
    assert not user.has_usable_password()
    assert plan([said], source="directory").items == (), "the same list again changes nothing"
    assert [one.state for one in apply(wanted, actor=None)] == ["already"]


def test_what_differs_is_changed_and_what_is_not_said_stays(person: Any) -> None:
    minji = person("minji", name="김민지", employee_no="E100", title="사원", phone="010-1")
    wanted = plan([entry(name="김민지", title="대리", posts=(Post(SALES),))], source="sheet")
    assert [(c.kind, c.field, c.before, c.after) for c in wanted.items[0].changes if c.field] == [
        (Kind.CHANGED, "title", "사원", "대리")
    ]
    apply(plan_in(plan_out(wanted)), actor=None)
    minji.refresh_from_db()
    assert (minji.profile.title, minji.profile.phone, minji.employee_no) == ("대리", "010-1", "E100")


def test_posts_of_a_whole_list_replace_those_that_are_there(person: Any) -> None:
    minji = person("minji", name="김민지")
    old = services.create_unit(actor=None, name="총무팀")
    services.give_post(actor=None, user=minji, unit=old, primary=True)
    apply(plan([entry(posts=(Post(TEAM, is_primary=False), Post(SALES, is_primary=True)))], source="x"), actor=None)
    assert posts_of(minji) == {"개발본부": ("", "", False), "영업1팀": ("", "", True)}
    apply(plan([entry(posts=())], source="x"), actor=None)
    assert posts_of(minji) == {}


def test_a_list_of_primary_posts_takes_no_concurrent_one_away(person: Any) -> None:
    minji = person("minji", name="김민지")
    first, second = (services.create_unit(actor=None, name=name) for name in ("총무팀", "법무팀"))
    services.give_post(actor=None, user=minji, unit=first, primary=True)
    services.give_post(actor=None, user=minji, unit=second)
    apply(plan([entry(posts=(Post(SALES),), all_posts=False)], source="sheet"), actor=None)
    assert posts_of(minji) == {"법무팀": ("", "", False), "영업1팀": ("", "", True)}


def test_people_are_found_by_lasting_name_then_login_then_number(person: Any) -> None:
    person("old.login", name="김민지", employee_no="E100")
    apply(plan([entry("old.login", external_id="u-1")], source="directory"), actor=None)
    renamed = plan([entry("new.login", external_id="u-1")], source="directory")
    assert [(c.field, c.after) for c in renamed.items[0].changes] == [("login_id", "new.login")]
    apply(renamed, actor=None)
    assert User.objects.get().login_id == "new.login"
    by_number = plan([entry("", employee_no="e100", title="과장")], source="directory")
    assert by_number.items[0].login_id == "new.login"


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([entry("a b")], [("INVALID", "login_id")]),
        ([entry(email="no mail")], [("INVALID", "email")]),
        ([entry(), entry("MINJI")], [("TWICE", "login_id")] * 2),
        ([entry("one", employee_no="9"), entry("two", employee_no="9")], [("TWICE", "employee_no")] * 2),
        ([entry("bob", employee_no="A1")], [("TWO_PEOPLE", "employee_no")]),
        ([entry("somebody", employee_no="A1")], [("OTHER_LOGIN", "login_id")]),
        ([entry("A1")], [("TAKEN", "login_id")]),
        ([entry("", employee_no="404")], [("UNKNOWN_PERSON", "login_id")]),
        ([entry("waiting")], [("WAITS_FOR_APPROVAL", "login_id")]),
        ([entry("kept")], [("KEPT_ELSEWHERE", "login_id")]),
        ([entry(posts=(Post(("없는팀",)),))], [("UNIT_UNKNOWN", "unit")]),
        ([entry(posts=(Post(("둘",)),))], [("UNIT_UNCLEAR", "unit")]),
        ([entry(role="KING")], [("INVALID", "role")]),
        ([entry("boss", role="USER")], [("LAST_ADMIN", "")]),
        ([entry("boss", active=False)], [("LAST_ADMIN", "")]),
    ],
)
def test_what_is_not_clear_is_left_to_a_person(person: Any, entries: list[Entry], found: list[tuple[str, str]]) -> None:
    person("alice", employee_no="A1")
    person("bob", employee_no="B1")
    person("boss", role="SYSTEM_ADMIN")
    person("waiting", status=UserStatus.PENDING)
    PersonSource.objects.create(user=person("kept"), source="directory", external_id="k")
    for _ in range(2):
        services.create_unit(actor=None, name="둘")
    made = plan(entries, source="sheet", create_units=False)
    assert codes(made) == found
    assert made.items == ()


def test_who_is_missing_in_a_complete_list_leaves_and_comes_back() -> None:
    both = [entry("one", "하나", external_id="1"), entry("two", "둘", external_id="2")]
    apply(plan(both, source="directory", complete=True), actor=None)
    gone = plan(both[:1], source="directory", complete=True)
    assert [item.login_id for item in gone.people(Kind.DISABLED)] == ["two"]
    apply(gone, actor=None)
    two = User.objects.get(login_id="two")
    assert two.status == UserStatus.DISABLED
    assert AuditEntry.objects.get(action="user.disabled").detail["reason"] == "directory: missing"
    apply(plan(both, source="directory", complete=True), actor=None)
    two.refresh_from_db()
    assert two.status == UserStatus.ACTIVE


def test_whom_an_admin_shut_out_no_list_lets_in_again(sysadmin: Any) -> None:
    said = [entry("one", "하나", external_id="1")]
    apply(plan(said, source="directory"), actor=None)
    one = User.objects.get(login_id="one")
    services.disable_user(actor=sysadmin, user_id=one.pk)
    assert plan(said, source="directory", complete=True).items == ()


def test_a_list_does_not_recognise_by_login_when_told_not_to(person: Any) -> None:
    person("minji", name="김민지")
    assert codes(plan([entry(external_id="1")], source="directory", adopt=False)) == [("NOT_LINKED", "login_id")]


def test_a_disabled_account_is_not_taken_for_its_namesake_in_a_directory(person: Any) -> None:
    minji = person("minji", name="김민지", employee_no="E1", status=UserStatus.DISABLED)
    for said in (entry(external_id="1"), entry("", external_id="1", employee_no="E1")):
        made = plan([said], source="directory")
        assert (codes(made), made.items) == ([("DISABLED", "login_id")], ())
    assert codes(plan([entry(external_id="1", active=False)], source="directory")) == [], "nothing is asked for"
    assert codes(plan([entry(title="부장")], source="sheet")) == [], "a sheet is an admin's own"
    services.enable_user(actor=None, user_id=minji.pk)
    assert [item.user_id for item in plan([entry(external_id="1")], source="directory").people(Kind.LINKED)] == [
        minji.pk
    ]


def test_a_disabled_account_that_a_directory_keeps_stays_that_persons(person: Any) -> None:
    minji = person("minji", name="김민지")
    apply(plan([entry(external_id="1")], source="directory"), actor=None)
    services.disable_user(actor=None, user_id=minji.pk)
    assert codes(plan([entry(external_id="1", title="부장")], source="directory")) == []


@pytest.mark.parametrize("role", ["SYSTEM_ADMIN", "AUDITOR"])
def test_nobody_gets_a_role_by_writing_its_owners_login_into_a_directory(person: Any, role: str) -> None:
    person("minji", name="김민지", role=role)
    assert codes(plan([entry(external_id="1")], source="directory")) == [("HAS_A_ROLE", "login_id")]
    assert codes(plan([entry(title="부장")], source="sheet")) == []  # a sheet is an admin's own


def test_what_changed_since_the_plan_was_made_is_refused_for_that_person(person: Any) -> None:
    person("minji", name="김민지", title="사원")
    person("junho", name="박준호", title="사원")
    wanted = plan([entry(title="대리"), entry("junho", "박준호", title="대리")], source="sheet")
    minji = User.objects.get(login_id="minji")
    services.update_person(actor=None, user_id=minji.pk, title="부장")
    assert [(one.state, one.code) for one in apply(wanted, actor=None)] == [("refused", "MOVED_ON"), ("applied", "")]
    minji.refresh_from_db()
    assert minji.profile.title == "부장"


def test_a_department_may_be_named_by_the_end_of_its_path() -> None:
    unit = services.unit_at(actor=None, path=SALES)
    [item] = plan([entry(posts=(Post(("영업1팀",)),))], source="sheet", short_paths=True).items
    assert item.changes[-1].unit == SALES
    apply(plan([entry(posts=(Post(("영업1팀",)),))], source="sheet", short_paths=True), actor=None)
    assert OrgMember.objects.get().unit_id == unit.pk
    assert OrgUnit.objects.count() == 3


def test_five_thousand_people_are_planned_at_once(django_assert_max_num_queries: Any) -> None:
    everybody = [
        entry(f"p{n}", f"사람{n}", employee_no=f"N{n}", external_id=str(n), posts=(Post(("본사", f"팀{n % 50}")),))
        for n in range(5000)
    ]
    with django_assert_max_num_queries(8):
        made = plan(everybody, source="directory", complete=True)
    assert (len(made.items), len(made.units)) == (5000, 51)
