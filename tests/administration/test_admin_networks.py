"""`ADMIN_ALLOWED` holds for every door of the administration: none is forgotten, and no other is meant."""

import ipaddress
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import Role, User, UserRole
from messenger.core import limits
from tests.administration.conftest import browser_of
from tests.client import Api
from tests.security.policy import API, API_ROWS, PAGE_ROWS
from tests.security.rows import SIGNED_IN, Row
from tests.security.test_authorization_matrix import doors
from tests.security.world import SYSADMIN

pytestmark = pytest.mark.django_db

ADMINISTRATION = (site.ADMIN_PATH, "manage/", "system", f"{API}admin/", f"{API}jobs", f"{API}system/")
SOME_ID = "00000000-0000-4000-8000-000000000000"


def _is_of_it(path: str) -> bool:
    return path.startswith(ADMINISTRATION)


def _admins_alone(row: Row) -> bool:
    """Whether the matrix has a door open to system admins and to nobody else who is signed in."""
    return {persona for persona in SIGNED_IN if _opens(row, persona)} == {SYSADMIN}


def _opens(row: Row, persona: str) -> bool:
    return any(row.expected(persona, state) not in (401, 403, 404) for state in row.states)


def _filled(path: str) -> str:
    parts = [SOME_ID if part.startswith("<") else part for part in path.split("/")]
    return "/" + "/".join(parts)


def test_every_door_that_admins_alone_open_is_of_the_administration() -> None:
    rows = [*((API + row.path, row) for row in API_ROWS), *((row.path, row) for row in PAGE_ROWS)]
    assert [path for path, row in rows if _admins_alone(row) and not _is_of_it(path)] == []
    assert sum(_is_of_it(path) for path in doors()) > 60, "the resolver was read"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_from_elsewhere_no_door_of_the_administration_opens(
    sysadmin: Any, admin: Client, settings: Any, method: str
) -> None:
    """All addresses of the resolver; a page that lacks the method says so to everybody."""
    settings.ADMIN_ALLOWED = (ipaddress.ip_network("10.0.0.0/8"),)
    api, opened = Api(sysadmin), []
    for path in filter(_is_of_it, doors()):
        limits.forget_all()
        if path.startswith(API):
            refused = api.request(method, _filled(path)).status_code == 403
        else:
            answer = admin.generic(method, _filled(path))
            refused = answer.status_code == 404 or (method == "POST" and answer.status_code == 405)
        if not refused:
            opened.append(path)
    assert opened == []


def test_everything_else_is_as_open_as_before(sysadmin: Any, admin: Client, settings: Any) -> None:
    settings.ADMIN_ALLOWED = (ipaddress.ip_network("10.0.0.0/8"),)
    for path in ("/", "/settings", "/devices", "/surveys", "/health/live"):
        assert admin.get(path).status_code == 200, path
    for path in ("/me", "/rooms", "/users", "/notifications"):
        assert Api(sysadmin).get(path).status_code == 200, path


def test_from_elsewhere_a_system_admin_decides_on_no_disclosure_and_an_auditor_does(
    sysadmin: Any, auditor: Any, settings: Any
) -> None:
    """Also somebody who is both: they come as an auditor."""
    case = f"/disclosures/{SOME_ID}"
    acts = [
        ("GET", "/disclosures"),
        ("GET", case),
        *(("POST", f"{case}/{act}") for act in ("approve", "reject", "close")),
    ]
    pages = ["/auditing/cases", f"/auditing/cases/{SOME_ID}"]

    def answers(user_id: Any) -> list[int]:
        user = User.objects.get(pk=user_id)
        found = [Api(user).request(method, path, {"note": "x"} if method == "POST" else None) for method, path in acts]
        return [answer.status_code for answer in (*found, *map(browser_of(user).get, pages))]

    open_to_them = [200, 404, 404, 404, 404, 200, 404]
    assert answers(sysadmin.pk) == open_to_them
    settings.ADMIN_ALLOWED = (ipaddress.ip_network("10.0.0.0/8"),)
    assert answers(sysadmin.pk) == [403] * len(acts) + [404] * len(pages)
    assert answers(auditor.pk) == open_to_them
    UserRole.objects.create(user=sysadmin, role=Role.AUDITOR)
    assert answers(sysadmin.pk) == open_to_them


@pytest.mark.parametrize("path", ["/admin/", "/manage/people", "/system"])
def test_from_where_it_may_be_reached_it_opens(admin: Client, settings: Any, path: str) -> None:
    settings.ADMIN_ALLOWED = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("10.0.0.0/8"))
    assert admin.get(path).status_code == 200
