"""What calls many people at once, past the levels of their rooms, nobody can do again and again."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from chat.models import Notification, Room
from chat.notification_types import READ_REMINDER
from chat.services import rooms
from tests.chat.doors import Rest
from tests.notices.conftest import notice
from tests.surveys.conftest import wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Any) -> None:
    settings.RATE_LIMITS = {**dict.fromkeys(settings.RATE_LIMITS, (1000, 1)), "call": (3, 60)}


def statuses(ask: Callable[[], Any], times: int = 4) -> list[int]:
    return [ask().status for _ in range(times)]


def test_messages_that_nobody_read_make_no_storm_of_reminders(alice: User, bob: User, room: Room) -> None:
    said = [Rest(alice).say(room.pk, f"{n}")["messageId"] for n in range(4)]
    assert [Rest(alice).post(f"messages/{one}/remind").status for one in said] == [200, 200, 200, 429]
    assert Notification.objects.filter(type=READ_REMINDER, user=bob).count() == 3
    assert Rest(bob).post(f"messages/{said[3]}/remind").status == 200, "a limit is one person's"


def test_surveys_and_notices_come_one_by_one(bob: User, sysadmin: User, room: Room) -> None:
    assert statuses(lambda: Rest(bob).post("surveys", wanted())) == [201, 201, 201, 429]
    assert statuses(lambda: Rest(sysadmin).post("surveys", wanted()), 2) == [201, 201]
    assert Rest(bob).post("must-reads", notice(rooms=[room])).status == 429


def test_an_open_survey_is_not_sent_to_everybody_again_and_again(bob: User, room: Room) -> None:
    path = f"surveys/{Rest(bob).post('surveys', wanted()).body['surveyId']}"
    answers = [Rest(bob).patch(path, {"title": f"설문 {n}"}).status for n in range(3)]
    assert answers == [200, 200, 429]
    assert Rest(bob).patch(path, {"title": "설문 1"}).status == 200, "what is said as it stands is no change"


def test_a_draft_is_written_as_often_as_one_likes(bob: User) -> None:
    path = f"surveys/{Rest(bob).post('surveys', wanted(isDraft=True)).body['surveyId']}"
    assert {Rest(bob).patch(path, {"title": f"설문 {n}"}).status for n in range(6)} == {200}


def test_a_notice_to_many_rooms_counts_as_several(alice: User, bob: User) -> None:
    places = [rooms.create_room(actor=bob, type="GROUP", name=f"{n}", member_ids=[alice.pk])[0] for n in range(11)]
    assert Rest(bob).post("must-reads", notice(rooms=places)).status == 201
    assert statuses(lambda: Rest(bob).post("must-reads", notice(rooms=places[:1])), 2) == [201, 429]
