"""Workers are killed while messages are due, at every step and for real: each is sent once, each reminder told once."""

import datetime as dt
import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from chat.models import Message, Notification, Room, ScheduledMessage
from chat.services import moments, reminders, scheduling
from messenger.core import jobs
from messenger.core.jobs import moves, sweeping
from messenger.core.models import Job
from tests.around.conftest import Clock
from tests.chat.doors import Rest
from tests.services import worker
from tests.services.ports import wait_until
from tests.services.worker import Worker, is_alive

pytestmark = pytest.mark.django_db(transaction=True)

QUICK = {
    "JOB_LEASE_SECONDS": "2",
    "JOB_SWEEP_SECONDS": "1",
    "JOB_RETRY_SECONDS": "1",
    "JOB_RETRY_MOST_SECONDS": "1",
    "FOLLOW_RUN_SECONDS": "300",
}


class Killed(BaseException):
    """Nothing of ours catches it, as nothing catches SIGKILL."""


# Where the worker dies: just before, or just after, this is called.
STEPS: dict[str, tuple[Any, str, bool]] = {
    "before the end of the job is written": (moves, "succeed", False),
    "after that": (moves, "succeed", True),
    "before the message": (scheduling, "send_message", False),
    "after the message, before the commit": (scheduling, "send_message", True),
    "before the note that it is sent": (ScheduledMessage, "save", False),
    "after the note, before the commit": (ScheduledMessage, "save", True),
    "while it looks what is due": (jobs, "enqueue", True),
}


def scheduled(alice: User, room: Room, seconds: float, text: str = "예약") -> dict[str, Any]:
    at = timezone.now() + dt.timedelta(seconds=seconds)
    return scheduling.schedule_message(actor=alice, room_id=room.pk, client_msg_id=uuid.uuid4(), text=text, at=at)[0]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_this_step_it_is_sent_once(
    alice: User, room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    scheduled(alice, room, 60)
    clock.move(minutes=2)
    place, name, afterwards = STEPS[step]
    real: Callable[..., Any] = getattr(place, name)

    def killed(*args: Any, **options: Any) -> Any:
        if afterwards:
            real(*args, **options)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, name, killed)
        with suppress(Killed):
            clock.tick()
    Job.objects.filter(state="RUNNING").update(lease_until=Now() - dt.timedelta(minutes=1))
    sweeping.sweep()
    for _look in range(2):
        clock.tick()
    assert Message.objects.filter(sender=alice).count() == 1
    assert ScheduledMessage.objects.get().state == "SENT"


@pytest.fixture
def busy(tmp_path: Path, django_db_setup: None) -> Iterator[Worker]:
    """A real worker whose clocks run fast."""
    one = worker.on_test_database(tmp_path / "worker.log", "--again", "0.1", **QUICK)
    yield one.start()
    one.remove()
    Job.objects.all().delete()


def so_many(texts: list[str], sent: int) -> bool:
    return Message.objects.filter(text__in=texts).count() >= sent


def is_gone(pid: int) -> bool:
    return not is_alive(pid)


@pytest.mark.server
def test_real_workers_are_killed_and_everything_happens_once(alice: User, room: Room, busy: Worker) -> None:
    said = Rest(alice).say(room.pk, "기억할 말")
    texts = [f"{n}번" for n in range(8)]
    for n, text in enumerate(texts):
        scheduled(alice, room, 0.3 + n / 4, text)
        at = timezone.now() + dt.timedelta(seconds=0.3 + n / 4)
        reminders.set_reminder(actor=alice, message_id=said["messageId"], at=at)
    for sent in (2, 5):
        wait_until(partial(so_many, texts, sent), f"{sent} are sent", 40)
        lane = busy.lane("scan")  # it has the queue "push" as well
        os.kill(lane, signal.SIGKILL)
        wait_until(partial(is_gone, lane), "it is gone")

    def all_done() -> bool:
        moments.ask_for_due()  # as the clock does, which rings every fifteen seconds
        return not ScheduledMessage.objects.filter(state="WAITING").exists() and Notification.objects.filter(
            type="REMINDER"
        ).count() >= len(texts)

    wait_until(all_done, "everything was done", 40)
    assert sorted(Message.objects.filter(text__in=texts).values_list("text", flat=True)) == sorted(texts)
    assert Notification.objects.filter(user=alice, type="REMINDER").count() == len(texts)
