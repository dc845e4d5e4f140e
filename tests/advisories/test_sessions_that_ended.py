"""C. Sessions that live on after they ended, over whichever door."""

import pytest

from accounts import services
from accounts.models import User, UserStatus
from chat.models import Room
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.chat.doors import Rest, token_of
from tests.client import Api
from tests.realtime.conftest import _one_live_side_a_test as _one_live_side_a_test
from tests.realtime.sockets import act, connected

pytestmark = pytest.mark.django_db(transaction=True)


@advisory("V12", "CVE-2026-111917", without={"messenger.realtime.hub.Hub.hang_up": without.nothing})
async def test_a_revoked_session_ends_its_socket(alice: User) -> None:
    token = await act(token_of, alice)
    session = await act(services.session_of_access_token, token)
    async with connected(alice, token=token) as a:
        await act(services.revoke_device, actor=alice, session_id=session.pk)
        assert await a.closed() == 4401


@advisory("V13", "CVE-2026-109289", without={"messenger.realtime.hub.Hub.hang_up": without.nothing})
async def test_a_disabled_person_is_cut_off_in_the_middle(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as a, connected(bob) as b:
        await act(services.disable_user, actor=None, user_id=alice.pk)
        assert await a.closed() == 4401
        await b.send(room.pk, "이제 듣지 못한다")
        assert "이제 듣지 못한다" not in str(a.frames)


@advisory("V15", "CVE-2021-37866", without={"accounts.services.ending.end": lambda session_ids: session_ids})
def test_after_signing_out_the_token_is_nothing(alice: User) -> None:
    hers = Rest(alice)
    assert hers.delete("device-sessions/current").status == 204
    assert hers.get("me").status == 401


@advisory(
    "V16",
    "CVE-2023-2193",
    without={"accounts.models.DeviceSession.is_open": property(without.open_as_long_as_it_lasts)},
)
def test_what_was_handed_out_before_is_worth_nothing_afterwards(alice: User) -> None:
    token = services.open_device_session(alice, device_name="PC").token
    User.objects.filter(pk=alice.pk).update(status=UserStatus.DISABLED)
    answer = Api(None).post("/device-sessions/refresh", {"deviceToken": token})
    assert answer.status_code in (401, 403)
