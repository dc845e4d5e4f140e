"""Messages passed on: the same words and files in other rooms, nothing of the room they come from."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from audit.models import AuditEntry
from chat.models import Message, Room
from chat.services import members, rooms
from files.models import Attachment, Usage
from files.services import collecting
from messenger.core import jobs
from messenger.core.events import Event
from tests.chat.doors import Answer, Rest
from tests.files.making import stored_file

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


def forward(who: Rest, message: dict[str, Any], *to: Room, **more: Any) -> Answer:
    body = {"clientMsgId": str(uuid.uuid4()), "roomIds": [str(room.pk) for room in to], **more}
    return who.post(f"messages/{message['messageId']}/forward", body)


def send_file(who: Rest, room: Room, *files: Attachment, type: str = "FILE", text: str = "") -> dict[str, Any]:
    return who.say(room.pk, text, type=type, attachments=[str(file.pk) for file in files])


def test_the_words_stand_in_the_other_room_with_who_wrote_them_and_when(
    rest: People, alice: User, bob: User, charlie: User, room: Room, other_room: Room
) -> None:
    said = rest(bob).say(room.pk, "내일 3시 회의", mentions=[str(alice.pk)])
    answer = forward(rest(alice), said, other_room)
    assert answer.status == 201
    passed = rest(charlie).history(other_room.pk)[-1]
    assert passed == {**answer.body["results"][0], "unreadCount": passed["unreadCount"]}
    assert (passed["text"], passed["senderId"], passed["type"]) == ("내일 3시 회의", str(alice.pk), "TEXT")
    assert passed["forwarded"] == {"senderId": str(bob.pk), "createdAt": said["createdAt"]}
    assert passed["mentions"] == [], "who was named there may not even be here"
    assert str(room.pk) not in str(passed)


def test_passed_on_again_it_still_names_who_wrote_it_first(
    rest: People, alice: User, bob: User, charlie: User, room: Room, other_room: Room, dm: Room
) -> None:
    first = rest(bob).say(room.pk, "처음 쓴 사람은 나")
    second = forward(rest(alice), first, other_room).body["results"][0]
    third = forward(rest(alice), second, dm).body["results"][0]
    assert third["forwarded"] == second["forwarded"]


def test_a_comment_stands_before_it_in_each_room(
    rest: People, alice: User, room: Room, other_room: Room, dm: Room
) -> None:
    said = rest(alice).say(room.pk, "주간 보고")
    answer = forward(rest(alice), said, other_room, dm, comment="확인 부탁드립니다")
    assert [message["roomId"] for message in answer.body["results"]] == [str(other_room.pk), str(dm.pk)]
    for place in (other_room, dm):
        assert rest(alice).texts(place.pk) == ["확인 부탁드립니다", "주간 보고"]


def test_the_same_request_again_sends_nothing_twice(
    rest: People, alice: User, room: Room, other_room: Room, store: Any, told: list[Event]
) -> None:
    me = rest(alice)
    said = send_file(me, room, stored_file(alice, room.pk))
    request = {"clientMsgId": str(uuid.uuid4()), "comment": "이것"}
    first = forward(me, said, other_room, **request)
    count, used = Message.objects.count(), Usage.objects.get(kind="user", owner_id=alice.pk).bytes
    told.clear()
    again = forward(me, said, other_room, **request)
    assert (first.status, again.status) == (201, 200)
    assert again.body["results"][0]["messageId"] == first.body["results"][0]["messageId"]
    assert (Message.objects.count(), Attachment.objects.count()) == (count, 2)
    assert Usage.objects.get(kind="user", owner_id=alice.pk).bytes == used
    assert not told
    assert forward(me, me.say(room.pk, "다른 말"), other_room, **request).code == "CONFLICT"
    assert forward(me, said, room, **request).code == "CONFLICT"
    me.delete(f"messages/{said['messageId']}")
    assert forward(me, said, other_room, **request).status == 200, (
        "what was done is done, whatever became of the source"
    )


def test_a_file_goes_along_as_a_file_of_its_own(
    rest: People, alice: User, bob: User, charlie: User, room: Room, other_room: Room, store: Any
) -> None:
    file = stored_file(bob, room.pk, body=b"quarterly")
    said = send_file(rest(bob), room, file, text="분기 보고서")
    copy = forward(rest(alice), said, other_room).body["results"][0]["attachments"][0]
    assert copy["attachmentId"] != str(file.pk)
    names = ("filename", "size", "sha256", "mime", "virusStatus")
    assert [copy[name] for name in names] == [said["attachments"][0][name] for name in names]
    assert (copy["uploaderId"], copy["roomId"]) == (str(alice.pk), str(other_room.pk))
    assert rest(charlie).get(f"files/{file.pk}").status == 404, "the original stays where it was"
    assert rest(charlie).get(f"files/{copy['attachmentId']}").status == 200
    row = Attachment.objects.get(pk=copy["attachmentId"])
    assert b"".join(store.open(row.key)) == b"quarterly"
    entry = AuditEntry.objects.get(action="file.forwarded")
    assert (entry.target_id, entry.actor_id) == (str(row.pk), alice.pk)
    assert row.thumbnail_key.endswith(str(row.pk))
    assert jobs.Job.objects.filter(kind="file.text", key=str(row.pk)).exists(), (
        "it can be found by what is written in it"
    )
    assert Usage.objects.get(kind="room", owner_id=other_room.pk).bytes == len(b"quarterly")


def test_throwing_the_original_away_leaves_the_copy(
    rest: People, alice: User, room: Room, other_room: Room, store: Any
) -> None:
    file = stored_file(alice, room.pk, body=b"kept")
    said = send_file(rest(alice), room, file)
    copy = forward(rest(alice), said, other_room).body["results"][0]["attachments"][0]
    store.delete(file.key, file.thumbnail_key, file.preview_key)
    collecting.orphans()
    row = Attachment.objects.get(pk=copy["attachmentId"])
    assert b"".join(store.open(row.key)) == b"kept"


@pytest.mark.parametrize(
    ("status", "reason"), [("PENDING", "SCAN_PENDING"), ("ERROR", "SCAN_PENDING"), ("INFECTED", "INFECTED")]
)
def test_what_may_not_be_opened_is_not_passed_on(
    rest: People, alice: User, room: Room, other_room: Room, store: Any, status: str, reason: str
) -> None:
    good, bad = stored_file(alice, room.pk), stored_file(alice, room.pk)
    said = send_file(rest(alice), room, good, bad)
    Attachment.objects.filter(pk=bad.pk).update(virus_status=status)
    answer = forward(rest(alice), said, other_room)
    assert (answer.status, answer.details["reason"]) == (403, reason)
    assert not rest(alice).texts(other_room.pk)
    assert len(list(store.keys("stored/"))) == 2, "no copy is left behind"


def test_without_room_for_it_nothing_is_sent_and_nothing_left_behind(
    rest: People, alice: User, room: Room, other_room: Room, dm: Room, store: Any, settings: Any
) -> None:
    said = send_file(rest(alice), room, stored_file(alice, room.pk, body=b"x" * 60))
    settings.QUOTA_USER_BYTES = 100
    answer = forward(rest(alice), said, other_room, dm)
    assert (answer.status, answer.details["reason"]) == (403, "QUOTA")
    assert not rest(alice).texts(other_room.pk)
    assert not rest(alice).texts(dm.pk)
    assert len(list(store.keys("stored/"))) == 1
    assert not Usage.objects.filter(kind="user", owner_id=alice.pk, bytes__gt=0)


def test_a_store_without_the_bytes_refuses_and_sends_nothing(
    rest: People, alice: User, room: Room, other_room: Room, store: Any
) -> None:
    file = stored_file(alice, room.pk)
    said = send_file(rest(alice), room, file)
    store.delete(file.key)
    assert forward(rest(alice), said, other_room).status == 503
    assert not rest(alice).texts(other_room.pk)


def test_who_is_not_in_the_other_room_sends_nothing_anywhere(
    rest: People, alice: User, bob: User, dana: User, charlie: User, room: Room, other_room: Room, dm: Room
) -> None:
    said = rest(alice).say(room.pk, "우리끼리")
    assert forward(rest(bob), said, dm, other_room).status == 404
    assert not rest(bob).texts(dm.pk)
    assert forward(rest(charlie), said, other_room).status == 404, "nor can an outsider pass on what he does not see"
    members.remove_member(actor=bob, room_id=room.pk, user_id=dana.pk)
    later = rest(alice).say(room.pk, "나간 뒤")
    own = rooms.create_room(actor=dana, type="GROUP", name="혼자", member_ids=[])[0]
    assert forward(rest(dana), later, own).status == 404


def test_to_so_many_rooms_at_a_time_and_to_one_at_least(
    rest: People, alice: User, room: Room, other_room: Room, settings: Any
) -> None:
    said = rest(alice).say(room.pk)
    assert forward(rest(alice), said).details["roomIds"]
    body = {
        "clientMsgId": str(uuid.uuid4()),
        "roomIds": [str(uuid.uuid4()) for _ in range(settings.MAX_FORWARD_ROOMS + 1)],
    }
    assert rest(alice).post(f"messages/{said['messageId']}/forward", body).details["roomIds"]
    assert len(forward(rest(alice), said, other_room, other_room).body["results"]) == 1


def test_each_room_counts_as_a_send(
    rest: People, alice: User, room: Room, other_room: Room, dm: Room, settings: Any
) -> None:
    said = rest(alice).say(room.pk)
    settings.RATE_LIMITS = {**dict.fromkeys(settings.RATE_LIMITS, (1000, 1)), "send": (2, 60)}
    assert forward(rest(alice), said, other_room, dm).status == 201
    assert forward(rest(alice), said, dm).status == 429


@pytest.mark.parametrize("limit", ["QUOTA_USER_BYTES", "QUOTA_ROOM_BYTES"])
def test_where_there_is_no_room_left_nothing_is_copied_first(
    rest: People,
    alice: User,
    room: Room,
    other_room: Room,
    dm: Room,
    store: Any,
    settings: Any,
    monkeypatch: Any,
    limit: str,
) -> None:
    said = send_file(rest(alice), room, stored_file(alice, room.pk))
    size = said["attachments"][0]["size"]
    monkeypatch.setattr(type(store), "copy", lambda *_args: pytest.fail("bytes were copied for nothing"))
    setattr(settings, limit, 2 * size - 1 if limit == "QUOTA_USER_BYTES" else size - 1)
    answer = forward(rest(alice), said, other_room, dm)
    assert (answer.status, answer.details["scope"]) == (403, "user" if limit == "QUOTA_USER_BYTES" else "room")
    assert not rest(alice).texts(other_room.pk)
    Usage.objects.update(bytes=1 << 40)
    assert forward(rest(alice), rest(alice).say(room.pk), other_room, dm).status == 201, "words take no room"
