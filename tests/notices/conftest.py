"""A company for the stories of must-read notices; the cast is in `tests/conftest.py`."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from accounts import services as accounts
from accounts.models import OrgUnit, User
from chat.models import Notification
from messenger.core import events
from tests.chat.doors import Answer, Rest


@dataclass(frozen=True)
class Company:
    """영업본부 with bob as its head; 영업1팀 below it with alice and dana; 개발팀 beside it with charlie."""

    division: OrgUnit
    team: OrgUnit
    other: OrgUnit


@pytest.fixture
def company(alice: User, bob: User, charlie: User, dana: User) -> Company:
    division = accounts.create_unit(actor=None, name="영업본부")
    team = accounts.create_unit(actor=None, name="영업1팀", parent_id=division.pk)
    other = accounts.create_unit(actor=None, name="개발팀")
    accounts.give_post(actor=None, user=bob, unit=division, role_in_org="본부장")
    accounts.give_post(actor=None, user=alice, unit=team, role_in_org="팀장")
    accounts.give_post(actor=None, user=dana, unit=team)
    accounts.give_post(actor=None, user=charlie, unit=other)
    return Company(division, team, other)


@pytest.fixture
def told() -> Iterator[list[events.Event]]:
    """The events that were told after commits."""
    heard: list[events.Event] = []
    stop = events.listen(lambda notice: heard.append(notice) if isinstance(notice, events.Event) else None)
    yield heard
    stop()


def notice(*, rooms: Any = (), units: Any = (), **more: Any) -> dict[str, Any]:
    """The body of a publication."""
    return {
        "clientMsgId": str(uuid.uuid4()),
        "title": "비상 대피 훈련",
        "text": "금요일 15시, 모두 1층으로 나와 주세요.",
        "roomIds": [str(room.pk) for room in rooms],
        "orgUnitIds": [str(unit.pk) for unit in units],
        **more,
    }


def published(author: User, **body: Any) -> dict[str, Any]:
    """Publish a notice that must go through."""
    answer = Rest(author).post("must-reads", notice(**body))
    assert answer.status == 201, answer
    return dict(answer.body)


def confirm(user: User, must_read: dict[str, Any]) -> Answer:
    return Rest(user).post(f"must-reads/{must_read['mustReadId']}/confirm")


def notified(type: str) -> list[str]:
    """The logins of those who were notified so, one for each time."""
    return sorted(Notification.objects.filter(type=type).values_list("user__login_id", flat=True))


Box = Callable[[User, str], list[str]]


def box(user: User, name: str) -> list[str]:
    """The titles in somebody's box."""
    return [one["title"] for one in Rest(user).get(f"must-reads?box={name}").body["results"]]
