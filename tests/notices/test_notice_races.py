"""Two at the same moment: one notice, one confirmation, every number told in the end."""

import pytest

from accounts.models import User
from chat.models import Message, MustRead, MustReadRecipient, Room
from messenger.core import jobs
from messenger.core.events import Event
from tests.chat.doors import Rest
from tests.files.stores import together
from tests.notices.conftest import notice, notified, published

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_notice_sent_by_two_tabs_is_one(bob: User, room: Room) -> None:
    body, tabs = notice(rooms=[room]), [Rest(bob), Rest(bob)]
    answers = together(*[lambda me=me: me.post("must-reads", body) for me in tabs])
    assert sorted(answer.status for answer in answers) == [200, 201]
    assert MustRead.objects.count() == 1 and Message.objects.filter(type="NOTICE").count() == 1
    assert notified("MUST_READ") == ["alice", "dana"]


def test_everybody_confirms_at_once(alice: User, bob: User, dana: User, room: Room, told: list[Event]) -> None:
    made = published(bob, rooms=[room])
    people = [Rest(alice), Rest(alice), Rest(dana)]
    path = f"must-reads/{made['mustReadId']}/confirm"
    answers = together(*[lambda me=me: me.post(path) for me in people])
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert MustReadRecipient.objects.filter(confirmed_at=None).count() == 0
    jobs.run_all(later=True)
    counts = [event.data["confirmedCount"] for event in told if event.name == "MUST_READ_UPDATED"]
    assert counts[-1] == 2 and len(counts) <= 2
    assert len([event for event in told if event.name == "MUST_READ_CONFIRMED"]) == 2
