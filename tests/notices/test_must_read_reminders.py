"""Reminders of must-read notices: only those who have not confirmed, and each one once (contract 8)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.services import disable_user
from chat.models import MustRead, Notification, Room
from chat.services import must_read_reminders as reminders
from messenger.core import jobs
from messenger.core.jobs.run import Run
from messenger.core.models import Job
from tests.chat.doors import Rest
from tests.notices.conftest import confirm, notified, published

pytestmark = pytest.mark.django_db
REMINDED = "MUST_READ_REMINDER"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`clock(hours=3)`: that much later than now, for everything that asks for the time."""
    real = timezone.now

    def put(**time: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(**time))

    return put


def _due_in(author: User, room: Room, **time: float) -> dict[str, Any]:
    return published(author, rooms=[room], deadline=(timezone.now() + dt.timedelta(**time)).isoformat())


def _waiting() -> list[int]:
    return sorted(Job.objects.filter(kind=reminders.REMIND, state="QUEUED").values_list("args__before", flat=True))


def test_by_hand_it_reaches_those_who_have_not_confirmed(
    alice: User, bob: User, dana: User, room: Room, settings: Settings, clock: Callable[..., None]
) -> None:
    made = published(bob, rooms=[room])
    confirm(dana, made)
    path = f"must-reads/{made['mustReadId']}/remind"
    answer = Rest(bob).post(path)
    assert (answer.status, answer.body["remindedCount"]) == (200, 1)
    assert notified(REMINDED) == ["alice"]
    again = Rest(bob).post(path)
    assert again.status == 429 and 0 < again.details["retryAfter"] <= settings.MUST_READ_REMIND_SECONDS
    clock(seconds=settings.MUST_READ_REMIND_SECONDS + 1)
    assert Rest(bob).post(path).body["remindedCount"] == 1
    confirm(alice, made)
    clock(seconds=2 * settings.MUST_READ_REMIND_SECONDS + 2)
    assert Rest(bob).post(path).body["remindedCount"] == 0
    assert notified(REMINDED) == ["alice", "alice"]


def test_nobody_is_reminded_who_cannot_sign_in(alice: User, bob: User, dana: User, room: Room) -> None:
    made = published(bob, rooms=[room])
    disable_user(actor=None, user_id=dana.pk)
    assert Rest(bob).post(f"must-reads/{made['mustReadId']}/remind").body["remindedCount"] == 1


def test_a_closed_notice_reminds_nobody(bob: User, room: Room) -> None:
    made = _due_in(bob, room, days=2)
    Rest(bob).post(f"must-reads/{made['mustReadId']}/close")
    assert Rest(bob).post(f"must-reads/{made['mustReadId']}/remind").status == 409
    jobs.run_all(later=True)
    assert notified(REMINDED) == []


@pytest.mark.parametrize(
    ("time", "asked"), [({"days": 3}, [3600, 86400]), ({"hours": 5}, [3600]), ({"minutes": 30}, [])]
)
def test_a_day_and_an_hour_before_the_deadline(bob: User, room: Room, time: dict[str, float], asked: list[int]) -> None:
    _due_in(bob, room, **time)
    assert _waiting() == asked


def test_each_reminder_comes_once_and_to_those_who_are_left(
    alice: User, bob: User, dana: User, room: Room, clock: Callable[..., None]
) -> None:
    made = _due_in(bob, room, days=3)
    clock(days=2, minutes=1)
    _begin(86400)
    assert notified(REMINDED) == ["alice", "dana"]
    confirm(dana, made)
    clock(days=2, hours=23, minutes=1)
    _begin(3600)
    assert notified(REMINDED) == ["alice", "alice", "dana"]
    assert _waiting() == []


def test_begun_too_early_it_asks_again(bob: User, room: Room, clock: Callable[..., None]) -> None:
    _due_in(bob, room, days=3)
    _begin(86400)  # whoever put the clock forward put it back since
    assert notified(REMINDED) == [] and _waiting() == [3600, 86400]
    clock(days=2, minutes=1)
    _begin(86400)
    assert notified(REMINDED) == ["alice", "dana"] and _waiting() == [3600]


def test_after_a_standstill_one_stands_for_both(bob: User, room: Room, clock: Callable[..., None]) -> None:
    _due_in(bob, room, days=3)
    clock(days=5)
    jobs.run_all(later=True)
    assert notified(REMINDED) == ["alice", "dana"] and _waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_one_reminder(bob: User, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed anywhere inside, the attempt leaves nothing; the one that follows does all of it, once."""
    _due_in(bob, room, hours=2)
    MustRead.objects.update(deadline=timezone.now() + dt.timedelta(minutes=30))

    class Killed(BaseException):
        pass

    real = reminders.notify

    def kill_after(*args: Any, **named: Any) -> None:
        real(*args, **named)
        raise Killed

    monkeypatch.setattr(reminders, "notify", kill_after)
    with pytest.raises(Killed):
        _begin(3600)
    assert Notification.objects.filter(type=REMINDED).count() == 0
    monkeypatch.setattr(reminders, "notify", real)
    Job.objects.filter(kind=reminders.REMIND).update(state="QUEUED", token=None, lease_until=None)
    run = _begin(3600)
    assert notified(REMINDED) == ["alice", "dana"]
    with pytest.raises(jobs.Fenced):  # a worker believed dead that comes back
        reminders.remind_in_time(run, MustRead.objects.get().pk, 3600)
    assert notified(REMINDED) == ["alice", "dana"]


def _begin(before: int) -> Run:
    """An attempt at this reminder's job, now."""
    from messenger.core.jobs.running import run_job

    job = Job.objects.get(kind=reminders.REMIND, state="QUEUED", args__before=before)
    Job.objects.filter(pk=job.pk).update(run_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    run = run_job(job.pk)
    assert run is not None
    return run
