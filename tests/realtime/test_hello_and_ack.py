"""The greeting, and what an `ACK` promises (contract 10)."""

import datetime as dt
import uuid

import pytest

from accounts.models import User
from chat.models import Message, Room
from tests.chat.doors import draft
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


async def test_hello_comes_first_with_the_heads_of_ones_rooms(alice: User, charlie: User, room: Room, dm: Room) -> None:
    await (await rest(alice)).say(room.pk)
    async with connected(alice) as a, connected(charlie) as c:
        hello = a.hello
        numbers = {"unreadCount", "unreadNotifications"}
        assert hello.keys() == {"connectionId", "serverTime", "userId", "historyEpoch", "cursors", *numbers}
        assert hello["userId"] == str(alice.pk)
        assert hello["cursors"] == {str(room.pk): 1, str(dm.pk): 0}
        assert c.hello["cursors"] == {}
        assert c.hello["historyEpoch"] == hello["historyEpoch"]
        assert c.hello["connectionId"] != hello["connectionId"]
        told = dt.datetime.fromisoformat(hello["serverTime"])
        assert abs((dt.datetime.now(dt.UTC) - told).total_seconds()) < 60
        assert hello["serverTime"].endswith("Z")


async def test_an_ack_comes_after_the_commit(alice: User, room: Room) -> None:
    async with connected(alice) as a:
        receipt = await a.send(room.pk, "저장됨")
        assert receipt.keys() == {"messageId", "seq", "change", "createdAt", "duplicate"}
        assert receipt["duplicate"] is False
        stored = await act(Message.objects.get, pk=receipt["messageId"])
        assert (stored.text, stored.seq, stored.change) == ("저장됨", receipt["seq"], receipt["change"])


async def test_a_resend_is_acknowledged_and_told_nobody(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as a, connected(bob) as b:
        body = {"roomId": str(room.pk), **draft()}
        first = (await a.ask("message.send", body))["data"]
        await b.take("MESSAGE_CREATED")
        again = (await a.ask("message.send", body))["data"]
        assert again == {**first, "duplicate": True}
        assert await b.names() == []


async def test_the_event_is_what_rest_answers(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as a, connected(alice) as second, connected(bob) as b:
        receipt = await a.send(room.pk, "모두에게", mentions=["all"])
        shown = await (await rest(bob)).message(receipt["messageId"])
        assert (await b.take("MESSAGE_CREATED"))["data"] == {"message": shown}
        # The sender's other device, and the sending one itself.
        assert (await second.take("MESSAGE_CREATED"))["data"] == {"message": shown}
        assert "MESSAGE_CREATED" in await a.names()


async def test_a_refusal_is_an_error_with_the_ref(alice: User, charlie: User, room: Room) -> None:
    async with connected(charlie) as c, connected(alice) as a:
        answer = await c.ask("message.send", {"roomId": str(room.pk), **draft()})
        assert answer["event"] == "ERROR"
        assert answer["data"].keys() == {"code", "message", "details"}
        assert answer["data"]["code"] == "NOT_FOUND"
        missing = await c.ask("message.send", {"roomId": str(uuid.uuid4()), **draft()})
        assert missing["data"] == answer["data"]
        assert await a.names() == []


@pytest.mark.parametrize("ref", [5, "x", None, [1, {"a": 2}], 1.5, True])
async def test_any_ref_comes_back(alice: User, ref: object) -> None:
    import json

    async with connected(alice) as a:
        await a.raw(json.dumps({"op": "ping", "ref": ref}))
        assert await a.take("PONG") == {"event": "PONG", "ref": ref, "data": {}}


async def test_reading_is_acknowledged_and_told(alice: User, bob: User, room: Room) -> None:
    said = await (await rest(alice)).say(room.pk)
    async with connected(bob) as b, connected(alice) as a:
        answer = await b.ask("room.read", {"roomId": str(room.pk), "messageId": said["messageId"]})
        assert (answer["event"], answer["data"]["unreadCount"]) == ("ACK", 0)
        told = (await a.take("READ_UPDATED"))["data"]
        assert told == {
            "roomId": str(room.pk),
            "userId": str(bob.pk),
            "lastReadMessageId": said["messageId"],
            "lastReadSeq": said["seq"],
        }
        assert "NOTI_BADGE_UPDATED" not in await a.names()  # one's own business
        assert "NOTI_BADGE_UPDATED" in await b.names()


async def test_errors_speak_the_language_of_the_handshake(alice: User, room: Room) -> None:
    from tests.chat.doors import Wire, token_of
    from tests.realtime.sockets import Client

    texts = []
    for language in (b"ko", b"en"):
        token = await act(token_of, alice)
        wire = Wire([(b"authorization", f"Bearer {token}".encode()), (b"accept-language", language)])
        await wire.connect()
        client = Client(wire)
        await client.next()
        answer = await client.ask("message.send", {"roomId": str(uuid.uuid4()), **draft()})
        texts.append(answer["data"]["message"])
        await wire.disconnect()
    assert texts[1] == "You cannot open this room."
