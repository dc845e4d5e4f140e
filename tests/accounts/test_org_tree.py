"""The org chart as everybody sees it."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import selectors, services
from accounts.models import User
from tests.accounts.conftest import Caller


def test_units_lie_in_one_another_with_their_people(
    alice: User, bob: User, disabled: User, pending: User, signed_in: Callable[[User], Caller]
) -> None:
    company = services.create_unit(actor=None, name="한빛테크")
    team = services.create_unit(actor=None, name="플랫폼팀", parent_id=company.pk)
    services.give_post(actor=None, user=bob, unit=team, title="과장")
    services.give_post(actor=None, user=alice, unit=team, title="차장", role_in_org="팀장")
    services.give_post(actor=None, user=alice, unit=company, role_in_org="겸직")
    for gone in (disabled, pending):
        services.give_post(actor=None, user=gone, unit=team)
    status, body = signed_in(bob)("GET", "org/tree")
    assert status == 200
    (root,) = body["results"]
    (child,) = root["children"]
    assert (root["name"], root["parentId"], child["parentId"]) == ("한빛테크", None, root["orgUnitId"])
    leader = {"userId": str(alice.pk), "name": "김민수", "title": "차장", "photoUrl": None, "roleInOrg": "팀장"}
    assert child["members"][0] == leader, "who leads stands first"
    assert [member["name"] for member in child["members"]] == ["김민수", "박하나"]
    assert [(member["title"], member["roleInOrg"]) for member in root["members"]] == [("대리", "겸직")]
    assert child["children"] == []


def test_a_company_without_chart_has_an_empty_one(alice: User, signed_in: Callable[[User], Caller]) -> None:
    assert signed_in(alice)("GET", "org/tree") == (200, {"results": [], "next": None})


def test_any_depth_takes_two_queries(alice: User) -> None:
    parent: Any = None
    for depth in range(60):
        unit = services.create_unit(actor=None, name=f"{depth}층", parent_id=parent)
        parent = unit.pk
    services.give_post(actor=None, user=alice, unit=unit)
    with CaptureQueriesContext(connection) as queries:
        tree = selectors.org_tree(alice)
    assert len(queries) == 2
    depth = 0
    while tree[0]["children"]:
        tree, depth = tree[0]["children"], depth + 1
    assert (depth, len(tree[0]["members"])) == (59, 1)
