"""An account that somebody from outside turns out to own: who took its login before keeps no voice in it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import DIRECTORY, Photo, Profile, User
from accounts.services import choose_photo
from accounts.services.adopting import adopt
from accounts.services.photos import take_in_photo
from audit.models import AuditEntry
from chat.models import Message, Room, ScheduledMessage
from chat.services import scheduling
from messenger.core import events
from tests.files import made

pytestmark = pytest.mark.django_db


def schedule(user: User, room: Room) -> uuid.UUID:
    at = timezone.now() + dt.timedelta(hours=1)
    row, _new = scheduling.schedule_message(
        actor=user, room_id=room.pk, client_msg_id=uuid.uuid4(), text="내일 입금해 주세요", at=at
    )
    return uuid.UUID(str(row["scheduledId"]))


@pytest.mark.parametrize("source", [DIRECTORY, "openid"])
def test_what_waits_to_be_sent_is_not_sent(
    alice: User, bob: User, room: Room, source: str, django_capture_on_commit_callbacks: Any
) -> None:
    waiting, failed, sent, bobs = (schedule(who, room) for who in (alice, alice, alice, bob))
    ScheduledMessage.objects.filter(pk=failed).update(state=ScheduledMessage.State.FAILED, failure="NOT_A_MEMBER")
    scheduling.send_now(actor=alice, scheduled_id=sent)
    told: list[Any] = []
    stop = events.listen(told.append)
    with django_capture_on_commit_callbacks(execute=True):
        adopt(alice, source=source)
    stop()
    ended = [one.data["scheduled"] for one in told if getattr(one, "name", "") == "SCHEDULED_UPDATED"]
    assert {(str(row["scheduledId"]), row["state"]) for row in ended} == {
        (str(waiting), "CANCELLED"),
        (str(failed), "CANCELLED"),
    }
    assert {row.pk for row in ScheduledMessage.objects.all()} == {sent, bobs}, "what was said stays said"
    assert Message.objects.filter(room=room, sender=alice).count() == 1


def test_the_face_that_was_chosen_is_gone_and_a_list_may_bring_one(alice: User) -> None:
    choose_photo(actor=alice, picture=made.picture("png"))
    adopt(alice, source=DIRECTORY)
    assert not Photo.objects.exists() and Profile.objects.get(user=alice).photo == ""
    removed = AuditEntry.objects.get(action="user.photo_removed")
    assert (removed.actor_id, removed.target_id, removed.detail["source"]) == (None, str(alice.pk), DIRECTORY)
    assert take_in_photo(actor=None, user_id=alice.pk, drawn=b"RIFF", source=DIRECTORY, source_digest="d")


def test_the_word_that_somebody_wants_no_photo_is_gone_too(alice: User) -> None:
    Photo.objects.create(user=alice)
    adopt(alice, source="openid")
    assert not Photo.objects.exists() and not AuditEntry.objects.filter(action="user.photo_removed").exists()


def test_a_photo_of_a_list_stays(alice: User) -> None:
    take_in_photo(actor=None, user_id=alice.pk, drawn=b"RIFF", source=DIRECTORY, source_digest="d")
    adopt(alice, source="openid")
    assert bytes(Photo.objects.get().body) == b"RIFF" and Profile.objects.get(user=alice).photo
