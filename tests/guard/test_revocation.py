"""Whoever is out is silent within five seconds at every channel: requests, sockets open and new, refresh, files.

Each trial is somebody of their own, with all channels open; half of them where nobody tells this process what happened.
"""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from accounts import services
from accounts.models import DeviceSession, User
from chat.models import Room
from chat.services import members
from files import storage
from messenger.core import events
from tests.chat.doors import Rest, Wire
from tests.client import Api
from tests.disclosure.conftest import say
from tests.files.making import stored_file
from tests.realtime.sockets import Client, act, connected

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 5.0
MANY = int(os.environ.get("CHAOS_REVOCATIONS", "25"))  # of each way out, told and untold: 125 make a thousand
OUT = ("logs out", "is revoked", "is disabled", "changes the password")
PASSWORD = "아주 긴 새 비밀번호 2026"


@dataclass
class Somebody:
    """A person with a device, a room, a file in it."""

    user: User
    api: Api
    file: UUID

    @property
    def session(self) -> DeviceSession:
        assert self.api.session is not None
        return self.api.session


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> Any:
    settings.FILES_DIR = tmp_path
    settings.SESSION_CHECK_SECONDS = 1
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (100_000, 1))
    storage.store.cache_clear()
    yield
    storage.store.cache_clear()


def _somebody(make: Callable[..., User], room: Room, admin: User, number: int) -> Somebody:
    user = make(f"trial{number}", password=f"처음 비밀번호 {number} 2026")
    members.add_members(actor=admin, room_id=room.pk, user_ids=[user.pk])
    file = stored_file(user, room.pk)
    say(user, room, "", type="FILE", attachments=(file.pk,))
    return Somebody(user, Api(user), file.pk)


def _end(how: str, one: Somebody, room: Room, admin: User) -> None:
    match how:
        case "logs out":
            services.sign_out(session=one.session)
        case "is revoked":
            services.revoke_device(actor=one.user, session_id=one.session.pk)
        case "is disabled":
            services.disable_user(actor=None, user_id=one.user.pk)
        case "changes the password":
            services.set_password(actor=None, user=one.user, password=PASSWORD)
        case "is removed from the room":
            members.remove_member(actor=admin, room_id=room.pk, user_id=one.user.pk)


def _answers(one: Somebody, room: Room) -> dict[str, int]:
    """What the channels of HTTP say."""
    return {
        "request": one.api.get(f"/rooms/{room.pk}").status_code,
        "file": one.api.get(f"/files/{one.file}/download").status_code,
        "refresh": Api(None).post("/device-sessions/refresh", {"deviceToken": one.api.device_token}).status_code,
    }


async def _new_socket(one: Somebody) -> Any:
    wire = Wire([(b"authorization", f"Bearer {one.api.token}".encode())])
    await wire.connect()
    first = await Client(wire).next()
    await wire.disconnect()
    return first


@pytest.mark.parametrize("trials", [1, pytest.param(MANY, marks=pytest.mark.chaos)])
@pytest.mark.parametrize("news", ["told", "nobody tells"])
@pytest.mark.parametrize("how", OUT)
async def test_whoever_is_out_is_out_everywhere(
    how: str, news: str, trials: int, person: Any, room: Room, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(trials):
        one = await act(_somebody, person, room, bob, number)
        async with connected(one.user, token=one.api.token) as a:
            assert set((await act(_answers, one, room)).values()) == {200}
            with monkeypatch.context() as patch:
                if news != "told":
                    patch.setattr(events, "tell", lambda notice: None)
                await act(_end, how, one, room, bob)
            ended = time.monotonic()
            assert await act(_answers, one, room) == {"request": 401, "file": 401, "refresh": 401}
            assert await _new_socket(one) == {"close": 4401}
            async with asyncio.timeout(SOON):
                assert await a.closed() == 4401
            assert time.monotonic() - ended < SOON
            await act(say, bob, room, f"{number}: 듣지 못한다")
            assert "듣지 못한다" not in str(a.frames)


@pytest.mark.parametrize("trials", [1, pytest.param(MANY, marks=pytest.mark.chaos)])
async def test_who_is_removed_from_a_room_hears_nothing_more_of_it(
    trials: int, person: Any, room: Room, bob: User
) -> None:
    for number in range(trials):
        one = await act(_somebody, person, room, bob, number)
        async with connected(one.user, token=one.api.token) as a:
            await act(_end, "is removed from the room", one, room, bob)
            answers = await act(_answers, one, room)
            assert answers == {"request": 404, "file": 404, "refresh": 200}
            hello = await _new_socket(one)
            assert str(room.pk) not in hello["data"]["cursors"]
            await act(say, bob, room, f"{number}: 듣지 못한다")
            assert "듣지 못한다" not in str(await a.heard())


async def test_and_so_is_whoever_signed_in_by_the_browser(alice: User, room: Room) -> None:
    """The cookie's session is one of the same kind; changing the password ends it, too."""
    browser = await act(services.open_device_session, alice, device_name="PC", browser=True)
    rest = await act(Rest, alice)
    await act(services.set_password, actor=None, user=alice, password=PASSWORD)
    assert await act(services.session_of_browser, browser.token) is None
    assert (await act(rest.get, "me")).status == 401
