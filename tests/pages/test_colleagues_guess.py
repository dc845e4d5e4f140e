"""Behind one address sits an office: who guesses there shuts nobody out of the browser that they use."""

from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from accounts.models import User
from messenger.core import limits
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SEEN = f"{site.SESSION_COOKIE}-seen"
MOST = 3


def sign_in(client: Client, login: str = "alice", password: str = PASSWORD) -> int:
    client.cookies.pop(site.SESSION_COOKIE, None)
    return client.post("/login", {"username": login, "password": password}).status_code


def guess(client: Client, times: int = MOST, login: str = "alice") -> list[int]:
    return [sign_in(client, login, "not-the-password") for _time in range(times)]


@pytest.fixture
def own(alice: User, settings: Any) -> Client:
    """The browser in which alice works."""
    limits.forget_all()
    settings.AXES_FAILURE_LIMIT = MOST
    settings.RATE_LIMITS = {**site.RATE_LIMITS, "sign_in": (2 * MOST, 600)}
    client = Client()
    assert sign_in(client) == 302
    return client


def test_alice_gets_in_where_she_works_while_a_colleague_has_locked_her_login(own: Client) -> None:
    assert guess(Client()) == [401] * MOST
    assert sign_in(Client()) == 429
    assert sign_in(own) == 302
    assert sign_in(Client()) == 302, "and with that the lock is over"


def test_nor_do_a_colleagues_tries_use_up_hers(own: Client) -> None:
    assert guess(Client(), 3 * MOST)[-1] == 429
    assert sign_in(own) == 302


def test_her_own_browser_is_locked_for_whoever_guesses_in_it(own: Client) -> None:
    assert guess(own) == [401] * MOST
    assert sign_in(own) == 429
    assert sign_in(Client()) == 302, "and hers alone"


def test_a_slip_of_hers_is_forgotten_when_she_is_in(own: Client) -> None:
    for _day in range(2):
        assert guess(own, MOST - 1) == [401] * (MOST - 1)
        limits.forget_all()
        assert sign_in(own) == 302


def test_the_mark_is_of_no_use_for_another_login_and_opens_nothing(own: Client, bob: User) -> None:
    assert guess(own, login="bob") == [401] * MOST
    assert sign_in(Client(), "bob") == 429
    mark = own.cookies[SEEN]
    assert mark["httponly"] and mark["samesite"] == "Lax" and str(bob.pk.hex) not in mark.value
    stranger = Client()
    stranger.cookies[SEEN] = stranger.cookies[site.SESSION_COOKIE] = mark.value
    assert stranger.get("/devices")["Location"].startswith("/login")


@pytest.mark.parametrize("mark", ["x", "a.b.c", "0" * 300])
def test_a_made_up_mark_is_none(own: Client, mark: str) -> None:
    stranger = Client()
    stranger.cookies[SEEN] = mark
    guess(stranger)
    assert sign_in(stranger) == 429


def test_each_sign_in_keeps_the_same_mark_for_longer(own: Client) -> None:
    mark = own.cookies[SEEN].value
    assert sign_in(own) == 302
    assert own.cookies[SEEN].value == mark and own.cookies[SEEN]["max-age"] == site.REMEMBERED_DEVICE_SECONDS
