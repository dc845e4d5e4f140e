"""Opening, closing and reminding happen at their moment, once, whatever workers and clocks do (contract 7)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import OrgUnit, User
from chat.models import Notification
from messenger.core import jobs
from messenger.core.jobs import moves, running
from messenger.core.jobs.run import Run
from messenger.core.models import Job
from surveys.models import Survey, Target
from surveys.services import announcing, moments, tending
from tests.chat.doors import Rest
from tests.surveys.conftest import Clock, answers, wanted, wire

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def ring() -> int:
    """What is asked for of surveys is done once, as if its time had come by the workers' clock."""
    waiting = Job.objects.filter(kind=moments.TEND, state=Job.State.QUEUED)
    waiting.update(run_at=Now())
    return sum(running.run_job(job.pk) is not None for job in list(waiting))


def told_of(kind: str = "SURVEY") -> int:
    return Notification.objects.filter(type=kind).count()


@pytest.fixture
def planned(bob: User, alice: User, units: dict[str, OrgUnit], clock: Clock) -> dict[str, Any]:
    """A survey of alice and dana that opens in an hour and is open for another."""
    times = {"opensAt": wire(clock() + HOUR), "closesAt": wire(clock() + 2 * HOUR)}
    unit = str(units["first"].pk)
    return dict(Rest(bob).post("surveys", wanted(targetOrgUnitId=unit, isAnonymous=True, **times)).body)


def test_it_opens_and_closes_to_the_second_though_no_worker_runs(
    alice: User, bob: User, planned: dict[str, Any], clock: Clock
) -> None:
    path = f"surveys/{planned['surveyId']}"

    def submit(who: User) -> int:
        return Rest(who).post(f"{path}/submit", answers(planned)).status

    assert (planned["state"], Rest(alice).get(path).body["state"], submit(alice)) == ("DRAFT", "DRAFT", 409)
    clock(seconds=3599.999)
    assert submit(alice) == 409
    assert not Target.objects.exists()
    clock(seconds=0.001)
    assert submit(alice) == 201
    assert (told_of(), Rest(alice).get(path).body["state"]) == (2, "OPEN")
    clock(seconds=3599.999)
    assert Rest(bob).get(f"{path}/progress").body["state"] == "OPEN"
    clock(seconds=0.001)
    assert Rest(bob).get(path).body["state"] == "CLOSED"
    dana = Target.objects.get(answered=False).user
    assert submit(dana) == 409
    assert Survey.objects.get().counted_at is None
    assert Rest(bob).get(f"{path}/results").body["suppressed"]
    assert Survey.objects.get().counted_at is not None


def test_workers_open_and_close_it_once(planned: dict[str, Any], clock: Clock, told: Callable[..., Any]) -> None:
    assert ring() == 1  # too early by our clock: it asks again
    assert (told_of(), Job.objects.filter(kind=moments.TEND, state="QUEUED").count()) == (0, 1)
    clock(hours=1)
    (created, seen) = sorted(told(ring), key=lambda event: event.name)
    assert (created.name, seen.name, len(created.users)) == ("SURVEY_CREATED", "SURVEY_UPDATED", 2)
    assert told(ring) == []
    clock(hours=1)
    closed = told(ring)
    assert {event.name for event in closed} == {"SURVEY_UPDATED"}
    assert {event.data["survey"]["state"] for event in closed} == {"CLOSED"}
    assert (ring(), told_of(), told_of("SURVEY_CLOSED")) == (0, 2, 1)  # its author learns that it is over


def test_a_clock_that_goes_back_opens_nothing_twice(planned: dict[str, Any], clock: Clock) -> None:
    clock(hours=1)
    ring()
    clock(hours=-3)
    ring()
    clock(hours=3)
    ring()
    assert (told_of(), Survey.objects.get().counted_at) == (2, None)


def test_after_a_standstill_all_that_was_missed_is_done_once(planned: dict[str, Any], clock: Clock) -> None:
    Job.objects.all().delete()
    clock(days=2)
    assert tending.ask_for_due() == 1
    tending.ask_for_due()
    assert ring() == 1
    assert (told_of(), told_of("SURVEY_CLOSED"), Target.objects.count()) == (2, 1, 2)
    assert tending.ask_for_due() == 0


def test_a_killed_worker_leaves_nothing_half_done(
    planned: dict[str, Any], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(hours=1)
    real = announcing.opened

    def killed(survey: Survey) -> None:
        real(survey)
        raise RuntimeError("killed")

    monkeypatch.setattr(announcing, "opened", killed)
    ring()
    assert (told_of(), Target.objects.count(), Survey.objects.get().opened_at) == (0, 0, None)
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock())
    ring()
    assert (told_of(), Target.objects.count()) == (2, 2)


def test_a_worker_that_lost_its_job_does_nothing(planned: dict[str, Any], clock: Clock) -> None:
    clock(hours=1)
    Job.objects.update(run_at=Now())
    slow = moves.take(Job.objects.get(kind=moments.TEND).pk)
    assert slow is not None
    Job.objects.filter(pk=slow.pk).update(lease_until=Now() - dt.timedelta(seconds=1))
    moves.take_back(slow)
    ring()
    before = told_of()
    with pytest.raises(jobs.Fenced):
        tending.tend(Run(slow), Survey.objects.get().pk)
    assert (before, told_of()) == (2, 2)


def test_a_survey_that_is_gone_needs_no_worker(bob: User, planned: dict[str, Any], clock: Clock) -> None:
    Rest(bob).delete(f"surveys/{planned['surveyId']}")
    clock(hours=1)
    assert ring() == 1
    assert Job.objects.get(kind=moments.TEND).state == "SUCCEEDED"


def test_an_end_that_was_put_off_is_kept(bob: User, planned: dict[str, Any], clock: Clock) -> None:
    clock(hours=1)
    ring()
    later = wire(clock() + 5 * HOUR)
    assert Rest(bob).patch(f"surveys/{planned['surveyId']}", {"closesAt": later}).status == 200
    clock(hours=1)
    ring()
    assert Survey.objects.get().state == "OPEN"
    clock(hours=4)
    ring()
    assert Survey.objects.get().counted_at is not None


def test_only_who_has_not_answered_is_reminded_and_once_a_day(
    alice: User, bob: User, units: dict[str, OrgUnit], clock: Clock
) -> None:
    survey = Rest(bob).post("surveys", wanted(targetOrgUnitId=str(units["sales"].pk), isAnonymous=True)).body
    path = f"surveys/{survey['surveyId']}"
    Rest(alice).post(f"{path}/submit", answers(survey))
    assert Rest(alice).post(f"{path}/remind").status == 403
    assert Rest(bob).post(f"{path}/remind").body["reminded"] == 2
    assert not Notification.objects.filter(type="SURVEY_REMINDER", user=alice).exists()
    clock(seconds=86399)
    again = Rest(bob).post(f"{path}/remind")
    assert (again.status, again.details["retryAfter"]) == (429, 2)
    assert told_of("SURVEY_REMINDER") == 2
    clock(seconds=1)
    assert Rest(bob).post(f"{path}/remind").status == 200
    for who in Target.objects.filter(answered=False):
        Rest(who.user).post(f"{path}/submit", answers(survey))
    clock(days=1)
    assert Rest(bob).post(f"{path}/remind").status == 409  # nobody is left
    Rest(bob).post(f"{path}/close")
    assert Rest(bob).post(f"{path}/remind").status == 409
