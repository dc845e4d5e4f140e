"""A client's device token is replaced at each refresh; an old one that turns up again was stolen."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts import services, tokens
from accounts.errors import SessionEnded
from accounts.models import DeviceSession, User
from audit.models import AuditEntry
from messenger.core.events import Hangup, Notice
from tests.accounts.conftest import PASSWORD, Caller, Clock, SignsIn


def _refresh(call: Caller, token: str) -> tuple[int, Any]:
    return call("POST", "device-sessions/refresh", {"deviceToken": token})


def _me(access_token: str) -> int:
    return Caller(access_token)("GET", "me")[0]


def test_refresh_answers_with_a_new_token_of_the_same_device(alice: User, sign_in: SignsIn, call: Caller) -> None:
    first = sign_in(alice)
    status, second = _refresh(call, first["deviceToken"])
    assert status == 200
    assert second.keys() == first.keys()
    assert second["deviceSessionId"] == first["deviceSessionId"]
    assert second["deviceToken"] != first["deviceToken"]
    assert _me(second["accessToken"]) == 200


def test_the_earlier_access_token_goes_on_until_it_expires(
    alice: User, clock: Clock, sign_in: SignsIn, call: Caller
) -> None:
    first = sign_in(alice)
    _refresh(call, first["deviceToken"])
    assert _me(first["accessToken"]) == 200
    clock.move(settings.ACCESS_TOKEN_SECONDS - 1)
    assert _me(first["accessToken"]) == 200
    clock.move(2)
    assert _me(first["accessToken"]) == 401


def test_a_lost_answer_can_be_asked_for_again_within_the_grace(
    alice: User, clock: Clock, sign_in: SignsIn, call: Caller
) -> None:
    old = sign_in(alice)["deviceToken"]
    _status, lost = _refresh(call, old)
    clock.move(29)
    status, again = _refresh(call, old)
    assert status == 200
    assert again["deviceToken"] not in (old, lost["deviceToken"])
    clock.move(40)
    assert _refresh(call, again["deviceToken"])[0] == 200, "the newest one counts"


def test_the_grace_runs_from_the_replacement_not_from_the_last_use(
    alice: User, clock: Clock, sign_in: SignsIn, call: Caller
) -> None:
    old = sign_in(alice)["deviceToken"]
    _refresh(call, old)
    clock.move(20)
    assert _refresh(call, old)[0] == 200
    clock.move(11)
    assert _refresh(call, old)[0] == 401


def test_a_stolen_token_ends_the_session_for_thief_and_owner(
    alice: User,
    clock: Clock,
    sign_in: SignsIn,
    call: Caller,
    told: list[Notice],
    django_capture_on_commit_callbacks: Any,
) -> None:
    stolen = sign_in(alice)
    _status, owner = _refresh(call, stolen["deviceToken"])
    clock.move(31)
    with django_capture_on_commit_callbacks(execute=True):
        assert _refresh(call, stolen["deviceToken"])[0] == 401
    assert _refresh(call, owner["deviceToken"])[0] == 401
    assert _me(owner["accessToken"]) == 401
    session = DeviceSession.objects.get()
    assert session.revoked_at == clock()
    assert told == [Hangup((session.pk,))]
    entry = AuditEntry.objects.get(action="device.revoked")
    assert (entry.target_id, entry.detail) == (str(session.pk), {"reason": "token_reuse"})


def test_other_devices_are_left_alone_by_a_theft(alice: User, clock: Clock, sign_in: SignsIn, call: Caller) -> None:
    stolen, phone = sign_in(alice), sign_in(alice, "전화기")
    _refresh(call, stolen["deviceToken"])
    clock.move(31)
    _refresh(call, stolen["deviceToken"])
    assert _refresh(call, phone["deviceToken"])[0] == 200


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + "!", lambda t: "x" + t, lambda _t: "", lambda _t: "a.b.c", str.upper]
)
def test_a_forged_token_opens_nothing_and_ends_nothing(alice: User, sign_in: SignsIn, call: Caller, spoil: Any) -> None:
    body = sign_in(alice)
    assert _refresh(call, spoil(body["deviceToken"]))[0] in (400, 401)
    assert _me(spoil(body["accessToken"]) or "nothing") == 401
    assert _refresh(call, body["deviceToken"])[0] == 200


def test_one_kind_of_token_is_no_substitute_for_another(alice: User, sign_in: SignsIn, call: Caller) -> None:
    body = sign_in(alice)
    assert _refresh(call, body["accessToken"])[0] == 401
    assert _me(body["deviceToken"]) == 401
    call.client.cookies[settings.SESSION_COOKIE] = body["deviceToken"]
    assert call("GET", "me")[0] == 401


def test_a_device_that_is_not_used_is_signed_out(alice: User, clock: Clock, sign_in: SignsIn, call: Caller) -> None:
    body = sign_in(alice)
    clock.move(settings.DEVICE_SESSION_SECONDS + 1)
    assert _refresh(call, body["deviceToken"])[0] == 401


def test_a_device_that_is_used_stays_signed_in(alice: User, clock: Clock, sign_in: SignsIn, call: Caller) -> None:
    token = sign_in(alice)["deviceToken"]
    for _ in range(3):
        clock.move(settings.DEVICE_SESSION_SECONDS - 60)
        status, body = _refresh(call, token)
        assert status == 200
        token = body["deviceToken"]


@pytest.mark.django_db(transaction=True)
def test_two_refreshes_at_once_both_get_an_answer_and_one_token_is_the_newest() -> None:
    alice = services.create_user(login_id="alice", name="김민수", password=PASSWORD)
    signed_in = services.open_device_session(alice, device_name="PC")

    def refresh(_n: int) -> str:
        try:
            return services.refresh(device_token=signed_in.token).token
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(refresh, range(2)))
    assert len({*given, signed_in.token}) == 3
    session = DeviceSession.objects.get()
    assert session.revoked_at is None
    assert session.token_hash in map(tokens.digest, given)


@pytest.mark.django_db(transaction=True)
def test_signing_in_while_being_disabled_leaves_no_open_session() -> None:
    alice = services.create_user(login_id="alice", name="김민수", password=PASSWORD)

    def sign_in() -> object:
        try:
            return services.sign_in(username="alice", password=PASSWORD, device_name="PC")
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    def disable() -> object:
        try:
            return services.disable_user(actor=None, user_id=alice.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        came, _gone = pool.submit(sign_in), pool.submit(disable)
        result = came.result()
    if isinstance(result, services.SignedIn):
        with pytest.raises(SessionEnded):
            services.refresh(device_token=result.token)
    assert not DeviceSession.objects.filter(revoked_at=None).exists()
