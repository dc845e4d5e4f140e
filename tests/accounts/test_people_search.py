"""Finding colleagues by anything one may know of them."""

import unicodedata
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import selectors, services
from accounts.models import OrgUnit, User
from messenger.core import paging
from tests.accounts.conftest import Caller

SignedIn = Callable[[User], Caller]


@pytest.fixture
def company(alice: User, bob: User, pending: User, disabled: User) -> dict[str, OrgUnit]:
    """alice 김민수 and bob 박하나, one in each of two teams below 개발본부; others with like names."""
    division = services.create_unit(actor=None, name="개발본부")
    platform = services.create_unit(actor=None, name="플랫폼팀", parent_id=division.pk)
    quality = services.create_unit(actor=None, name="품질보증팀", parent_id=division.pk)
    services.give_post(actor=None, user=alice, unit=platform, title="대리", role_in_org="팀장")
    services.give_post(actor=None, user=bob, unit=quality, title="과장")
    services.create_user(login_id="minji", name="김민지", phone="(02) 555-0101", email="Minji.Kim@hanbit.example")
    services.create_user(login_id="namgung", name="남궁 민")
    return {"division": division, "platform": platform, "quality": quality}


def _found(call: Caller, query: str, more: str = "") -> list[str]:
    status, body = call("GET", f"users?query={quote(query)}{more}")
    assert status == 200, body
    return [user["name"] for user in body["results"]]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("김민수", ["김민수"]),
        ("민수", ["김민수"]),
        ("김", ["김민수", "김민지"]),
        ("ㄱㅁㅅ", ["김민수"]),
        ("ㄱㅁ", ["김민수", "김민지", "남궁 민"]),
        ("ㅁㅅ", ["김민수"]),
        ("김ㅁㅅ", ["김민수"]),
        ("김민ㅈ", ["김민지"]),
        ("ㄱ민지", ["김민지"]),
        ("김미", ["김민수", "김민지"]),
        ("김믽", ["김민지"]),
        ("박한", ["박하나"]),
        ("ㄳ", []),
        ("남궁민", ["남궁 민"]),
        ("남궁 민", ["남궁 민"]),
        ("ㄴㄱㅁ", ["남궁 민"]),
        ("ALICE", ["김민수"]),
        ("2021-0042", ["김민수"]),
        ("0042", ["김민수"]),
        ("플랫폼", ["김민수"]),
        ("김 플랫폼", ["김민수"]),
        ("박 플랫폼", []),
        ("010-1234", ["김민수"]),
        ("01012345678", ["김민수"]),
        ("1234-5678", ["김민수"]),
        ("02)555", ["김민지"]),
        ("minji.kim@", ["김민지"]),
        ("ＭＩＮＪＩ", ["김민지"]),
        ("rlaalstn", ["김민수"]),
        ("rlaal", ["김민수", "김민지"]),
        ("skarnd", ["남궁 민"]),
        ("미ㅑㅊㄷ", ["김민수"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("김%수", []),
        ("' OR 1=1 --", []),
        ("", ["김민수", "김민지", "남궁 민", "박하나"]),
        ("   ", ["김민수", "김민지", "남궁 민", "박하나"]),
    ],
)
def test_what_is_typed_and_who_is_found(
    alice: User, company: dict[str, OrgUnit], signed_in: SignedIn, typed: str, names: list[str]
) -> None:
    assert _found(signed_in(alice), typed) == names


def test_decomposed_hangul_finds_as_well(alice: User, company: dict[str, OrgUnit], signed_in: SignedIn) -> None:
    assert _found(signed_in(alice), unicodedata.normalize("NFD", "김민수")) == ["김민수"]


def test_one_department(alice: User, company: dict[str, OrgUnit], signed_in: SignedIn) -> None:
    call = signed_in(alice)
    assert _found(call, "", f"&orgUnitId={company['platform'].pk}") == ["김민수"]
    assert _found(call, "ㅂ", f"&orgUnitId={company['quality'].pk}") == ["박하나"]
    assert _found(call, "", f"&orgUnitId={company['division'].pk}") == []
    assert _found(call, "", f"&orgUnitId={company['division'].pk}&subtree=1") == ["김민수", "박하나"]
    assert call("GET", f"users?orgUnitId={uuid.uuid4()}")[0] == 404
    assert call("GET", "users?orgUnitId=7")[0] == 400


