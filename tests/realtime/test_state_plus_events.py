"""The old state with the events of a write is the new state, for every write and every viewer."""

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from django.utils import timezone

from accounts import services as people_services
from accounts.models import OrgUnit, User
from chat.models import Room
from chat.services import (
    closing,
    editing,
    following,
    forwarding,
    members,
    must_read_reminders,
    must_reads,
    notified,
    pins,
    polls,
    reactions,
    reading,
    reminding,
    rooms,
    scheduling,
    sending,
    voting,
)
from files.services.changing import change
from messenger.core import commands, jobs
from tests.chat.doors import Rest
from tests.files.made import picture
from tests.files.making import stored_file
from tests.realtime.model import State
from tests.realtime.sockets import Client, act, connected
from tests.realtime.told_elsewhere import OWN, SILENT, UNSEEN

pytestmark = pytest.mark.django_db(transaction=True)


class World:
    """A room with a past: bob its admin, alice, dana, erin who came late; frank who left; a DM."""

    def __init__(self, cast: dict[str, User], room: Room, dm: Room) -> None:
        self.room, self.dm = room, dm
        self.alice, self.bob, self.dana = cast["alice"], cast["bob"], cast["dana"]
        self.charlie, self.erin, self.frank = cast["charlie"], cast["erin"], cast["frank"]
        self.cast = cast
        self.sockets: dict[str, Client] = {}
        members.add_members(actor=self.bob, room_id=room.pk, user_ids=[self.frank.pk])
        self.first = self.say(self.alice, "처음")
        self.answer = self.say(self.dana, "답", reply_to=self.first)
        members.leave_room(actor=self.frank, room_id=room.pk)
        members.add_members(actor=self.bob, room_id=room.pk, user_ids=[self.erin.pk])
        self.second = self.say(self.alice, "둘째", mentions=(self.bob.pk,))
        self.gone = self.say(self.bob, "지움")
        editing.delete_message(actor=self.bob, message_id=self.gone)
        for message_id in (self.first, self.second):
            pins.pin_message(actor=self.dana, room_id=room.pk, message_id=message_id)
        reactions.add_reaction(actor=self.dana, message_id=self.second, emoji="👍")
        reading.mark_read(actor=self.bob, room_id=room.pk, message_id=self.answer)
        self.private = self.say(self.bob, "둘만", room=dm)
        self.file = stored_file(self.alice, room.pk)
        self.with_file = self.say(self.alice, "보세요", type="FILE", attachments=(self.file.pk,))
        self.poll, self.secret = self.ask(), self.ask(is_anonymous=True)
        voting.vote(actor=self.dana, poll_id=self.poll[0], option_ids=[self.poll[1]])
        self.last = self.say(self.alice, "끝")

    @staticmethod
    def seated(user: User) -> OrgUnit:
        """A department in which somebody has a post."""
        unit = people_services.create_unit(actor=None, name="기획팀")
        people_services.give_post(actor=None, user=user, unit=unit, title="팀장")
        return unit

    def forward(self, message_id: int, to: Room, **more: Any) -> None:
        forwarding.forward_message(
            actor=self.alice, message_id=message_id, client_msg_id=uuid.uuid4(), room_ids=[to.pk], **more
        )

    def send_scheduled(self) -> None:
        made, _new = scheduling.schedule_message(
            actor=self.alice,
            room_id=self.room.pk,
            client_msg_id=uuid.uuid4(),
            text="예약",
            at=timezone.now() + dt.timedelta(days=1),
        )
        scheduling.send_now(actor=self.alice, scheduled_id=made["scheduledId"])

    def say(self, user: User, text: str, room: Room | None = None, **more: Any) -> int:
        where = (room or self.room).pk
        sent = sending.send_message(actor=user, room_id=where, client_msg_id=uuid.uuid4(), text=text, **more)
        return int(sent.message["messageId"])

    def ask(self, **more: Any) -> list[uuid.UUID]:
        """A poll of alice's: its id, and those of its options."""
        asked = {"client_msg_id": uuid.uuid4(), "question": "갈까요?", "options": ("네", "아니요"), **more}
        poll = polls.create_poll(actor=self.alice, room_id=self.room.pk, **asked).message["poll"]
        return [poll["pollId"], *(option["optionId"] for option in poll["options"])]

    def publish(self) -> uuid.UUID:
        """A must-read notice of bob's in the room."""
        made, _new = must_reads.publish(
            actor=self.bob, client_msg_id=uuid.uuid4(), title="필독", text="읽어 주세요.", room_ids=(self.room.pk,)
        )
        found: uuid.UUID = made["mustReadId"]
        return found

    def all_confirm(self, *people: User) -> None:
        """A notice of bob's that these confirm one right after the other."""
        notice = self.publish()
        for user in people:
            must_reads.confirm(actor=user, must_read_id=notice)


