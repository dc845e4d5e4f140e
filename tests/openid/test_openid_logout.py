"""The provider's word that somebody signed out there: whose it is, whom it ends, and that it counts once."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import services
from accounts.models import DeviceSession, OpenIdentity, OpenSession, User
from audit.models import AuditEntry
from tests.conftest import PASSWORD
from tests.openid.conftest import Asked
from tests.openid.hostile import Hostile, rsa_key

pytestmark = pytest.mark.django_db
EVENT = "http://schemas.openid.net/event/backchannel-logout"
NOW = int(time.time())


def told(token: str, client: Client | None = None) -> Any:
    """What the provider's server gets for its call, as it comes: no cookie, no CSRF token."""
    return (client or Client(enforce_csrf_checks=True)).post("/openid/backchannel", {"logout_token": token})


@pytest.fixture
def inside(ask: Callable[..., Asked], hostile: Hostile) -> Callable[..., Client]:
    """`inside(sid="a")`: a browser that came in with the provider's session of this name."""

    def come(**claims: Any) -> Client:
        client = Client()
        asked = Asked(client)
        hostile.gives(hostile.id_token(**{"nonce": asked.query["nonce"], **claims}))
        assert asked.answered().status_code == 302
        return client

    return come


def is_in(client: Client) -> bool:
    return bool(client.get("/devices").status_code == 200)


def test_the_session_that_ended_there_ends_here_and_no_other(inside: Callable[..., Client], hostile: Hostile) -> None:
    first, second = inside(sid="a"), inside(sid="b")
    answer = told(hostile.logout_token(sid="a", sub=None))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert (is_in(first), is_in(second)) == (False, True)
    entry = AuditEntry.objects.get(action="auth.provider_logout")
    assert (entry.outcome, entry.detail["devices"]) == ("success", 1)
    assert AuditEntry.objects.get(action="device.revoked").detail["reason"] == "provider_logout"


def test_without_a_session_all_that_the_person_opened_there_ends(
    inside: Callable[..., Client], hostile: Hostile
) -> None:
    first, second = inside(sid="a"), inside()
    other = inside(sub="s-2", preferred_username="other")
    by_password = services.open_device_session(User.objects.get(login_id="minji.kim"), device_name="phone").session
    assert told(hostile.logout_token()).status_code == 200
    assert [is_in(one) for one in (first, second, other)] == [False, False, True]
    by_password.refresh_from_db()
    assert by_password.revoked_at is None, "signed in another way"


def test_a_session_whose_name_we_were_never_told_ends_with_its_person(
    inside: Callable[..., Client], hostile: Hostile
) -> None:
    nameless, named = inside(), inside(sid="b")
    told(hostile.logout_token(sid="a"))
    assert (is_in(nameless), is_in(named)) == (False, True)


def test_a_session_of_somebody_else_is_not_ended_by_its_name(inside: Callable[..., Client], hostile: Hostile) -> None:
    mine = inside(sid="a")
    assert told(hostile.logout_token(sid="a", sub="s-2")).status_code == 200
    assert is_in(mine)


