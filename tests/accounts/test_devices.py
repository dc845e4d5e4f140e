"""The list of one's devices, and signing them out."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.authentication import authenticate_socket
from accounts.models import DeviceSession, User
from audit.models import AuditEntry
from messenger.core.events import Hangup, Notice
from tests.accounts.conftest import Caller, Clock, SignsIn


def _names(body: dict[str, Any]) -> list[str]:
    return [line["deviceName"] for line in body["results"]]


def test_everybody_sees_their_own_devices(alice: User, bob: User, sign_in: SignsIn) -> None:
    office, _phone, _other = sign_in(alice, "사무실 PC"), sign_in(alice, "전화기"), sign_in(bob, "밥의 PC")
    status, body = Caller(office["accessToken"])("GET", "device-sessions")
    assert status == 200
    assert sorted(_names(body)) == ["사무실 PC", "전화기"]
    assert {line["deviceName"]: line["isCurrent"] for line in body["results"]} == {"사무실 PC": True, "전화기": False}
    assert {"deviceSessionId", "platform", "ip", "createdAt", "lastSeenAt", "expiresAt", "isExpired"} <= set(
        body["results"][0]
    )


def test_ended_devices_are_listed_on_request(alice: User, clock: Clock, sign_in: SignsIn) -> None:
    sign_in(alice, "오래된 PC")
    clock.move(settings.DEVICE_SESSION_SECONDS + 1)
    gone, here = sign_in(alice, "잃어버린 전화기"), sign_in(alice, "사무실 PC")
    call = Caller(here["accessToken"])
    assert call("DELETE", f"device-sessions/{gone['deviceSessionId']}") == (204, None)
    assert _names(call("GET", "device-sessions")[1]) == ["사무실 PC"]
    lines = {line["deviceName"]: line for line in call("GET", "device-sessions?includeExpired=1")[1]["results"]}
    assert len(lines) == 3
    assert lines["오래된 PC"]["isExpired"] is True
    assert lines["오래된 PC"]["revokedAt"] is None
    assert lines["잃어버린 전화기"]["revokedAt"] is not None


def test_a_long_list_comes_in_pages(alice: User, sign_in: SignsIn) -> None:
    for number in range(4):
        services.open_device_session(alice, device_name=f"PC {number}")
    call = Caller(sign_in(alice)["accessToken"])
    _status, first = call("GET", "device-sessions?limit=3")
    _status, second = call("GET", f"device-sessions?limit=3&cursor={first['next']}")
    assert len(first["results"]) == 3
    assert len({*_names(first), *_names(second)}) == 5
    assert second["next"] is None


def test_a_revoked_device_is_out_at_once(
    alice: User, sign_in: SignsIn, told: list[Notice], django_capture_on_commit_callbacks: Any
) -> None:
    lost, here = sign_in(alice, "전화기"), sign_in(alice)
    with django_capture_on_commit_callbacks(execute=True):
        assert Caller(here["accessToken"])("DELETE", f"device-sessions/{lost['deviceSessionId']}")[0] == 204
    assert told == [Hangup((uuid.UUID(lost["deviceSessionId"]),), 4401)]
    assert Caller(lost["accessToken"])("GET", "me")[0] == 401
    assert Caller()("POST", "device-sessions/refresh", {"deviceToken": lost["deviceToken"]})[0] == 401
    entry = AuditEntry.objects.get(action="device.revoked")
    assert (entry.actor_id, entry.target_id) == (alice.pk, lost["deviceSessionId"])
    assert Caller(here["accessToken"])("GET", "me")[0] == 200


def test_signing_out_ends_the_device_in_use(alice: User, sign_in: SignsIn) -> None:
    here, phone = sign_in(alice), sign_in(alice, "전화기")
    assert Caller(here["accessToken"])("DELETE", "device-sessions/current") == (204, None)
    assert Caller(here["accessToken"])("GET", "me")[0] == 401
    assert Caller(phone["accessToken"])("GET", "me")[0] == 200
    assert AuditEntry.objects.filter(action="auth.logout").count() == 1


def test_all_others_can_be_signed_out_at_once(alice: User, bob: User, sign_in: SignsIn) -> None:
    here, phone, bobs = sign_in(alice), sign_in(alice, "전화기"), sign_in(bob)
    assert Caller(here["accessToken"])("DELETE", "device-sessions/others")[0] == 204
    assert [Caller(body["accessToken"])("GET", "me")[0] for body in (here, phone, bobs)] == [200, 401, 200]


@pytest.mark.parametrize("whose", ["bob's", "nobody's", "no id"])
def test_devices_of_others_do_not_exist(alice: User, bob: User, sign_in: SignsIn, whose: str) -> None:
    bobs = sign_in(bob)
    target = {"bob's": bobs["deviceSessionId"], "nobody's": str(uuid.uuid4()), "no id": "%00x"}[whose]
    status, body = Caller(sign_in(alice)["accessToken"])("DELETE", f"device-sessions/{target}")
    assert (status, body["error"]["code"]) == (404, "NOT_FOUND")
    assert Caller(bobs["accessToken"])("GET", "me")[0] == 200


def test_last_seen_is_written_at_most_once_a_minute(
    alice: User, clock: Clock, signed_in: Callable[[User], Caller]
) -> None:
    call = signed_in(alice)
    began = clock()

    def seen() -> Any:
        return DeviceSession.objects.get().last_seen_at

    clock.move(59)
    call("GET", "me")
    assert seen() == began
    clock.move(2)
    call("GET", "me", **{"X-Request-ID": "r-1"})
    assert seen() == clock()


def test_who_is_asking_costs_one_query(alice: User, sign_in: SignsIn) -> None:
    headers = {"authorization": f"Bearer {sign_in(alice)['accessToken']}"}
    with CaptureQueriesContext(connection) as queries:
        assert authenticate_socket(headers) is not None
    assert len(queries) == 1
