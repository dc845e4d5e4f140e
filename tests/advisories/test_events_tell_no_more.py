"""D. Events that say more, or to more people, than the API would."""

from typing import Any

import pytest

from accounts.models import User
from chat.models import Room
from chat.schemas.messages import message_out
from chat.services import members
from tests.advisories import without
from tests.advisories.broken import advisory
from tests.realtime.conftest import _one_live_side_a_test as _one_live_side_a_test
from tests.realtime.sockets import act, connected, rest

pytestmark = pytest.mark.django_db(transaction=True)


def _as_it_was(message: Any, **more: Any) -> dict[str, Any]:
    """A deleted message that still says what it said."""
    return {**message_out(message, **more), "text": message.text or "지운 글"}


@advisory("V20", "CVE-2022-31017", without={"chat.selectors.audience.Audience.seeing": without.everybody_in_it})
async def test_an_edit_is_not_told_to_who_cannot_see_the_message(
    alice: User, bob: User, charlie: User, room: Room
) -> None:
    hers = await rest(alice)
    said = await hers.say(room.pk, "charlie가 오기 전")
    await act(members.add_members, actor=bob, room_id=room.pk, user_ids=[charlie.pk])
    async with connected(charlie) as c:
        await hers.patch(f"messages/{said['messageId']}", {"text": "고친 옛 글"})
        await c.names()
        assert "고친 옛 글" not in str(c.frames)


@advisory("V21", "CVE-2026-100404", without={"messenger.realtime.hub.Hub.push": without.push_to_all})
async def test_a_new_message_is_told_to_members_only(alice: User, charlie: User, room: Room) -> None:
    async with connected(charlie) as c, connected(alice) as a:
        await a.send(room.pk, "회의실 안에서만")
        await c.names()
        assert "회의실 안에서만" not in str(c.frames)


@advisory(
    "V22",
    "V23",
    "CVE-2026-2578",
    "CVE-2026-19621",
    without={"chat.selectors.messages.message_out": _as_it_was},
)
async def test_a_deletion_says_nothing_of_what_was_deleted(alice: User, dana: User, room: Room) -> None:
    hers = await rest(alice)
    said = await hers.say(room.pk, "비밀번호는 사과나무")
    async with connected(dana) as d:
        await hers.delete(f"messages/{said['messageId']}")
        told = (await d.take("MESSAGE_UPDATED"))["data"]["message"]
    assert (told["text"], told["attachments"], told["links"], told["mentions"]) == ("", [], [], [])
    assert "사과나무" not in str(told)


@advisory("V24", "GHSA-q7rx-w656-fwmv", without={"messenger.realtime.hub.Hub.push": without.push_to_all})
async def test_what_is_ones_own_is_told_to_ones_own_devices(alice: User, bob: User, room: Room) -> None:
    async with connected(alice) as another, connected(bob) as b:
        await (await rest(alice)).put(f"rooms/{room.pk}/draft", {"text": "아직 쓰는 중"})
        await another.take("DRAFT_UPDATED")
        await b.names()
        assert "DRAFT_UPDATED" not in [frame["event"] for frame in b.frames]
