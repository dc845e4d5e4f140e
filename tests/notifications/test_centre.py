"""The notification centre: pages, reading, numbers; one's own alone."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User, UserStatus
from chat.models import Notification, Room
from chat.services import notified
from chat.services.notifying import notify, tell_of_job
from messenger.core import jobs
from messenger.core.events import Event, listen
from messenger.core.jobs.telling import job_ended
from messenger.core.models import Job
from tests.chat.doors import Rest
from tests.notifications.conftest import Say

pytestmark = pytest.mark.django_db


def _ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["notificationId"] for row in rows]


def test_the_list_comes_in_pages_newest_first_and_is_ones_own(alice: User, bob: User) -> None:
    for n in range(5):
        notify([alice.pk, bob.pk], "REMINDER", text=f"{n}번째")
    me = Rest(alice)
    first = me.get("notifications?limit=3").body
    assert [row["text"] for row in first["results"]] == ["4번째", "3번째", "2번째"]
    rest = me.get(f"notifications?limit=3&cursor={first['next']}").body
    assert ([row["text"] for row in rest["results"]], rest["next"]) == (["1번째", "0번째"], None)
    assert first["unreadNotifications"] == 5
    assert me.get("notifications?cursor=forged").status == 400


def test_reading_up_to_one_or_some_leaves_the_others_and_other_people_alone(alice: User, bob: User) -> None:
    for n in range(4):
        notify([alice.pk, bob.pk], "REMINDER", text=f"{n}")
    me = Rest(alice)
    newest = _ids(me.get("notifications").body["results"])
    assert me.post(
        "notifications/read", {"ids": [newest[0], *_ids(Rest(bob).get("notifications").body["results"])]}
    ).body == {"unreadNotifications": 3}
    assert me.post("notifications/read", {"upToId": newest[2]}).body == {"unreadNotifications": 1}
    assert me.post("notifications/read", {"upToId": newest[0]}).body == {"unreadNotifications": 0}
    assert Rest(bob).get("notifications").body["unreadNotifications"] == 4


@pytest.mark.parametrize("body", [{}, {"upToId": 1, "ids": [1]}, {"upToId": "1"}, {"ids": [True]}, {"upToId": -1}])
def test_what_says_nothing_clear_is_refused(alice: User, body: Any) -> None:
    assert Rest(alice).post("notifications/read", body).status == 400


def test_the_same_key_notifies_each_person_once_and_nobody_who_was_disabled(alice: User, bob: User, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(status=UserStatus.DISABLED)
    for _time in range(3):
        notify([alice.pk, dana.pk], "SURVEY", text="설문", key="s1")
    notify([alice.pk, bob.pk], "SURVEY", text="설문", key="s1")
    notify([alice.pk], "SURVEY_REMINDER", text="설문", key="s1")
    rows = Notification.objects.values_list("user_id", "type")
    assert sorted(rows, key=str) == sorted(
        [(alice.pk, "SURVEY"), (bob.pk, "SURVEY"), (alice.pk, "SURVEY_REMINDER")], key=str
    )
    with pytest.raises(ValueError, match="GOSSIP"):
        notify([alice.pk], "GOSSIP")


@pytest.mark.django_db(transaction=True)
def test_the_devices_hear_of_it_with_the_number_and_no_text_that_is_not_theirs(
    alice: User, bob: User, charlie: User, room: Room, say: Say
) -> None:
    message = say(bob, "견적서 확인 부탁드립니다")
    heard: list[Event] = []
    stop = listen(lambda notice: heard.append(notice) if isinstance(notice, Event) else None)
    notify([alice.pk, charlie.pk], "READ_REMINDER", room_id=room.pk, message_id=message, actor_id=bob.pk)
    notified.read_notifications(actor=alice, up_to_id=2**40)
    stop()
    told = {event.users: event.data for event in heard if event.name == "NOTIFICATION_CREATED"}
    assert told[(alice.pk,)]["notification"]["text"] == "견적서 확인 부탁드립니다"
    assert told[(alice.pk,)]["unreadNotifications"] == 1
    outsider = told[(charlie.pk,)]["notification"]
    assert (outsider["text"], outsider["gone"]) == ("", True)
    assert (heard[-1].name, heard[-1].users) == ("NOTIFICATIONS_READ", (alice.pk,))
    assert heard[-1].data["unreadNotifications"] == 0


def test_the_end_of_a_job_is_told_to_who_asked_for_it(alice: User, bob: User) -> None:
    job = uuid4()
    for state in ("SUCCEEDED", "SUCCEEDED", "CANCELLED"):
        job_ended.send(sender=Job, job_id=job, kind="report.make", state=state, asked_by=alice.pk)
    (row,) = Rest(alice).get("notifications").body["results"]
    assert (row["type"], row["target"]["id"], row["target"]["state"]) == ("JOB", str(job), "SUCCEEDED")
    tell_of_job(job, "report.make", "DEAD", alice.pk)  # tried again, and failed then
    assert Notification.objects.filter(user=alice).count() == 2
    assert not Notification.objects.filter(user=bob).exists()


def test_what_is_old_or_too_much_is_forgotten(alice: User, bob: User, settings: Any) -> None:
    settings.MAX_NOTIFICATIONS, settings.NOTIFICATION_KEPT_DAYS = 10, 30
    for n in range(13):
        notify([alice.pk], "REMINDER", text=f"{n}")
    notify([bob.pk], "REMINDER", text="옛것")
    notify([bob.pk], "REMINDER", text="새것")
    old = timezone.now() - dt.timedelta(days=31)
    Notification.objects.filter(text="옛것").update(created_at=old)
    assert notified.forget_old() == 4
    assert [row.text for row in Notification.objects.filter(user=alice).order_by("pk")] == [
        f"{n}" for n in range(3, 13)
    ]
    assert [row.text for row in Notification.objects.filter(user=bob)] == ["새것"]


def test_a_job_that_ran_tells_who_asked_for_it_and_no_other_does(alice: User) -> None:
    jobs.enqueue("link.forget", asked_by=alice.pk)
    jobs.enqueue("link.forget", key="nobody's")
    jobs.run_all()
    assert [row.type for row in Notification.objects.filter(user=alice)] == ["JOB"]
    assert Notification.objects.count() == 1