def test_a_new_post_is_found_under_its_department(
    alice: User, bob: User, company: dict[str, OrgUnit], signed_in: SignedIn
) -> None:
    services.give_post(actor=None, user=bob, unit=company["platform"], title="과장", role_in_org="겸직")
    call = signed_in(alice)
    assert _found(call, "플랫폼") == ["김민수", "박하나"]
    units = call("GET", f"users/{bob.pk}")[1]["units"]
    assert [(unit["name"], unit["isPrimary"]) for unit in units] == [("품질보증팀", True), ("플랫폼팀", False)]


def test_pages_follow_one_another_without_gap_or_repetition(alice: User, signed_in: SignedIn) -> None:
    for number in range(7):
        services.create_user(login_id=f"twin{number}", name="이쌍둥" if number < 4 else f"이쌍{number}")
    call, seen, cursor = signed_in(alice), [], ""
    for _ in range(10):
        _status, body = call("GET", f"users?query=%EC%9D%B4%EC%8C%8D&limit=3{cursor}")
        seen += [user["loginId"] for user in body["results"]]
        if body["next"] is None:
            break
        cursor = f"&cursor={body['next']}"
    assert sorted(seen) == [f"twin{number}" for number in range(7)]


def test_those_who_wait_are_shown_to_nobody(alice: User, pending: User, signed_in: SignedIn) -> None:
    call = signed_in(alice)
    assert call("GET", f"users/{pending.pk}")[0] == 404
    assert call("GET", f"users?ids={pending.pk}")[1]["results"] == []


def test_those_who_left_keep_their_name_for_old_messages(alice: User, disabled: User, signed_in: SignedIn) -> None:
    call = signed_in(alice)
    status, body = call("GET", f"users/{disabled.pk}")
    assert (status, body["name"], body["status"]) == (200, "김도라", "DISABLED")
    assert call("GET", f"users?ids={disabled.pk}")[1]["results"] == [body]
    assert _found(call, "김도라") == []


def test_ids_answer_just_these_people(alice: User, bob: User, signed_in: SignedIn) -> None:
    call = signed_in(alice)
    body = call("GET", f"users?ids={alice.pk},{bob.pk},{uuid.uuid4()},{bob.pk},")[1]
    assert [user["name"] for user in body["results"]] == ["김민수", "박하나"]
    assert call("GET", "users?ids=")[1]["results"] == []
    assert call("GET", "users?ids=not-an-id")[0] == 400
    assert call("GET", "users?ids=" + ",".join(str(uuid.uuid4()) for _ in range(201)))[0] == 400


@pytest.mark.parametrize("path", ["users/7", f"users/{uuid.uuid4()}", "users/%00", "users/" + "x" * 300])
def test_nobody_of_that_id(alice: User, signed_in: SignedIn, path: str) -> None:
    assert signed_in(alice)("GET", path)[0] == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=-1", "cursor=forged", "query=%00", "query=" + "x" * 101, "limit=1e3"]
)
def test_questions_that_make_no_sense(alice: User, signed_in: SignedIn, query: str) -> None:
    status, body = signed_in(alice)("GET", f"users?{query}")
    assert (status, body["error"]["code"]) == (400, "INVALID_ARGUMENT")


def test_a_cursor_of_another_list_is_refused(alice: User, signed_in: SignedIn) -> None:
    call = signed_in(alice)
    for path, foreign in [("users", 3), ("users", ["x", "no id"]), ("users", {}), ("device-sessions", ["a", "b"])]:
        assert call("GET", f"{path}?cursor={paging.next_cursor(foreign)}")[0] == 400


def test_finding_many_takes_no_more_queries_than_finding_one(alice: User, company: dict[str, OrgUnit]) -> None:
    counts: list[Any] = []
    for query in ("김민수", ""):
        with CaptureQueriesContext(connection) as queries:
            people = selectors.found_people(alice, query, limit=50)
            assert people
        counts.append(len(queries))
    assert counts == [2, 2]
