"""The WebSocket's door accepts a cookie, a Bearer header or the subprotocol, and nothing else."""

import pytest
from django.conf import settings

from accounts import services
from accounts.authentication import authenticate_socket
from accounts.models import User
from tests.accounts.conftest import SignsIn


def test_each_of_the_three_ways_opens(alice: User, sign_in: SignsIn) -> None:
    token = sign_in(alice)["accessToken"]
    cookie = services.open_device_session(alice, device_name="Chrome", browser=True).token
    ways = [
        authenticate_socket({"authorization": f"Bearer {token}"}),
        authenticate_socket({}, ["bearer", token]),
        authenticate_socket({"cookie": f"other=1; {settings.SESSION_COOKIE}={cookie}"}),
    ]
    for found in ways:
        assert found is not None
        user, session = found
        assert user == alice == session.user


def test_tokens_fit_a_subprotocol(alice: User, sign_in: SignsIn) -> None:
    token = sign_in(alice)["accessToken"]
    assert all(char.isalnum() or char in "!#$%&'*+-.^_`|~" for char in token)


@pytest.mark.parametrize(
    ("headers", "subprotocols"),
    [
        ({}, []),
        ({}, ["bearer"]),
        ({}, ["chat", "bearer"]),
        ({"authorization": "Bearer"}, []),
        ({"authorization": "Basic YTpi"}, []),
        ({"cookie": "=;;="}, []),
        ({"cookie": f"{settings.SESSION_COOKIE}=\x00"}, []),
        ({"authorization": "Bearer a.b.c"}, []),
    ],
)
def test_anything_else_is_nobody(db: None, headers: dict[str, str], subprotocols: list[str]) -> None:
    assert authenticate_socket(headers, subprotocols) is None


def test_a_bad_bearer_token_is_not_made_good_by_a_cookie(alice: User) -> None:
    cookie = services.open_device_session(alice, device_name="Chrome", browser=True).token
    headers = {"authorization": "Bearer wrong", "cookie": f"{settings.SESSION_COOKIE}={cookie}"}
    assert authenticate_socket(headers) is None


def test_disabled_and_revoked_are_nobody(alice: User, bob: User, sign_in: SignsIn) -> None:
    revoked, disabled = sign_in(bob), sign_in(alice)
    services.revoke_other_devices(actor=bob, current=alice.pk)
    User.objects.filter(pk=alice.pk).update(status="DISABLED")
    for body in (revoked, disabled):
        assert authenticate_socket({}, ["bearer", body["accessToken"]]) is None
