"""Events reach those who may see what they tell, and nobody else (contract 4, 10.4)."""

from typing import Any

import pytest

from accounts.models import User
from accounts.services import disable_user
from chat.models import Room
from chat.services import members, rooms
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


async def test_outsiders_hear_nothing(alice: User, charlie: User, auditor: User, sysadmin: User, room: Room) -> None:
    async with connected(charlie) as c, connected(auditor) as d, connected(sysadmin) as e, connected(alice) as a:
        me = await rest(alice)
        message_id = (await a.send(room.pk))["messageId"]
        await me.patch(f"messages/{message_id}", {"text": "고침"})
        await me.react(message_id, "👍")
        await me.post(f"rooms/{room.pk}/pins", {"messageId": message_id})
        await a.say("room.typing", {"roomId": str(room.pk)})
        await me.delete(f"messages/{message_id}")
        for outsider in (c, d, e):
            assert await outsider.names() == []
        assert (await a.names()).count("MESSAGE_UPDATED") == 4


async def test_the_removed_hear_of_it_and_then_nothing(alice: User, bob: User, dana: User, room: Room) -> None:
    async with connected(dana) as d, connected(alice) as a:
        await a.send(room.pk, "아직")
        await d.take("MESSAGE_CREATED")
        await (await rest(bob)).delete(f"rooms/{room.pk}/members/{dana.pk}")
        await d.take("MEMBER_REMOVED", userId=str(dana.pk))
        message_id = (await a.send(room.pk, "비밀"))["messageId"]
        await (await rest(alice)).patch(f"messages/{message_id}", {"text": "비밀 2"})
        await (await rest(alice)).post(f"rooms/{room.pk}/pins", {"messageId": message_id})
        await a.say("room.typing", {"roomId": str(room.pk)})
        await (await rest(bob)).read(room.pk, message_id)
        await (await rest(bob)).patch(f"rooms/{room.pk}", {"name": "새 이름"})
        assert await d.names() == []
        answer = await d.ask("message.send", {"roomId": str(room.pk), "clientMsgId": str(room.pk), "text": "x"})
        assert answer["data"]["code"] == "NOT_FOUND"
        assert "MEMBER_REMOVED" in await a.names()


async def test_whoever_leaves_hears_nothing_more(alice: User, dana: User, room: Room) -> None:
    async with connected(dana) as d, connected(alice) as a:
        await (await rest(dana)).post(f"rooms/{room.pk}/leave")
        await d.take("MEMBER_REMOVED", userId=str(dana.pk))
        await a.send(room.pk)
        assert await d.names() == []


async def test_a_new_room_comes_with_ones_own_side_of_it(alice: User, bob: User, charlie: User) -> None:
    async with connected(alice) as a, connected(bob) as b, connected(charlie) as c:
        made, _new = await act(rooms.create_room, actor=alice, type="GROUP", name="새 방", member_ids=[bob.pk])
        shown: list[dict[str, Any]] = [(await s.take("ROOM_CREATED"))["data"]["room"] for s in (a, b)]
        assert [room["me"]["isAdmin"] for room in shown] == [True, False]
        assert shown[1] == await (await rest(bob)).room(made.pk)
        assert await c.names() == []


async def test_the_invited_get_the_room_and_the_others_the_news(
    alice: User, bob: User, charlie: User, room: Room
) -> None:
    await (await rest(alice)).say(room.pk, "초대 전")
    async with connected(alice) as a, connected(charlie) as c:
        await act(members.add_members, actor=bob, room_id=room.pk, user_ids=[charlie.pk])
        created = (await c.take("ROOM_CREATED"))["data"]["room"]
        assert (created["me"]["unreadCount"], created["lastMessage"]) == (0, None)
        assert created["lastSeq"] == 1
        await a.take("MEMBER_INVITED", userId=str(charlie.pk))
        line = (await c.take("MESSAGE_CREATED"))["data"]["message"]
        assert line["system"]["kind"] == "member.invited"
        assert "초대 전" not in str(c.frames)
        assert "ROOM_CREATED" not in await a.names()