def test_the_same_again_ends_nothing_more_and_the_same_token_is_refused(
    inside: Callable[..., Client], hostile: Hostile
) -> None:
    inside(sid="a")
    token = hostile.logout_token(sid="a")
    assert told(token).status_code == 200
    assert told(hostile.logout_token(sid="a")).status_code == 200, "nothing is left to end, and that is well"
    answer = told(token)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert AuditEntry.objects.filter(action="device.revoked").count() == 1
    refused = AuditEntry.objects.filter(action="auth.provider_logout", outcome="failure").get()
    assert refused.detail["reason"] == "used_before"


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], Any]] = {
    "another issuer": ({"iss": "https://other.example"}, {}, None),
    "for another client": ({"aud": "other"}, {}, None),
    "without its name": ({"jti": None}, {}, None),
    "without its moment": ({"iat": None}, {}, None),
    "of yesterday": ({"iat": NOW - 86400, "exp": NOW + 60}, {}, None),
    "expired": ({"exp": NOW - 3600}, {}, None),
    "from the future": ({"iat": NOW + 3600}, {}, None),
    "with a nonce": ({"nonce": "n"}, {}, None),
    "without its event": ({"events": None}, {}, None),
    "with another event": ({"events": {"other": {}}}, {}, None),
    "with an event that is no object": ({"events": {EVENT: True}}, {}, None),
    "about nobody": ({"sub": None, "sid": None}, {}, None),
    "about a number": ({"sid": 7}, {}, None),
    "about an empty session": ({"sid": ""}, {}, None),
    "unsigned": ({}, {"alg": "none"}, None),
    "signed by a secret": ({}, {"alg": "HS256"}, "s" * 32),
    "signed by another": ({}, {}, rsa_key("two")),
    "of another type": ({}, {"typ": "at+jwt"}, None),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_token_that_is_not_right_ends_nothing(inside: Callable[..., Client], hostile: Hostile, case: str) -> None:
    mine = inside(sid="a")
    claims, header, key = REFUSED[case]
    answer = told(hostile.logout_token(**{"sid": "a", **claims}, header=header, key=key))
    assert answer.status_code == 400 and is_in(mine)
    assert AuditEntry.objects.get(action="auth.provider_logout").outcome == "failure"


def test_an_id_token_is_no_logout_token_and_the_other_way_round(
    ask: Callable[..., Asked], inside: Callable[..., Client], hostile: Hostile
) -> None:
    mine = inside(sid="a")
    assert told(hostile.id_token("n", sid="a")).status_code == 400 and is_in(mine)
    asked = ask()
    hostile.gives(hostile.logout_token(nonce=asked.query["nonce"]))
    assert asked.answered().status_code == 401


@pytest.mark.parametrize("token", ["", "x", "x" * 40_000])
def test_what_is_no_token_is_refused(hostile: Hostile, token: str) -> None:
    assert told(token).status_code == 400


def test_a_link_ends_nothing(hostile: Hostile) -> None:
    assert Client().get("/openid/backchannel").status_code == 405


def test_who_sends_rubbish_is_slowed_down_and_the_provider_is_not(
    inside: Callable[..., Client], hostile: Hostile, settings: Any
) -> None:
    mine = inside(sid="a")
    settings.RATE_LIMITS = {**dict.fromkeys(settings.RATE_LIMITS, (1000, 60)), "openid_logout": (2, 60)}
    assert [told("rubbish").status_code for _ in range(4)] == [400, 400, 429, 429]
    assert AuditEntry.objects.filter(action="auth.provider_logout").count() == 2, "nor does the log fill up"
    assert told(hostile.logout_token(sid="a")).status_code == 200 and not is_in(mine)


def test_a_sign_in_on_its_way_does_not_outlive_its_session(ask: Callable[..., Asked], hostile: Hostile) -> None:
    asked = ask(sid="a")
    told(hostile.logout_token(sid="a"))
    assert asked.answered().status_code == 401
    assert not DeviceSession.objects.exists()
    assert AuditEntry.objects.get(action="auth.login_failed").detail["reason"] == "ended"


def test_signing_out_here_leads_past_the_provider(inside: Callable[..., Client], hostile: Hostile) -> None:
    page = inside(sid="a").post("/logout").content.decode()
    assert f'content="0;url={hostile.issuer}/end?id_token_hint=' in page


def test_a_provider_without_a_way_out_leads_nowhere(inside: Callable[..., Client], hostile: Hostile) -> None:
    del hostile.document["end_session_endpoint"]
    assert inside().post("/logout")["Location"] == "/login"


def test_who_came_by_password_signs_out_here_alone(hostile: Hostile, alice: Any) -> None:
    client = Client()
    client.post("/login", {"username": "alice", "password": PASSWORD})
    assert client.post("/logout")["Location"] == "/login"


def test_an_admin_is_linked_by_hand_and_forgotten_again(
    inside: Callable[..., Client], hostile: Hostile, sysadmin: Any, capsys: Any
) -> None:
    call_command("link_openid", "sysadmin", "s-1")
    browser = inside(sid="a")
    assert OpenSession.objects.get().identity.user == sysadmin and is_in(browser)
    with pytest.raises(CommandError):
        call_command("link_openid", "sysadmin", uuid.uuid4().hex)
    call_command("link_openid", "sysadmin", "--forget")
    assert not is_in(browser) and not OpenIdentity.objects.exists()
    for wrong in (["nobody", "s-1"], ["sysadmin"], ["sysadmin", "s-1", "--forget"]):
        with pytest.raises(CommandError):
            call_command("link_openid", *wrong)
