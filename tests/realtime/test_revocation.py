"""A device that is signed out is silent at once, and closed within a second (contract 2, 10.4)."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import services
from accounts.models import DeviceSession, User
from chat.models import Room
from messenger.core import events
from tests.chat.doors import Wire, token_of
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


async def _session(token: str) -> DeviceSession:
    found = await act(services.session_of_access_token, token)
    assert found is not None
    return found  # type: ignore[no-any-return]


async def _end(how: str, user: User, session: DeviceSession) -> None:
    match how:
        case "revoked":
            await act(services.revoke_device, actor=user, session_id=session.pk)
        case "signed out":
            await act(services.sign_out, session=session)
        case "all others revoked":
            other = await _session(await act(token_of, user))
            await act(services.revoke_other_devices, actor=user, current=other.pk)
        case "disabled":
            await act(services.disable_user, actor=None, user_id=user.pk)
        case "password changed":
            await act(services.set_password, actor=None, user=user, password="아주 긴 새 비밀번호 2026")


@pytest.mark.parametrize("how", ["revoked", "signed out", "all others revoked", "disabled", "password changed"])
async def test_the_socket_ends_within_a_second(alice: User, bob: User, room: Room, how: str) -> None:
    token = await act(token_of, alice)
    async with connected(alice, token=token) as a, connected(bob) as b:
        await _end(how, alice, await _session(token))
        ended = time.monotonic()
        assert await a.closed() == 4401
        assert time.monotonic() - ended < 1
        await b.send(room.pk, "듣지 못한다")
        assert "듣지 못한다" not in str(a.frames)


@pytest.mark.parametrize("how", ["revoked", "disabled"])
async def test_so_it_does_when_nobody_tells_this_process(
    alice: User, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process revoked it and the channel layer lost the news: the database is asked."""
    monkeypatch.setattr(events, "tell", lambda notice: None)
    token = await act(token_of, alice)
    async with connected(alice, token=token) as a:
        await _end(how, alice, await _session(token))
        ended = time.monotonic()
        assert await a.closed() == 4401
        assert time.monotonic() - ended < 1


async def test_a_device_session_that_expires_ends_its_sockets(alice: User) -> None:
    token = await act(token_of, alice)
    async with connected(alice, token=token) as a:
        session = await _session(token)
        await act(DeviceSession.objects.filter(pk=session.pk).update, expires_at=timezone.now())
        assert await a.closed() == 4401


async def test_an_expiring_access_token_does_not(alice: User, settings: Settings) -> None:
    settings.ACCESS_TOKEN_SECONDS = 0

    token = await act(token_of, alice)
    wire = Wire([(b"authorization", f"Bearer {token}".encode())])
    await wire.connect()
    assert (await wire.receive())["type"] == "websocket.close"  # too late to open one
    settings.ACCESS_TOKEN_SECONDS = 1
    async with connected(alice) as a:
        real = timezone.now
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda: real() + timedelta(seconds=30))
            assert (await a.ask("ping"))["event"] == "PONG"


async def test_other_devices_and_other_people_stay(alice: User, bob: User, room: Room) -> None:
    token = await act(token_of, alice)
    async with connected(alice, token=token) as a, connected(alice) as second, connected(bob) as b:
        await _end("revoked", alice, await _session(token))
        assert await a.closed() == 4401
        await second.send(room.pk)
        await b.take("MESSAGE_CREATED")


async def test_two_sockets_of_one_device_both_end(alice: User) -> None:
    token = await act(token_of, alice)
    async with connected(alice, token=token) as a, connected(alice, token=token) as b:
        await _end("revoked", alice, await _session(token))
        assert [await a.closed(), await b.closed()] == [4401, 4401]


async def test_over_rest_too(alice: User) -> None:
    me: Any = await rest(alice)
    async with connected(alice) as a:
        devices = (await me.get("device-sessions")).body["results"]
        mine = next(device for device in devices if not device["isCurrent"])
        assert (await me.delete(f"device-sessions/{mine['deviceSessionId']}")).status == 204
        assert await a.closed() == 4401
