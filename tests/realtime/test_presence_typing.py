"""Who is here and who types (contract 10, 12)."""

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Room
from messenger.core import limits
from messenger.realtime import presence
from tests.realtime.sockets import connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


async def test_coming_away_and_going(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.05)
    async with connected(bob) as b:
        async with connected(alice) as a:
            await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="online")
            await a.say("presence.set", {"status": "away"})
            await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="away")
            shown = (await (await rest(bob)).get("presence")).body["results"]
            assert {p["userId"]: p["status"] for p in shown} == {str(alice.pk): "away", str(bob.pk): "online"}
            await a.say("presence.set", {"status": "online"})
            await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="online")
        await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="offline")


async def test_the_most_present_device_counts(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LINGER_SECONDS", 0.05)
    async with connected(bob) as b, connected(alice) as first:
        async with connected(alice) as second:
            await first.say("presence.set", {"status": "away"})
            assert (await first.ask("ping"))["event"] == "PONG"
            assert "away" not in str(await b.heard())
            assert (await second.ask("ping"))["event"] == "PONG"
        await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="away")


async def test_a_reload_is_not_seen(alice: User, bob: User) -> None:
    async with connected(bob) as b:
        async with connected(alice):
            await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="online")
        async with connected(alice):
            assert [f for f in await b.heard() if f["event"] == "PRESENCE_UPDATED" and "offline" in str(f)] == []


async def test_going_to_and_fro_is_told_once_in_a_while(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one restless client costs everybody a frame for each of its own."""
    monkeypatch.setattr(presence, "REST_SECONDS", 0.5)
    async with connected(bob) as b, connected(alice) as a:
        await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="online")
        for status in ["away", "online"] * 8 + ["away"]:
            await a.say("presence.set", {"status": status})
        await b.take("PRESENCE_UPDATED", userId=str(alice.pk), status="away")  # the last word is told
        assert len([f for f in await b.heard() if f["data"].get("userId") == str(alice.pk)]) <= 1


@pytest.mark.parametrize("status", ["offline", "busy", None, 5, ["away"]])
async def test_what_is_no_status(alice: User, status: object) -> None:
    async with connected(alice) as a:
        await a.say("presence.set", {"status": status})
        assert (await a.take("ERROR"))["data"]["code"] == "INVALID_ARGUMENT"


async def test_typing_is_told_to_the_others_alone(alice: User, bob: User, charlie: User, room: Room) -> None:
    async with connected(alice) as a, connected(alice) as second, connected(bob) as b, connected(charlie) as c:
        await a.say("room.typing", {"roomId": str(room.pk)})
        assert (await b.take("TYPING"))["data"] == {"roomId": str(room.pk), "userId": str(alice.pk)}
        for silent in (a, second, c):
            assert "TYPING" not in await silent.names()
        assert "ACK" not in await a.names()


async def test_typing_is_told_at_most_every_three_seconds(
    alice: User, bob: User, dana: User, room: Room, dm: Room, settings: Settings
) -> None:
    assert settings.RATE_LIMITS["typing"] == (1, 3)
    async with connected(alice) as a, connected(bob) as b, connected(dana) as d:
        for _ in range(5):
            await a.say("room.typing", {"roomId": str(room.pk)})
        await a.say("room.typing", {"roomId": str(dm.pk)})  # each room has its own measure
        await d.say("room.typing", {"roomId": str(room.pk)})  # and each person
        await a.ask("ping")
        await d.ask("ping")
        told = [f["data"] for f in await b.heard() if f["event"] == "TYPING"]
        assert sorted((t["roomId"], t["userId"]) for t in told) == sorted(
            [(str(room.pk), str(alice.pk)), (str(dm.pk), str(alice.pk)), (str(room.pk), str(dana.pk))]
        )
        assert "ERROR" not in await a.names()
        limits.forget_all()  # three seconds later
        await a.say("room.typing", {"roomId": str(room.pk)})
        await b.take("TYPING", roomId=str(room.pk), userId=str(alice.pk))


async def test_typing_where_one_is_not(charlie: User, alice: User, room: Room) -> None:
    async with connected(charlie) as c, connected(alice) as a:
        await c.say("room.typing", {"roomId": str(room.pk)})
        assert (await c.take("ERROR"))["data"]["code"] == "NOT_FOUND"
        assert await a.names() == []