async def test_old_messages_are_not_told_to_later_joiners(alice: User, bob: User, charlie: User, room: Room) -> None:
    me = await rest(alice)
    old = await me.say(room.pk, "옛말")
    await act(members.add_members, actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    async with connected(charlie) as c, connected(bob) as b:
        await me.patch(f"messages/{old['messageId']}", {"text": "옛말, 고침"})
        await me.react(old["messageId"], "👍")
        await me.post(f"rooms/{room.pk}/pins", {"messageId": old["messageId"]})
        await b.take("PIN_UPDATED")
        frames = await c.heard()
        assert "MESSAGE_UPDATED" not in [frame["event"] for frame in frames]
        assert "옛말" not in str(frames)
        assert [f["data"]["pins"] for f in frames if f["event"] == "PIN_UPDATED"] == [[]]
        await me.delete(f"messages/{old['messageId']}")
        assert "MESSAGE_UPDATED" not in await c.names()


async def test_who_is_back_hears_of_what_they_saw_before(alice: User, bob: User, dana: User, room: Room) -> None:
    me = await rest(alice)
    before = await me.say(room.pk, "before")
    await act(members.remove_member, actor=bob, room_id=room.pk, user_id=dana.pk)
    between = await me.say(room.pk, "between")
    await act(members.add_members, actor=bob, room_id=room.pk, user_ids=[dana.pk])
    async with connected(dana) as d:
        for message in (between, before):
            await me.patch(f"messages/{message['messageId']}", {"text": message["text"] + "!"})
        told = await d.take("MESSAGE_UPDATED")
        assert told["data"]["message"]["text"] == "before!"
        assert "between" not in str(d.frames)


async def test_opening_the_history_opens_its_events(alice: User, bob: User, charlie: User, room: Room) -> None:
    me = await rest(alice)
    old = await me.say(room.pk, "옛말")
    await act(members.add_members, actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    await act(rooms.update_room, actor=bob, room_id=room.pk, history_visibility="ALL")
    async with connected(charlie) as c:
        await me.react(old["messageId"], "👍")
        assert (await c.take("MESSAGE_UPDATED"))["data"]["message"]["text"] == "옛말"
        await act(rooms.update_room, actor=bob, room_id=room.pk, history_visibility="JOINED")
        await c.take("ROOM_UPDATED")
        await me.react(old["messageId"], "🎉")
        assert "MESSAGE_UPDATED" not in await c.names()


async def test_a_deleted_room_is_told_once_and_then_silent(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as a:
        await act(rooms.delete_room, actor=bob, room_id=room.pk)
        assert (await a.take("ROOM_DELETED"))["data"] == {"roomId": str(room.pk)}
        answer = await a.ask("message.send", {"roomId": str(room.pk), "clientMsgId": str(room.pk), "text": "x"})
        assert answer["data"]["code"] == "NOT_FOUND"


async def test_ones_own_side_is_told_to_ones_own_devices(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as a, connected(bob) as b:
        await (await rest(alice)).patch(f"rooms/{room.pk}/me", {"pinned": True})
        assert (await a.take("ROOM_UPDATED"))["data"]["room"]["me"]["pinned"] is True
        assert await b.names() == []


async def test_a_dm_that_was_left_comes_back_whole(alice: User, bob: User, dm: Room) -> None:
    await (await rest(bob)).say(dm.pk, "읽지 않음")
    async with connected(alice) as a, connected(bob) as b:
        await (await rest(alice)).post(f"rooms/{dm.pk}/leave")
        await a.take("MEMBER_REMOVED", roomId=str(dm.pk))
        assert await b.names() == []  # leaving a DM is nobody else's business
        await b.send(dm.pk, "다시")
        room = (await a.take("ROOM_CREATED"))["data"]["room"]
        assert (room["lastSeq"], room["me"]["unreadCount"], room["lastMessage"]["text"]) == (1, 1, "읽지 않음")
        assert (await a.take("MESSAGE_CREATED"))["data"]["message"]["seq"] == 2


async def test_the_disabled_stop_hearing_and_counting(alice: User, bob: User, dana: User, room: Room) -> None:
    async with connected(dana) as d, connected(alice) as a:
        await act(disable_user, actor=None, user_id=dana.pk)
        assert await d.closed() == 4401
        await a.send(room.pk, "없는 동안")
        message = next(f for f in await a.heard() if f["event"] == "MESSAGE_CREATED")["data"]["message"]
        assert message["unreadCount"] == 1  # bob alone
        assert "없는 동안" not in str(d.frames)
