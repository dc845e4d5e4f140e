"""What follows a message is made after it was committed, in order, and once (decision 0020)."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat.models import FollowedRoom, Message, Room
from chat.services import following
from chat.services.following import Follower
from messenger.core import jobs
from messenger.core.jobs.running import run_job
from messenger.core.models import Job
from tests.chat.doors import Rest
from tests.files.stores import together

pytestmark = pytest.mark.django_db


class Notebook:
    """A follower that writes down what it was given, and can be told to break."""

    def __init__(self) -> None:
        self.pages: list[tuple[uuid.UUID, list[int]]] = []
        self.breaks = False

    def take(self, room: Room, messages: list[Message]) -> None:
        if self.breaks:
            raise RuntimeError("the pencil broke")
        self.pages.append((room.pk, [message.change for message in messages]))

    def changes(self, room: Room) -> list[int]:
        return [change for room_id, changes in self.pages if room_id == room.pk for change in changes]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    made = Notebook()
    monkeypatch.setattr(following, "_followers", {"notebook": Follower("notebook", made.take, history=True)})
    yield made


def test_everything_written_arrives_in_order_and_once(alice: User, room: Room, notebook: Notebook) -> None:
    following.catch_up()
    before = len(notebook.changes(room))
    for text in ("하나", "둘", "셋"):
        Rest(alice).say(room.pk, text)
    assert following.catch_up() == 3
    assert following.catch_up() == 0
    room.refresh_from_db()
    assert notebook.changes(room) == list(range(1, room.last_change + 1))
    assert len(notebook.changes(room)) == before + 3


def test_an_edit_and_a_deletion_come_as_changes(alice: User, room: Room, notebook: Notebook) -> None:
    said = Rest(alice).say(room.pk, "처음")["messageId"]
    following.catch_up()
    seen = len(notebook.changes(room))
    Rest(alice).patch(f"messages/{said}", {"text": "고침"})
    Rest(alice).delete(f"messages/{said}")
    assert following.catch_up() == 1  # the message as it is now
    room.refresh_from_db()
    assert notebook.changes(room)[seen:] == [room.last_change]


def test_a_long_conversation_is_taken_in_pieces(
    alice: User, room: Room, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    for number in range(5):
        Rest(alice).say(room.pk, str(number))
    following.catch_up()
    assert all(len(changes) <= 2 for _room, changes in notebook.pages)
    room.refresh_from_db()
    assert notebook.changes(room) == list(range(1, room.last_change + 1))


def test_what_broke_is_taken_in_again(alice: User, room: Room, notebook: Notebook) -> None:
    following.catch_up()
    Rest(alice).say(room.pk)
    notebook.breaks = True
    with pytest.raises(RuntimeError):
        following.catch_up()
    notebook.breaks = False
    assert following.catch_up() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_it_in_once(alice: User, room: Room, notebook: Notebook) -> None:
    for number in range(6):
        Rest(alice).say(room.pk, str(number))
    together(following.catch_up, following.catch_up)
    room.refresh_from_db()
    assert sorted(notebook.changes(room)) == list(range(1, room.last_change + 1))


def test_a_room_that_was_quiet_is_found_by_the_long_look(alice: User, room: Room, notebook: Notebook) -> None:
    Rest(alice).say(room.pk)
    Room.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    assert following.catch_up(lately=True) == 0
    assert following.catch_up() > 0


def test_who_needs_no_history_begins_with_what_is_new(
    alice: User, room: Room, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    Rest(alice).say(room.pk, "옛날")
    Message.objects.update(created_at=timezone.now() - timedelta(days=1))
    monkeypatch.setattr(following, "_followers", {"news": Follower("news", notebook.take, history=False)})
    new = Rest(alice).say(room.pk, "지금")
    following.catch_up()
    assert notebook.changes(room) == [new["change"]]


def test_starting_over_shows_everything_again(alice: User, room: Room, notebook: Notebook) -> None:
    Rest(alice).say(room.pk)
    following.catch_up()
    once = notebook.changes(room)
    following.start_over("notebook")
    following.catch_up()
    assert notebook.changes(room) == once * 2


def test_a_deleted_room_is_left_alone(bob: User, room: Room, notebook: Notebook) -> None:
    assert Rest(bob).delete(f"rooms/{room.pk}").status == 204
    following.catch_up()
    assert notebook.changes(room) == []


def test_the_job_hands_over_to_its_successor(alice: User, room: Room, notebook: Notebook, settings: Any) -> None:
    settings.FOLLOW_RUN_SECONDS = 1
    Rest(alice).say(room.pk)
    first = jobs.enqueue("room.follow", key="every")
    run_job(first.pk)
    states = dict(Job.objects.filter(kind="room.follow").values_list("pk", "state"))
    assert states.pop(first.pk) == Job.State.SUCCEEDED
    assert list(states.values()) == [Job.State.QUEUED]
    assert FollowedRoom.objects.filter(follower="notebook", room=room).exists()