Case = Callable[[World], Any]
CASES: dict[str, dict[str, Case]] = {
    "room.create": {
        "group": lambda w: rooms.create_room(
            actor=w.alice, type="GROUP", name="새 방", member_ids=[w.bob.pk, w.charlie.pk]
        ),
        "dm": lambda w: rooms.create_room(actor=w.alice, type="DM", member_ids=[w.dana.pk]),
        "notes": lambda w: rooms.create_room(actor=w.alice, type="DM", member_ids=[]),
        "dm that exists": lambda w: rooms.create_room(actor=w.alice, type="DM", member_ids=[w.bob.pk]),
        "dm that was left": lambda w: (
            members.leave_room(actor=w.alice, room_id=w.dm.pk),
            rooms.create_room(actor=w.alice, type="DM", member_ids=[w.bob.pk]),
        ),
    },
    "room.update": {
        "name": lambda w: rooms.update_room(actor=w.bob, room_id=w.room.pk, name="다른 이름"),
        "history": lambda w: rooms.update_room(actor=w.bob, room_id=w.room.pk, history_visibility="ALL"),
        "both": lambda w: rooms.update_room(actor=w.bob, room_id=w.room.pk, name="x", history_visibility="ALL"),
    },
    "room.delete": {"": lambda w: rooms.delete_room(actor=w.bob, room_id=w.room.pk)},
    "room.leave": {
        "member": lambda w: members.leave_room(actor=w.dana, room_id=w.room.pk),
        "last admin": lambda w: members.leave_room(actor=w.bob, room_id=w.room.pk),
        "dm": lambda w: members.leave_room(actor=w.alice, room_id=w.dm.pk),
        "dm, then a message": lambda w: (
            members.leave_room(actor=w.alice, room_id=w.dm.pk),
            w.say(w.bob, "다시", room=w.dm),
        ),
        "dm, then one's own message": lambda w: (
            members.leave_room(actor=w.alice, room_id=w.dm.pk),
            w.say(w.alice, "다시", room=w.dm),
        ),
    },
    "room.mine": {
        "pin": lambda w: members.change_my_place(actor=w.alice, room_id=w.room.pk, pinned=True),
        "mentions": lambda w: members.change_my_place(actor=w.bob, room_id=w.room.pk, notify_level="MENTIONS"),
        "mute": lambda w: members.change_my_place(actor=w.bob, room_id=w.room.pk, muted=True),
    },
    "room.read": {
        "some": lambda w: reading.mark_read(actor=w.bob, room_id=w.room.pk, message_id=w.second),
        "all": lambda w: reading.mark_read(actor=w.erin, room_id=w.room.pk, message_id=w.last),
        "back": lambda w: reading.mark_read(actor=w.alice, room_id=w.room.pk, message_id=w.first),
    },
    "member.add": {
        "new": lambda w: members.add_members(actor=w.bob, room_id=w.room.pk, user_ids=[w.charlie.pk]),
        "back again": lambda w: members.add_members(actor=w.bob, room_id=w.room.pk, user_ids=[w.frank.pk, w.dana.pk]),
    },
    "member.change": {
        "grant": lambda w: members.change_member(actor=w.bob, room_id=w.room.pk, user_id=w.alice.pk, is_admin=True),
        "withdraw": lambda w: (
            members.change_member(actor=w.bob, room_id=w.room.pk, user_id=w.alice.pk, is_admin=True),
            members.change_member(actor=w.alice, room_id=w.room.pk, user_id=w.bob.pk, is_admin=False),
        ),
    },
    "member.remove": {
        "somebody": lambda w: members.remove_member(actor=w.bob, room_id=w.room.pk, user_id=w.dana.pk),
        "oneself": lambda w: members.remove_member(actor=w.bob, room_id=w.room.pk, user_id=w.bob.pk),
    },
    "message.send": {
        "text": lambda w: w.say(w.dana, "새 말"),
        "answer": lambda w: w.say(w.erin, "답", reply_to=w.second, mentions=(w.alice.pk,), mentions_all=True),
        "dm": lambda w: w.say(w.alice, "나도", room=w.dm),
        "notice": lambda w: w.say(w.bob, "공지", type="NOTICE"),
        "file": lambda w: w.say(w.alice, "", type="FILE", attachments=(stored_file(w.alice, w.room.pk).pk,)),
    },
    "message.edit": {
        "newest": lambda w: editing.edit_message(actor=w.alice, message_id=w.last, text="끝!"),
        "pinned and answered": lambda w: editing.edit_message(actor=w.alice, message_id=w.first, text="처음!"),
        "same": lambda w: editing.edit_message(actor=w.alice, message_id=w.last, text="끝"),
    },
    "message.delete": {
        "newest": lambda w: editing.delete_message(actor=w.alice, message_id=w.last),
        "pinned and answered": lambda w: editing.delete_message(actor=w.bob, message_id=w.first),
        "again": lambda w: editing.delete_message(actor=w.bob, message_id=w.gone),
    },
    "reaction.add": {
        "first": lambda w: reactions.add_reaction(actor=w.bob, message_id=w.first, emoji="🎉"),
        "second": lambda w: reactions.add_reaction(actor=w.erin, message_id=w.second, emoji="👍"),
        "again": lambda w: reactions.add_reaction(actor=w.dana, message_id=w.second, emoji="👍"),
    },
    "reaction.remove": {"": lambda w: reactions.remove_reaction(actor=w.dana, message_id=w.second, emoji="👍")},
    "pin.add": {
        "": lambda w: pins.pin_message(actor=w.bob, room_id=w.room.pk, message_id=w.last),
        "unseen by some": lambda w: pins.pin_message(actor=w.bob, room_id=w.room.pk, message_id=w.answer),
    },
    "pin.remove": {"": lambda w: pins.unpin_message(actor=w.bob, room_id=w.room.pk, message_id=w.first)},
    "poll.create": {
        "by name": lambda w: w.ask(),
        "anonymous": lambda w: w.ask(is_anonymous=True, is_multiple=True),
    },
    "poll.vote": {
        "by name": lambda w: voting.vote(actor=w.bob, poll_id=w.poll[0], option_ids=[w.poll[1]]),
        "another": lambda w: voting.vote(actor=w.dana, poll_id=w.poll[0], option_ids=[w.poll[2]]),
        "withdrawn": lambda w: voting.vote(actor=w.dana, poll_id=w.poll[0], option_ids=[]),
        "anonymous": lambda w: voting.vote(actor=w.erin, poll_id=w.secret[0], option_ids=[w.secret[2]]),
    },
    "poll.close": {
        "by name": lambda w: closing.close_poll(actor=w.bob, poll_id=w.poll[0]),
        "anonymous": lambda w: closing.close_poll(actor=w.alice, poll_id=w.secret[0]),
    },
    "poll.remind": {"": lambda w: closing.remind_non_voters(actor=w.alice, poll_id=w.poll[0])},
    "message.remind": {"": lambda w: reminding.remind_unread(actor=w.alice, message_id=w.last)},
    "must_read.publish": {"in a room": lambda w: w.publish()},
    "must_read.confirm": {
        "somebody": lambda w: must_reads.confirm(actor=w.dana, must_read_id=w.publish()),
        "several within a moment": lambda w: (
            [
                must_reads.confirm(actor=who, must_read_id=notice)
                for notice in [w.publish()]
                for who in (w.dana, w.alice)
            ],
            jobs.run_all(later=True),
        ),
    },
    "must_read.remind": {"": lambda w: must_read_reminders.remind(actor=w.bob, must_read_id=w.publish())},
    "must_read.close": {"": lambda w: must_reads.close(actor=w.bob, must_read_id=w.publish())},
    "must_read.withdraw": {"": lambda w: must_reads.withdraw(actor=w.bob, must_read_id=w.publish())},
    "message.forward": {
        "words": lambda w: w.forward(w.last, w.dm, comment="보세요"),
        "a file": lambda w: w.forward(w.with_file, w.dm),
    },
    "scheduled.send": {"": lambda w: w.send_scheduled()},
    "notification.read": {
        "all": lambda w: (
            w.say(w.bob, "보세요", mentions=(w.alice.pk,)),
            w.say(w.bob, "다들", mentions_all=True),
            following.catch_up(only="notify"),
            notified.read_notifications(actor=w.alice, up_to_id=2**62),
        ),
        "with the room": lambda w: (
            w.say(w.dana, "보세요", mentions=(w.bob.pk,)),
            following.catch_up(only="notify"),
            reading.mark_read(actor=w.bob, room_id=w.room.pk, message_id=w.say(w.alice, "끝")),
        ),
    },
    "me.update": {
        "phone": lambda w: people_services.update_me(actor=w.alice, phone="010-9999-0000"),
        "preferences": lambda w: people_services.update_me(actor=w.alice, preferences={"theme": "dark"}),
    },
    # --- services that no command names ---------------------------------------------------------
    "disable_user": {
        "member": lambda w: people_services.disable_user(actor=None, user_id=w.dana.pk),
        "last admin": lambda w: people_services.disable_user(actor=None, user_id=w.bob.pk),
    },
    "enable_user": {
        "back": lambda w: (
            people_services.disable_user(actor=None, user_id=w.dana.pk),
            people_services.enable_user(actor=None, user_id=w.dana.pk),
        )
    },
    "change": {
        "verdict": lambda w: change(w.file, virus_status="INFECTED"),
        "pictures": lambda w: change(w.file, width=640, height=480),
        "of a deleted message": lambda w: (
            editing.delete_message(actor=w.alice, message_id=w.with_file),
            change(w.file, virus_status="INFECTED"),
        ),
        "unsent": lambda w: change(stored_file(w.alice, w.room.pk), virus_status="INFECTED"),
    },
    "update_person": {
        "": lambda w: people_services.update_person(actor=None, user_id=w.dana.pk, title="부장", phone="02-1234-5678")
    },
    "choose_photo": {"": lambda w: people_services.choose_photo(actor=w.dana, picture=picture("png"))},
    "take_own_photo_away": {
        "": lambda w: (
            people_services.choose_photo(actor=w.dana, picture=picture("png")),
            people_services.take_own_photo_away(actor=w.dana),
        )
    },
    "take_photo_away": {
        "": lambda w: (
            people_services.choose_photo(actor=w.dana, picture=picture("png")),
            people_services.take_photo_away(actor=w.bob, user_id=w.dana.pk),
        )
    },
    "set_posts": {
        "": lambda w: people_services.set_posts(
            actor=None,
            user_id=w.dana.pk,
            given={people_services.create_unit(actor=None, name="기획팀").pk: people_services.Seat(title="팀장")},
        )
    },
    "take_post": {"": lambda w: people_services.take_post(actor=None, user=w.dana, unit_id=w.seated(w.dana).pk)},
    "change_unit": {
        "renamed": lambda w: people_services.change_unit(actor=None, unit_id=w.seated(w.dana).pk, name="전략기획팀")
    },
    "merge_units": {
        "": lambda w: people_services.merge_units(
            actor=None, unit_id=w.seated(w.dana).pk, into_id=people_services.create_unit(actor=None, name="전략팀").pk
        )
    },
    "give_post": {
        "": lambda w: people_services.give_post(
            actor=None, user=w.dana, unit=people_services.create_unit(actor=None, name="기획팀"), title="팀장"
        )
    },
}
BY_SOCKET: dict[str, Callable[[World], Awaitable[Any]]] = {
    "socket.message.send": lambda w: w.sockets["dana"].send(w.room.pk, "소켓으로"),
    "socket.room.read": lambda w: w.sockets["bob"].ask("room.read", {"roomId": str(w.room.pk), "messageId": w.last}),
    "socket.room.typing": lambda w: w.sockets["bob"].say("room.typing", {"roomId": str(w.room.pk)}),
}
# Those who see something that alice, bob and erin, who came late, do not.
MORE_VIEWERS = {
    "room.create": ("charlie", "dana"),
    "room.leave": ("dana",),
    "member.add": ("charlie", "frank"),
    "member.remove": ("dana",),
    "message.send": ("dana", "charlie"),
    "socket.message.send": ("dana",),
    "disable_user": ("dana",),
    "enable_user": ("dana",),
}
ALL = [(name, case) for name, cases in CASES.items() for case in cases] + [(name, "") for name in BY_SOCKET]


