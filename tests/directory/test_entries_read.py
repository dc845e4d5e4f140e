"""What an entry says about a person: Active Directory's way and OpenLDAP's; who may not come in, and where they sit."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from accounts.directory import client, groups, mapping
from accounts.directory.client import Found
from accounts.roster.entries import Entry, Post

BASE = "OU=사원,DC=maru,DC=example"
NOW = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
GUID = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")
FILETIME = 10_000_000  # its ticks in a second


@pytest.fixture(autouse=True)
def active_directory(settings: Any) -> None:
    settings.LDAP_USER_BASE = BASE
    settings.LDAP_ATTRIBUTES = {
        "id": "objectGUID",
        "login": "sAMAccountName",
        "name": "displayName",
        "title": "title",
        "employee_no": "employeeID",
        "email": "mail",
        "phone": "telephoneNumber",
        "department": "department",
        "position": "description",
    }


def read(dn: str = f"CN=김민지,OU=영업1팀,OU=영업본부,{BASE}", **said: Any) -> Found:
    values = {"objectGUID": GUID.bytes_le, "sAMAccountName": "minji.kim", "displayName": "김민지", **said}
    return client.found(dn, {name: _raw(value) for name, value in values.items()})


def _raw(value: Any) -> list[bytes]:
    every = value if isinstance(value, list) else [value]
    return [one if isinstance(one, bytes) else str(one).encode() for one in every]


def entry(*, in_groups: frozenset[str] = frozenset(), **said: Any) -> Entry:
    made = mapping.entry_of(read(**said), in_groups, NOW)
    assert made is not None
    return made


def test_a_person_of_active_directory() -> None:
    said: dict[str, Any] = {
        "title": " 대리 ",
        "employeeID": "D210",
        "mail": "minji@maru.example",
        "telephoneNumber": "02-123",
    }
    made = entry(**said, department="영업본부/영업1팀", description="파트장")
    assert made.external_id == str(GUID)
    assert (made.login_id, made.name, made.title, made.employee_no) == ("minji.kim", "김민지", "대리", "D210")
    assert (made.email, made.phone, made.role, made.active) == ("minji@maru.example", "02-123", None, True)
    assert made.posts == (Post(("영업본부", "영업1팀"), "대리", "파트장", True),)


def test_several_departments_are_concurrent_posts_and_the_own_one_is_the_primary_one() -> None:
    made = entry(department=["신사업추진단", "영업본부 / 영업1팀", "신사업추진단", ""])
    assert [(post.unit, post.is_primary) for post in made.posts or ()] == [
        (("신사업추진단",), False),
        (("영업본부", "영업1팀"), True),
    ]


def test_departments_may_stand_in_the_tree(settings: Any) -> None:
    settings.LDAP_DEPARTMENTS = "ou"
    made = entry()
    assert [post.unit for post in made.posts or ()] == [("영업본부", "영업1팀")]
    assert made.all_posts is False
    settings.LDAP_DEPARTMENTS = "off"
    assert entry().posts is None


def test_a_department_may_be_another_entry() -> None:
    made = entry(department=f"OU=기획실,OU=본사,{BASE}")
    assert [post.unit for post in made.posts or ()] == [("본사", "기획실")]


def test_what_no_attribute_stands_for_is_not_said(settings: Any) -> None:
    settings.LDAP_ATTRIBUTES = {**settings.LDAP_ATTRIBUTES, "phone": "", "employee_no": ""}
    made = entry(telephoneNumber="02-123")
    assert (made.phone, made.employee_no, made.email) == (None, None, "")


@pytest.mark.parametrize("missing", ["sAMAccountName", "displayName"])
def test_who_has_no_login_or_no_name_is_no_person(missing: str) -> None:
    assert mapping.entry_of(read(**{missing: ""}), frozenset(), NOW) is None


def ticks(moment: dt.datetime) -> int:
    return int((moment.timestamp() + 11_644_473_600) * FILETIME)


@pytest.mark.parametrize(
    ("said", "active"),
    [
        ({"userAccountControl": 512}, True),
        ({"userAccountControl": 514}, False),
        ({"userAccountControl": 66050}, False),
        ({"accountExpires": 0}, True),
        ({"accountExpires": 2**63 - 1}, True),
        ({"accountExpires": ticks(NOW - dt.timedelta(seconds=1))}, False),
        ({"accountExpires": ticks(NOW + dt.timedelta(days=1))}, True),
        ({"pwdAccountLockedTime": "000001010000Z"}, False),
        ({"pwdAccountLockedTime": "20261121085500Z"}, True),  # ends by itself: nobody shuts a colleague out
        ({"shadowExpire": -1}, True),
        ({"shadowExpire": 20000}, False),
        ({"shadowExpire": 40000}, True),
        ({"nsAccountLock": "TRUE"}, False),
        ({"nsAccountLock": "false"}, True),
        ({"userAccountControl": "nonsense"}, True),
    ],
)
def test_who_may_not_come_in(said: dict[str, Any], active: bool) -> None:
    assert entry(**said).active is active


def test_groups_let_in_and_give_roles(settings: Any) -> None:
    for name in ("REQUIRE", "DENY", "ADMIN", "AUDITOR"):
        setattr(settings, f"LDAP_{name}_GROUP", f"CN={name},{BASE}")
    staff, gone, admins, auditors = (
        client.normal(f"cn={name},{BASE}") for name in ("require", "deny", "admin", "auditor")
    )
    assert entry().active is False
    assert entry(in_groups=frozenset({staff})).active is True
    assert entry(in_groups=frozenset({staff, gone})).active is False
    assert entry(in_groups=frozenset({staff})).role == "USER"
    assert entry(in_groups=frozenset({auditors})).role == "AUDITOR"
    assert entry(in_groups=frozenset({admins, auditors})).role == "SYSTEM_ADMIN"


def test_groups_of_groups_are_followed_from_both_ends_and_in_circles(settings: Any) -> None:
    settings.LDAP_GROUP_TYPE = "group"

    def group(name: str, **said: Any) -> Found:
        return client.found(f"CN={name},{BASE}", {key: _raw(value) for key, value in said.items()})

    minji = read(memberOf=f"CN=five,{BASE}")
    known = groups.Groups(
        [
            group("one", member=minji.written),
            group("two", **{"member;range=0-1499": f"CN=one, {BASE}"}),
            group("three", member=[f"cn=TWO,{BASE}", f"CN=four,{BASE}"]),
            group("four", member=f"CN=three,{BASE}"),
            group("five", memberOf=f"CN=six,{BASE}"),
            group("six"),
            group("seven", member=f"CN=박준호,{BASE}"),
        ]
    )
    names = {dn.split(",")[0] for dn in known.of(minji)}
    assert names == {"cn=one", "cn=two", "cn=three", "cn=four", "cn=five", "cn=six"}
