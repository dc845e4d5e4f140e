"""Messages for later: sent at their moment, exactly once, or kept with the reason why not."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.services import disable_user, enable_user
from chat.models import Message, Notification, Room, ScheduledMessage
from chat.services import members, rooms
from messenger.core import jobs
from messenger.core.events import Event
from tests.around.conftest import Clock, after
from tests.chat.doors import Answer, Rest

pytestmark = pytest.mark.django_db(transaction=True)

People = Callable[[User], Rest]


def schedule(who: Rest, room: Room, text: str = "내일 뵙겠습니다", **more: Any) -> Answer:
    body = {"clientMsgId": str(uuid.uuid4()), "text": text, "at": after(hours=1), **more}
    return who.post(f"rooms/{room.pk}/scheduled", body)


def listed(who: Rest) -> list[dict[str, Any]]:
    return list(who.get("scheduled").body["results"])


def test_it_is_sent_at_its_moment_and_not_before(
    rest: People, alice: User, bob: User, room: Room, clock: Clock, told: list[Event]
) -> None:
    me = rest(alice)
    made = schedule(me, room, mentions=[str(bob.pk)])
    assert (made.status, made.body["state"]) == (201, "WAITING")
    clock.tick()
    assert not me.texts(room.pk)
    assert listed(me) == [made.body]
    assert not listed(rest(bob)), "nobody else learns of it"
    clock.move(minutes=61)
    clock.tick()
    message = rest(bob).history(room.pk)[-1]
    assert (message["text"], message["senderId"], message["mentions"]) == (
        "내일 뵙겠습니다",
        str(alice.pk),
        [str(bob.pk)],
    )
    assert message["clientMsgId"] == made.body["clientMsgId"]
    assert not listed(me)
    states = [e.data["scheduled"]["state"] for e in told if e.name == "SCHEDULED_UPDATED"]
    assert states == ["WAITING", "SENT"]
    assert {e.users for e in told if e.name == "SCHEDULED_UPDATED"} == {(alice.pk,)}


def test_however_often_somebody_looks_and_the_clock_jumps_it_is_sent_once(
    rest: People, alice: User, room: Room, clock: Clock
) -> None:
    me = rest(alice)
    schedule(me, room)
    clock.move(hours=2)
    for hours in (0, -3, 4, -4, 5, 0):
        clock.move(hours=hours)
        clock.tick()
        clock.tick()
    assert me.texts(room.pk) == ["내일 뵙겠습니다"]


def test_a_clock_that_goes_back_before_the_job_runs_makes_it_wait(
    rest: People, alice: User, room: Room, clock: Clock
) -> None:
    from chat.services import moments

    me = rest(alice)
    schedule(me, room)
    clock.move(hours=2)
    assert moments.ask_for_due() == 1
    assert moments.ask_for_due() == 0, "asked for once"
    clock.move(hours=-2)
    jobs.run_all(later=True)
    assert not me.texts(room.pk)
    clock.move(hours=2)
    clock.tick()
    assert me.texts(room.pk) == ["내일 뵙겠습니다"]


def test_after_a_night_without_a_worker_everything_that_is_due_is_sent_in_order(
    rest: People, alice: User, room: Room, clock: Clock
) -> None:
    me = rest(alice)
    for hours in (3, 1, 2):
        schedule(me, room, f"{hours}시간 뒤", at=after(hours=hours))
    clock.move(hours=4)
    clock.tick()
    assert me.texts(room.pk) == ["1시간 뒤", "2시간 뒤", "3시간 뒤"]


def test_the_same_request_again_is_the_same_message(rest: People, alice: User, room: Room, clock: Clock) -> None:
    me = rest(alice)
    request = {"clientMsgId": str(uuid.uuid4()), "at": after(hours=1)}
    first, again = schedule(me, room, **request), schedule(me, room, **request)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body
    assert schedule(me, room, "다른 말", **request).code == "CONFLICT"
    sent = me.say(room.pk)
    assert schedule(me, room, clientMsgId=sent["clientMsgId"]).code == "CONFLICT"
    clock.move(hours=2)
    clock.tick()
    assert schedule(me, room, **request).body["state"] == "SENT"
    clock.tick()
    assert me.texts(room.pk) == ["안녕하세요", "내일 뵙겠습니다"]


def test_text_and_moment_can_be_changed_until_it_is_sent(
    rest: People, alice: User, bob: User, room: Room, clock: Clock
) -> None:
    me = rest(alice)
    path = f"scheduled/{schedule(me, room).body['scheduledId']}"
    assert me.patch(path, {"text": "고친 글", "mentions": [str(bob.pk)]}).body["mentions"] == [str(bob.pk)]
    assert me.patch(path, {"at": after(minutes=5)}).status == 200
    assert me.patch(path, {}).status == 400
    assert me.patch(path, {"at": after(minutes=-5)}).details["at"]
    assert rest(bob).patch(path, {"text": "남의 글"}).status == 404
    clock.move(minutes=6)
    clock.tick()
    assert me.texts(room.pk) == ["고친 글"]
    assert me.patch(path, {"text": "늦었다"}).code == "CONFLICT"
    assert me.delete(path).code == "CONFLICT"


def test_what_was_taken_back_is_not_sent(rest: People, alice: User, room: Room, clock: Clock) -> None:
    me = rest(alice)
    path = f"scheduled/{schedule(me, room).body['scheduledId']}"
    assert me.delete(path).status == 204
    assert me.delete(path).status == 404
    clock.move(hours=2)
    clock.tick()
    assert not me.texts(room.pk)


def test_sent_now_it_is_not_sent_again_later(rest: People, alice: User, room: Room, clock: Clock) -> None:
    me = rest(alice)
    path = f"scheduled/{schedule(me, room).body['scheduledId']}/send-now"
    first, again = me.post(path), me.post(path)
    assert first.status == again.status == 200
    assert first.body["messageId"] == again.body["messageId"]
    clock.move(hours=2)
    clock.tick()
    assert me.texts(room.pk) == ["내일 뵙겠습니다"]


def removed(bob: User, alice: User, room: Room) -> None:
    members.remove_member(actor=bob, room_id=room.pk, user_id=alice.pk)


def disabled(bob: User, alice: User, room: Room) -> None:
    disable_user(actor=None, user_id=alice.pk)


def deleted(bob: User, alice: User, room: Room) -> None:
    rooms.delete_room(actor=bob, room_id=room.pk)


@pytest.mark.parametrize(
    ("happens", "failure"), [(removed, "NOT_A_MEMBER"), (disabled, "DISABLED"), (deleted, "ROOM_DELETED")]
)
def test_what_may_not_be_sent_any_more_is_kept_and_told(
    rest: People, alice: User, bob: User, room: Room, clock: Clock, happens: Any, failure: str
) -> None:
    schedule(rest(alice), room)
    happens(bob, alice, room)
    clock.move(hours=2)
    clock.tick()
    clock.tick()
    assert not Message.objects.filter(sender=alice).exists()
    row = ScheduledMessage.objects.get()
    assert (row.state, row.failure, row.text) == ("FAILED", failure, "내일 뵙겠습니다")
    notes = Notification.objects.filter(user=alice, type="SCHEDULED_FAILED")
    assert notes.count() == (0 if happens is disabled else 1)
    if happens is disabled:
        enable_user(actor=None, user_id=alice.pk)
    assert [one["state"] for one in listed(rest(alice))] == ["FAILED"]


def test_what_failed_can_be_given_another_moment(
    rest: People, alice: User, bob: User, room: Room, clock: Clock
) -> None:
    path = f"scheduled/{schedule(rest(alice), room).body['scheduledId']}"
    removed(bob, alice, room)
    clock.move(hours=2)
    clock.tick()
    me = rest(alice)
    assert me.patch(path, {"at": after(hours=1)}).status == 404, "still not a member"
    assert me.post(f"{path}/send-now").status == 404
    members.add_members(actor=bob, room_id=room.pk, user_ids=[alice.pk])
    assert me.patch(path, {"at": after(hours=1)}).body["state"] == "WAITING"
    clock.move(hours=2)
    clock.tick()
    assert me.texts(room.pk) == ["내일 뵙겠습니다"]


def test_who_left_meanwhile_is_not_named_and_what_was_deleted_not_answered(
    rest: People, alice: User, bob: User, dana: User, room: Room, clock: Clock
) -> None:
    me = rest(alice)
    answered = me.say(room.pk, "지울 말")
    schedule(me, room, mentions=[str(bob.pk), str(dana.pk)], replyTo=answered["messageId"])
    me.delete(f"messages/{answered['messageId']}")
    members.leave_room(actor=dana, room_id=room.pk)
    clock.move(hours=2)
    clock.tick()
    message = me.history(room.pk)[-1]
    assert (message["text"], message["mentions"], message["replyTo"]) == ("내일 뵙겠습니다", [str(bob.pk)], None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"at": "내일"}, "at"),
        ({"at": "2026-02-19T10:11:12"}, "at"),
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"mentions": [str(uuid.uuid4())]}, "mentions"),
        ({"mentionUnits": [str(uuid.uuid4())]}, "mentionUnits"),
        ({"replyTo": 10**15}, "replyTo"),
    ],
)
def test_what_could_not_be_sent_now_cannot_be_scheduled(
    rest: People, alice: User, room: Room, wrong: dict[str, Any], field: str
) -> None:
    answer = schedule(rest(alice), room, **wrong)
    assert (answer.status, list(answer.details)) == (400, [field])


def test_so_many_and_so_far_ahead(rest: People, alice: User, charlie: User, room: Room, settings: Any) -> None:
    me = rest(alice)
    assert schedule(me, room, at=after(days=settings.SCHEDULE_AHEAD_DAYS + 1)).details["at"]
    assert schedule(me, room, at=after(seconds=-1)).details["at"]
    settings.MAX_SCHEDULED = 2
    assert [schedule(me, room).status for _ in range(3)] == [201, 201, 400]
    assert schedule(rest(charlie), room).status == 404
