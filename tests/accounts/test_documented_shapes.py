"""The OpenAPI document says what the answers of accounts really hold."""

from typing import Any

import pytest

from accounts import services
from accounts.api import documented
from accounts.models import User
from tests.accounts.conftest import Caller, SignsIn
from tests.shapes import fits


@pytest.fixture
def alices(alice: User, sign_in: SignsIn) -> dict[str, Any]:
    unit = services.create_unit(actor=None, name="플랫폼팀")
    services.give_post(actor=None, user=alice, unit=unit, title="대리")
    return sign_in(alice)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("me", documented.ME),
        ("device-sessions", documented.DEVICES),
        ("org/tree", documented.ORG_TREE),
        ("users", documented.USERS),
    ],
)
def test_an_answer_is_what_was_documented(alices: dict[str, Any], path: str, shape: dict[str, Any]) -> None:
    status, body = Caller(alices["accessToken"])("GET", path)
    assert status == 200
    assert body.get("results", True)
    fits(body, shape, path)


def test_signing_in_and_refreshing_answer_alike(alices: dict[str, Any], call: Caller) -> None:
    fits(alices, documented.SIGNED_IN, "sign-in")
    status, body = call("POST", "device-sessions/refresh", {"deviceToken": alices["deviceToken"]})
    assert status == 200
    fits(body, documented.SIGNED_IN, "refresh")


def test_one_person(alice: User, alices: dict[str, Any]) -> None:
    fits(Caller(alices["accessToken"])("GET", f"users/{alice.pk}")[1], documented.USER, "user")
