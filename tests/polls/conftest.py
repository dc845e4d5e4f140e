"""What the stories of polls share."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import User
from chat.models import Poll, Room
from messenger.core import events
from tests.chat.doors import Answer, Rest


def asked(question: str = "점심 뭐 먹을까요?", **more: Any) -> dict[str, Any]:
    """The body of a new poll."""
    return {"clientMsgId": str(uuid.uuid4()), "question": question, "options": ["김밥", "국수", "돈가스"], **more}


class Voter(Rest):
    """Somebody at a poll."""

    def ask(self, room_id: Any, **more: Any) -> dict[str, Any]:
        """Make a poll that must be made; the Poll."""
        answer = self.post(f"rooms/{room_id}/polls", asked(**more))
        assert answer.status == 201, answer
        return dict(answer.body["poll"])

    def poll(self, poll_id: str) -> dict[str, Any]:
        answer = self.get(f"polls/{poll_id}")
        assert answer.status == 200, answer
        return dict(answer.body)

    def vote(self, poll: dict[str, Any], *places: int) -> Answer:
        """Choose the options at these places."""
        chosen = [poll["options"][place]["optionId"] for place in places]
        return self.post(f"polls/{poll['pollId']}/vote", {"optionIds": chosen})


def counts(poll: dict[str, Any]) -> list[int]:
    return [option["count"] for option in poll["options"]]


def end(poll: dict[str, Any]) -> None:
    """Let the time of a poll come, by the database's clock."""
    Poll.objects.filter(pk=poll["pollId"]).update(closes_at="2020-01-01T00:00:00Z")


@pytest.fixture
def at() -> Callable[[User], Voter]:
    return Voter


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """The events that were told after commits."""
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


@pytest.fixture
def poll(alice: User, room: Room) -> dict[str, Any]:
    """alice's poll by name."""
    return Voter(alice).ask(room.pk)


@pytest.fixture
def secret(alice: User, room: Room) -> dict[str, Any]:
    """alice's anonymous poll."""
    return Voter(alice).ask(room.pk, isAnonymous=True)
