"""Whatever a body holds, accounts answers with the contract's error and goes on."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from tests.accounts.conftest import PASSWORD, Caller, SignsIn

DOORS = [
    ("POST", "device-sessions"),
    ("POST", "device-sessions/refresh"),
    ("POST", "register"),
    ("PATCH", "me"),
]
GOOD = {
    "username": "alice",
    "password": PASSWORD,
    "deviceName": "PC",
    "deviceToken": "x.y",
    "name": "이름",
    "phone": "02-1",
}
MALFORMED = [
    b"{",
    b"nothing",
    b"[]",
    b'"text"',
    b"null",
    b"7",
    b"\xff\xfe{}",
    b"\xef\xbb\xbf{}",
    '{"username": "alice"}'.encode("utf-16"),
    b'{"username": "a", "username": "b", "phone": "1", "phone": "2"}',
    b'{"username": NaN, "phone": NaN}',
    b'{"phone": 1e999, "username": 1e999}',
    b'{"phone": 99999999999999999999, "username": 99999999999999999999}',
    b'{"username": "\\ud800", "deviceToken": "\\ud800", "phone": "\\ud800"}',
    b'{"username": "a\\u0000b", "deviceToken": "\\u0000", "phone": "\\u0000"}',
    b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
]


@pytest.fixture
def door(alice: User, sign_in: SignsIn) -> Callable[..., tuple[int, Any]]:
    return Caller(sign_in(alice)["accessToken"])


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("body", MALFORMED)
def test_malformed_bodies(door: Callable[..., tuple[int, Any]], method: str, path: str, body: bytes) -> None:
    status, answer = door(method, path, body)
    assert (status, answer["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert answer["error"]["requestId"]
    assert door("GET", "me")[0] == 200


@pytest.mark.parametrize("field", ["username", "password", "deviceName"])
@pytest.mark.parametrize("wrong", [None, 7, 1.5, True, [], {}, ["alice"], "", "x" * 5000])
def test_sign_in_names_the_field_that_is_wrong(alice: User, call: Caller, field: str, wrong: Any) -> None:
    status, answer = call("POST", "device-sessions", {**GOOD, field: wrong})
    assert (status, answer["error"]["code"]) == (400, "INVALID_ARGUMENT")
    assert list(answer["error"]["details"]) == [field]


@pytest.mark.parametrize("field", ["username", "password", "deviceName"])
def test_sign_in_names_the_field_that_is_missing(alice: User, call: Caller, field: str) -> None:
    status, answer = call("POST", "device-sessions", {key: value for key, value in GOOD.items() if key != field})
    assert (status, list(answer["error"]["details"])) == (400, [field])


@pytest.mark.parametrize(
    "wrong", [{"remember": "yes"}, {"remember": 1}, {"platform": 5}, {"platform": "x" * 17}, {"deviceName": "\u202ePC"}]
)
def test_sign_in_options_that_make_no_sense(alice: User, call: Caller, wrong: dict[str, Any]) -> None:
    status, answer = call("POST", "device-sessions", {**GOOD, **wrong})
    assert (status, list(answer["error"]["details"])) == (400, list(wrong))


def test_keys_that_nobody_knows_are_ignored(alice: User, call: Caller) -> None:
    assert call("POST", "device-sessions", {**GOOD, "favouriteColour": {"deep": ["blue"]}})[0] == 201


def test_a_body_that_is_too_large(alice: User, call: Caller) -> None:
    status, answer = call("POST", "device-sessions", {**GOOD, "padding": "x" * 70_000})
    assert (status, answer["error"]["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_a_body_of_another_type_and_a_method_of_another_door(
    alice: User, call: Caller, door: Callable[..., tuple[int, Any]]
) -> None:
    form = call.client.post("/api/v1/device-sessions", "username=alice", "application/x-www-form-urlencoded")
    assert form.status_code == 415
    assert json.loads(form.content)["error"]["code"] == "INVALID_ARGUMENT"
    status, answer = door("PUT", "me", {})
    assert (status, answer["error"]["code"]) == (405, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "me"),
        ("PATCH", "me"),
        ("GET", "device-sessions"),
        ("DELETE", "device-sessions/current"),
        ("DELETE", "device-sessions/others"),
        ("DELETE", "device-sessions/00000000-0000-0000-0000-000000000000"),
        ("GET", "org/tree"),
        ("GET", "users"),
        ("GET", "users/00000000-0000-0000-0000-000000000000"),
    ],
)
@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Bearer \u00e9", "Basic YTpi"])
def test_without_credentials_nothing_opens(db: None, call: Caller, method: str, path: str, authorization: str) -> None:
    status, answer = call(method, path, {}, **({"Authorization": authorization} if authorization else {}))
    assert (status, answer["error"]["code"]) == (401, "UNAUTHENTICATED")
