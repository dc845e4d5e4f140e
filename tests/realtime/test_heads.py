"""A lost event shows within `HEADS_SECONDS`, a skipped `change` at once; `/changes` makes whole (contract 10)."""

import asyncio
import uuid
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat.models import Room
from chat.services import editing, members, reactions, sending
from messenger.core.events import Event, Notice
from messenger.realtime.hub import Hub
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_lost_last_event_is_found(
    alice: User, bob: User, charlie: User, room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEADS_SECONDS = 0.1
    async with connected(alice) as a, connected(bob) as b, connected(charlie) as c:
        told = (await a.send(room.pk, "들림"))["change"]
        await b.take("MESSAGE_CREATED")

        def loses(self: Hub, notice: Notice) -> None:
            """The channel layer is gone."""

        monkeypatch.setattr(Hub, "deliver", loses)
        lost = (await a.send(room.pk, "사라짐"))["change"]
        heads = await b.take("HEADS", cursors={str(room.pk): lost})
        assert "사라짐" not in str(b.frames)
        assert heads["data"] == {"cursors": {str(room.pk): lost}}
        page = (await (await rest(bob)).get(f"rooms/{room.pk}/changes?after={told}")).body
        assert [m["text"] for m in page["messages"]] == ["사라짐"]
        assert (await b.take("HEADS"))["data"] == {"cursors": {}}  # told once
        assert str(room.pk) not in str([f for f in await c.heard() if f["event"] == "HEADS"])


async def test_who_was_removed_learns_it_though_the_event_was_lost(
    alice: User, bob: User, dana: User, room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEADS_SECONDS = 0.1

    def loses(self: Hub, notice: Notice) -> None:
        """The channel layer is gone."""

    async with connected(alice) as a, connected(dana) as d:
        monkeypatch.setattr(Hub, "deliver", loses)
        await act(members.remove_member, actor=bob, room_id=room.pk, user_id=alice.pk)
        told = await a.take("MEMBER_REMOVED")
        assert told["data"] == {"roomId": str(room.pk), "userId": str(alice.pk)}
        await a.take("HEADS")
        await a.take("HEADS")
        assert not [f for f in await a.heard() if f["event"] == "MEMBER_REMOVED"], "told once"
        assert not [f for f in await d.heard() if f["event"] == "MEMBER_REMOVED"]


async def test_heads_come_in_time() -> None:
    from django.conf import settings

    assert settings.HEADS_SECONDS <= 20
    assert settings.WATCH_MILLISECONDS <= 1000


async def test_events_that_are_told_in_the_wrong_order_come_in_the_right_one(
    alice: User, bob: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, kept = Hub.deliver, list[tuple[Hub, Notice]]()

    def holds(self: Hub, notice: Notice) -> None:
        if isinstance(notice, Event) and notice.change == 2:
            kept.append((self, notice))
        else:
            real(self, notice)
            if kept and isinstance(notice, Event) and notice.change == 3:
                real(*kept.pop())

    async with connected(alice) as a, connected(bob) as b:
        await a.send(room.pk, "1")
        monkeypatch.setattr(Hub, "deliver", holds)
        await a.send(room.pk, "2")
        await a.send(room.pk, "3")
        assert _changes(await b.heard()) == [1, 2, 3]


async def test_a_message_that_is_lost_delays_the_rest_for_a_moment_only(
    alice: User, bob: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Hub.deliver

    def loses(self: Hub, notice: Notice) -> None:
        if not (isinstance(notice, Event) and notice.change == 2):
            real(self, notice)

    async with connected(alice) as a, connected(bob) as b:
        await a.send(room.pk, "1")
        monkeypatch.setattr(Hub, "deliver", loses)
        await a.send(room.pk, "2")
        await a.send(room.pk, "3")
        assert _changes(await b.heard()) == [1, 3]  # the client sees the gap


async def test_changes_grow_on_every_socket_whoever_acts_at_once(
    alice: User, bob: User, dana: User, charlie: User, room: Room
) -> None:
    first = (await (await rest(alice)).say(room.pk))["messageId"]

    def acts(n: int) -> Any:
        match n % 4:
            case 0:
                return editing.edit_message(actor=alice, message_id=first, text=f"고침 {n}")
            case 1:
                return reactions.add_reaction(actor=dana, message_id=first, emoji="👍🎉😀❤🙏😭🔥💯🎂🍀"[n // 4])
            case 2:
                return members.add_members(actor=bob, room_id=room.pk, user_ids=[charlie.pk])
        return sending.send_message(actor=bob, room_id=room.pk, client_msg_id=uuid.uuid4(), text=str(n))

    async with connected(alice) as a, connected(bob) as b, connected(dana) as d:
        await asyncio.gather(*(act(acts, n) for n in range(40)))
        last = (await (await rest(bob)).room(room.pk))["lastChange"]
        for socket in (a, b, d):
            changes = _changes(await socket.heard())
            assert changes == list(range(2, last + 1))


def _changes(frames: list[dict[str, Any]]) -> list[int]:
    return [f["data"]["message"]["change"] for f in frames if f["event"] in ("MESSAGE_CREATED", "MESSAGE_UPDATED")]