def test_every_write_has_a_case() -> None:
    elsewhere = {name for name in commands._commands if name.startswith("survey.")}  # surveys/test_survey_events.py
    assert set(commands._commands) - UNSEEN - OWN - elsewhere <= CASES.keys() | BY_SOCKET.keys()
    assert set(people_services.__all__) - SILENT <= CASES.keys()


@pytest.fixture
def world(
    alice: User, bob: User, dana: User, charlie: User, room: Room, dm: Room, person: Callable[..., User]
) -> World:
    cast = {"alice": alice, "bob": bob, "dana": dana, "charlie": charlie}
    return World({**cast, "erin": person("erin"), "frank": person("frank")}, room, dm)


@pytest.mark.parametrize(("name", "case"), ALL, ids=lambda part: part or "-")
async def test_old_state_and_events_are_the_new_state(world: World, name: str, case: str) -> None:
    viewers = {who: world.cast[who] for who in ("alice", "bob", "erin", *MORE_VIEWERS.get(name, ()))}
    looks = {who: await act(Rest, user) for who, user in viewers.items()}
    everybody = list(world.cast.values())
    async with AsyncExitStack() as stack:
        for who, user in viewers.items():
            world.sockets[who] = await stack.enter_async_context(connected(user))
        before = {who: await act(State.of, look, everybody) for who, look in looks.items()}
        if name in BY_SOCKET:
            await BY_SOCKET[name](world)
        else:
            await act(CASES[name][case], world)
        for who, user in viewers.items():
            if not await act(_is_active, user):
                assert await world.sockets[who].closed() == 4401
                continue
            socket = world.sockets[who]
            if name == "enable_user" and user == world.dana:
                continue  # signed out; she starts anew
            told = before[who].after(await socket.heard())
            fresh = await act(State.of, looks[who], everybody)
            for room_id in told.unknown & fresh.rooms.keys():
                told.messages[room_id], told.pins[room_id] = fresh.messages[room_id], fresh.pins[room_id]
                told._count(room_id)
            await act(_catch_up, told, looks[who])
            assert told.shown() == fresh.shown(), who
            assert told.badge in (None, fresh.unread()), who


def _catch_up(state: State, rest: Rest) -> None:
    """`HEADS` tells a `lastChange` beyond the last event; `/changes` must then hold nothing to see."""
    for room_id, room in state.rooms.items():
        page = rest.get(f"rooms/{room_id}/changes?after={room['lastChange']}").body
        assert page["messages"] == []
        room["lastChange"] = page["change"]


def _is_active(user: User) -> bool:
    user.refresh_from_db()
    return user.is_active
