"""B. Access kept after a removal: over every door, and over a socket that was open all the time."""

import pytest

from accounts.models import User, UserStatus
from chat.models import Room
from chat.services import members
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.chat.doors import Rest
from tests.realtime.conftest import _one_live_side_a_test as _one_live_side_a_test
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


@advisory("V06", "GHSA-xg3h-rg27-h6fr", without={"chat.selectors.audience.known": without.known_whatever_the_epoch})
async def test_the_removed_hear_nothing_over_the_open_socket(alice: User, bob: User, dana: User, room: Room) -> None:
    async with connected(dana) as d, connected(alice) as a:
        await a.send(room.pk, "아직 함께")
        await d.take("MESSAGE_CREATED")
        await act(members.remove_member, actor=bob, room_id=room.pk, user_id=dana.pk)
        await d.take("MEMBER_REMOVED", userId=str(dana.pk))
        await a.send(room.pk, "이제 우리끼리")
        await d.names()
        assert "이제 우리끼리" not in str(d.frames)


@advisory(
    "V07",
    "CVE-2026-44561",
    without={"accounts.models.DeviceSession.is_open": property(without.open_as_long_as_it_lasts)},
)
def test_whoever_is_not_active_has_no_endpoint(alice: User, room: Room) -> None:
    """Nothing but the status changes, as when another program writes it into the table."""
    hers = Rest(alice)
    User.objects.filter(pk=alice.pk).update(status=UserStatus.DISABLED)
    for path in ("me", "rooms", f"rooms/{room.pk}/messages", "users", "search?q=회의", "notifications", "files"):
        assert hers.get(path).status == 401


@advisory(
    "V08",
    "CVE-2026-1629",
    without={
        "chat.selectors.rooms.places": without.places_once,
        "chat.selectors.messages.in_room": without.all_of_the_room,
    },
)
def test_a_link_to_a_message_ends_with_the_membership(alice: User, bob: User, dana: User, room: Room) -> None:
    said, danas = Rest(alice).say(room.pk, "보고서 초안"), Rest(dana)
    assert danas.get(f"messages/{said['messageId']}").status == 200
    Rest(bob).delete(f"rooms/{room.pk}/members/{dana.pk}")
    assert danas.get(f"messages/{said['messageId']}").status == 404


@advisory("V09", "CVE-2026-2458", without={"chat.selectors.rooms.places": without.places_once})
def test_the_removed_cannot_count_who_is_left(bob: User, dana: User, room: Room) -> None:
    danas = Rest(dana)
    Rest(bob).delete(f"rooms/{room.pk}/members/{dana.pk}")
    assert danas.get(f"rooms/{room.pk}/members").status == 404
    assert danas.get(f"rooms/{room.pk}").status == 404


@advisory("V10", "GHSA-c9wc-65fh-9x8p", without={"chat.selectors.rooms.places": without.places_once})
async def test_the_removed_learn_nothing_about_the_room(bob: User, dana: User, room: Room) -> None:
    await act(members.remove_member, actor=bob, room_id=room.pk, user_id=dana.pk)
    assert (await (await rest(dana)).get("rooms")).body["results"] == []
    async with connected(dana) as d:
        assert d.hello["cursors"] == {}


@advisory("V11", "GHSA-478x-rfqr-w4jf", without={"chat.selectors.messages.seen_by": without.every_row})
def test_what_may_no_longer_be_seen_is_not_readable_by_its_id(
    alice: User, bob: User, charlie: User, room: Room
) -> None:
    """Here messages do not move, but the room's history may be closed to those who came later."""
    Rest(bob).patch(f"rooms/{room.pk}", {"historyVisibility": "ALL"})
    said = Rest(alice).say(room.pk, "예전 이야기")
    Rest(bob).post(f"rooms/{room.pk}/members", {"userIds": [str(charlie.pk)]})
    charlies = Rest(charlie)
    assert charlies.get(f"messages/{said['messageId']}").status == 200
    Rest(bob).patch(f"rooms/{room.pk}", {"historyVisibility": "JOINED"})
    assert charlies.get(f"messages/{said['messageId']}").status == 404
    assert "예전 이야기" not in charlies.texts(room.pk)
