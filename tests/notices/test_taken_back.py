"""Who takes a notice back takes back what was said of it, too: in the list, and to devices that were not woken yet."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Notification, PushDue, Room
from chat.services.wording import Wording
from messenger.core import events
from tests.chat.doors import Rest
from tests.notices.conftest import Company, notified, published
from tests.surveys.conftest import wanted

pytestmark = pytest.mark.django_db(transaction=True)


def _due(user: User, row: Notification) -> PushDue:
    return PushDue(
        user=user, type=row.type, thread="x", notification=row, asked_at=timezone.now(), due_at=row.created_at
    )


def test_a_notice_that_was_withdrawn_is_named_nowhere(
    bob: User, alice: User, dana: User, room: Room, company: Company, told: list[events.Event]
) -> None:
    kept = published(bob, units=[company.team], title="다른 공지")
    made = published(bob, units=[company.team], title="잘못 보낸 공지", deadline="2100-01-01T00:00:00Z")
    path = f"must-reads/{made['mustReadId']}"
    assert Rest(bob).post(f"{path}/remind").body["remindedCount"] == 2
    row = Notification.objects.get(user=alice, type="MUST_READ_REMINDER")
    assert Wording(alice).of(_due(alice, row)) is not None
    Rest(alice).post("notifications/read", {"ids": [row.pk]})
    del told[:]
    assert Rest(bob).delete(path).status == 204
    for user in (alice, dana):
        answer = Rest(user).get("notifications").body
        assert [one["text"] for one in answer["results"]] == ["", "", "다른 공지"]
        assert answer["unreadNotifications"] == 1, kept
    row.refresh_from_db()
    assert Wording(alice).of(_due(alice, row)) is None
    news = {event.users[0]: event.data for event in told if event.name == "NOTIFICATIONS_READ"}
    assert news.keys() == {alice.pk, dana.pk}
    assert [len(news[user.pk]["ids"]) for user in (alice, dana)] == [1, 2]
    assert notified("MUST_READ") == ["alice", "alice", "dana", "dana"]


def test_a_survey_that_was_deleted_is_named_nowhere(bob: User, alice: User, room: Room) -> None:
    made: dict[str, Any] = Rest(bob).post("surveys", wanted(title="잘못 만든 설문")).body
    (row,) = Rest(alice).get("notifications").body["results"]
    assert row["text"] == "잘못 만든 설문"
    assert Rest(bob).delete(f"surveys/{made['surveyId']}").status == 204
    (row,) = Rest(alice).get("notifications").body["results"]
    assert (row["text"], row["readAt"] is not None) == ("", True)
    assert dt.datetime.fromisoformat(row["readAt"]) <= timezone.now()
