"""What somebody keeps for themselves: the old state with the events of a write is what REST shows now."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import Room
from chat.services import bookmarking, keeping_drafts, reminders, scheduling
from messenger.core.events import Event
from messenger.core.wire import decode, encode
from tests.around.conftest import Clock
from tests.chat.doors import Rest

pytestmark = pytest.mark.django_db(transaction=True)

Things = dict[str, Any]


class World:
    """alice with a bookmark, a draft, a scheduled message and a reminder."""

    def __init__(self, alice: User, room: Room, clock: Clock) -> None:
        self.alice, self.room, self.clock, self.rest = alice, room, clock, Rest(alice)
        self.first, self.second = self.rest.say(room.pk)["messageId"], self.rest.say(room.pk)["messageId"]
        bookmarking.keep_bookmark(actor=alice, message_id=self.first)
        self.version = self.draft("쓰다 만")["version"]
        self.scheduled = self.schedule(1)["scheduledId"]
        self.reminder = self.remind(1)["reminderId"]

    def draft(self, text: str, version: int = 0) -> Things:
        return keeping_drafts.keep_draft(actor=self.alice, room_id=self.room.pk, text=text, version=version)

    def schedule(self, hours: int) -> Things:
        at = timezone.now() + dt.timedelta(hours=hours)
        return scheduling.schedule_message(
            actor=self.alice, room_id=self.room.pk, client_msg_id=uuid.uuid4(), text="예약", at=at
        )[0]

    def remind(self, hours: int) -> Things:
        at = timezone.now() + dt.timedelta(hours=hours)
        return reminders.set_reminder(actor=self.alice, message_id=self.first, at=at)[0]

    def later(self) -> None:
        self.clock.move(hours=2)
        self.clock.tick()

    def things(self) -> Things:
        """What REST shows."""
        return {
            "stars": set(self.rest.get("bookmarks/ids").body["messageIds"]),
            "drafts": {one["roomId"]: one for one in self.rest.get("drafts").body["results"]},
            "scheduled": {one["scheduledId"]: one for one in self.rest.get("scheduled").body["results"]},
            "reminders": {one["reminderId"]: one["at"] for one in self.rest.get("reminders").body["results"]},
        }


def apply(things: Things, event: Event) -> None:
    """What a client does with a frame."""
    data = decode(encode(event.data))
    match event.name:
        case "BOOKMARK_UPDATED" if data["kept"]:
            things["stars"].add(data["messageId"])
        case "BOOKMARK_UPDATED":
            things["stars"].discard(data["messageId"])
        case "DRAFT_UPDATED" if data["draft"]["text"]:
            things["drafts"][data["draft"]["roomId"]] = data["draft"]
        case "DRAFT_UPDATED":
            things["drafts"].pop(data["draft"]["roomId"], None)
        case "SCHEDULED_UPDATED" if data["scheduled"]["state"] in ("WAITING", "FAILED"):
            things["scheduled"][data["scheduled"]["scheduledId"]] = data["scheduled"]
        case "SCHEDULED_UPDATED":
            things["scheduled"].pop(data["scheduled"]["scheduledId"], None)
        case "REMINDER_UPDATED" if not data["reminder"]["toldAt"] and not data["reminder"].get("cancelled"):
            things["reminders"][data["reminder"]["reminderId"]] = data["reminder"]["at"]
        case "REMINDER_UPDATED":
            things["reminders"].pop(data["reminder"]["reminderId"], None)


CASES: dict[str, Callable[[World], Any]] = {
    "keep another": lambda w: bookmarking.keep_bookmark(actor=w.alice, message_id=w.second, note="메모"),
    "drop a bookmark": lambda w: bookmarking.drop_bookmark(actor=w.alice, message_id=w.first),
    "write on": lambda w: w.draft("쓰다 만 글", w.version),
    "send the draft": lambda w: w.draft("", w.version),
    "schedule": lambda w: w.schedule(3),
    "change a scheduled": lambda w: scheduling.change_scheduled(actor=w.alice, scheduled_id=w.scheduled, text="고침"),
    "cancel a scheduled": lambda w: scheduling.cancel_scheduled(actor=w.alice, scheduled_id=w.scheduled),
    "send it now": lambda w: scheduling.send_now(actor=w.alice, scheduled_id=w.scheduled),
    "remind": lambda w: w.remind(2),
    "drop a reminder": lambda w: reminders.drop_reminder(actor=w.alice, reminder_id=w.reminder),
    "time goes by": lambda w: w.later(),
}


@pytest.mark.parametrize("case", CASES)
def test_old_things_and_events_are_the_new_things(
    alice: User, room: Room, clock: Clock, told: list[Event], case: str
) -> None:
    world = World(alice, room, clock)
    things = world.things()
    told.clear()
    CASES[case](world)
    mine = [event for event in told if event.users == (alice.pk,)]
    for event in mine:
        apply(things, event)
    assert things == world.things()
