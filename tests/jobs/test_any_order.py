"""Whatever workers, sweepers, people and the clock do, in whichever order: a job is what a simple model says it is."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from messenger.core import jobs
from messenger.core.jobs import kinds, moves, sweeping
from messenger.core.models import Job

State, Cause = Job.State, Job.Cause
MOST = 3


class Model:
    """A job as one would tell it: in few words."""

    def __init__(self, key: str | None) -> None:
        self.key = key
        self.state = State.QUEUED
        self.attempts = 0
        self.holder: UUID | None = None
        self.cancel_asked = False
        self.due = True
        self.effects = 0

    def end(self, state: Job.State) -> None:
        self.state, self.holder = state, None

    def wait(self, due: bool) -> None:
        self.state, self.holder, self.due = State.QUEUED, None, due

    def lose(self) -> None:
        """The worker says nothing more, or says that it could not be done."""
        if self.cancel_asked:
            self.end(State.CANCELLED)
        elif self.attempts >= MOST:
            self.end(State.DEAD)
        else:
            self.wait(due=False)


class Jobs(RuleBasedStateMachine):
    """Every run of it happens in one transaction that is rolled back."""

    asked = Bundle("asked")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[UUID, Model] = {}
        self._transaction = transaction.atomic()
        self._transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    def are(self, state: Job.State, **more: bool) -> bool:
        """Whether there is a job like this; what makes no difference is asked less often then."""
        return any(m.state == state and all(getattr(m, k) == v for k, v in more.items()) for m in self.models.values())

    @precondition(lambda self: len(self.models) < 3)  # few, so that much happens to each
    @rule(target=asked, key=st.sampled_from([None, "a", "b"]))
    def ask(self, key: str | None) -> UUID:
        job = jobs.enqueue("test.work", key=key)
        known = [pk for pk, m in self.models.items() if key is not None and m.key == key and m.state in _UNFINISHED]
        assert known in ([], [job.pk]), "the unfinished one of this key"
        self.models.setdefault(job.pk, Model(key))
        return job.pk

    @precondition(lambda self: self.are(State.QUEUED, due=True))
    @rule(target=held, job_id=asked)
    def take(self, job_id: UUID) -> Any:
        model = self.models[job_id]
        job = moves.take(job_id)
        if model.state != State.QUEUED or not model.due:
            assert job is None
            return multiple()
        assert job is not None
        model.state, model.holder = State.RUNNING, job.token
        model.attempts += 1
        return job

    def _as(self, job: Job, move: Any) -> Model | None:
        """Make a worker's move; the model if the worker still holds the job, None if the fence refused it."""
        model = self.models[job.pk]
        if model.holder == job.token and model.state == State.RUNNING:
            move()
            return model
        with pytest.raises(jobs.Fenced):
            move()
        return None

    @rule(job=held)
    def finish(self, job: Job) -> None:
        def done() -> None:
            with jobs.Run(job).done():
                self.models[job.pk].effects += 1

        model = self.models[job.pk]
        if model.holder == job.token and model.cancel_asked:
            with pytest.raises(jobs.Cancelled):
                done()
        elif self._as(job, done):
            model.end(State.SUCCEEDED)

    @rule(job=held)
    def fail(self, job: Job) -> None:
        if model := self._as(job, lambda: moves.fail(job, Cause.VALIDATION, "no")):
            model.end(State.FAILED)

    @rule(job=held)
    def try_again(self, job: Job) -> None:
        if model := self._as(job, lambda: moves.try_again(job, Cause.TRANSIENT, "later")):
            if model.attempts >= MOST:
                model.end(State.DEAD)
            else:
                model.lose()

    @rule(job=held)
    def give_back(self, job: Job) -> None:
        if model := self._as(job, lambda: moves.give_back(job)):
            if model.cancel_asked:
                model.end(State.CANCELLED)
            else:
                model.wait(due=True)
                model.attempts -= 1

    @rule(job=held)
    def notice_the_wish(self, job: Job) -> None:
        model = self.models[job.pk]
        if model.cancel_asked and self._as(job, lambda: moves.stop_cancelled(job)):
            model.end(State.CANCELLED)

    @precondition(lambda self: self.are(State.RUNNING))
    @rule(job_id=asked)
    def lose_the_worker(self, job_id: UUID) -> None:
        Job.objects.filter(pk=job_id, state=State.RUNNING).update(lease_until=_long_ago())
        swept = sweeping.take_back_lost()
        model = self.models[job_id]
        assert swept == (model.state == State.RUNNING)
        if swept:
            first = model.attempts == 1
            model.lose()
            model.due = model.due or first

    @precondition(lambda self: self.are(State.QUEUED, due=False))
    @rule(job_id=asked)
    def let_time_pass(self, job_id: UUID) -> None:
        Job.objects.filter(pk=job_id, state=State.QUEUED).update(run_at=_long_ago())
        self.models[job_id].due = True

    @precondition(lambda self: self.are(State.RUNNING, cancel_asked=False))
    @rule(job_id=asked)
    def cancel(self, job_id: UUID) -> None:
        model = self.models[job_id]
        if model.state in _UNFINISHED:
            jobs.cancel(job_id)
            if model.state == State.QUEUED:
                model.end(State.CANCELLED)
            else:
                model.cancel_asked = True
        else:
            with pytest.raises(jobs.IllegalMove):
                jobs.cancel(job_id)

    @precondition(lambda self: self.are(State.FAILED) or self.are(State.DEAD) or self.are(State.CANCELLED))
    @rule(job_id=asked)
    def retry(self, job_id: UUID) -> None:
        model = self.models[job_id]
        same = [m for m in self.models.values() if m.key == model.key is not None and m.state in _UNFINISHED]
        if model.state in (State.FAILED, State.DEAD, State.CANCELLED) and not same:
            jobs.retry(job_id)
            model.wait(due=True)
            model.attempts, model.cancel_asked = 0, False
        else:
            with pytest.raises(jobs.IllegalMove):
                jobs.retry(job_id)

    @invariant()
    def every_row_is_what_the_model_says(self) -> None:
        for job in Job.objects.all():
            model = self.models[job.pk]
            assert (job.state, job.attempts, job.token) == (model.state, model.attempts, model.holder)
            assert (job.finished_at is not None) == (job.state in moves.FINAL)
            assert model.effects == (1 if job.state == State.SUCCEEDED else 0), "done once or not at all"
            assert job.attempts <= MOST


_UNFINISHED = (State.QUEUED, State.RUNNING)


def _long_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=1)


@pytest.mark.django_db
def test_in_whichever_order_things_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(moves, "backoff", lambda attempts: dt.timedelta(hours=9))
    jobs.handles("test.work", queue="upkeep", attempts=MOST)(lambda run: None)
    run_state_machine_as_test(
        Jobs,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
