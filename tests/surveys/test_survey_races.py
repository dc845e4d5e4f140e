"""At the same moment: one response a person, none after the end, none lost (contract 7)."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from surveys.models import Count, Envelope, Response, Survey, Target
from surveys.services import counting, submitting, writing
from tests.client import Api
from tests.surveys import crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each in a thread with its own connection; what each said."""
    start = threading.Barrier(len(jobs))
    said: list[Any] = [None] * len(jobs)

    def run(index: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            said[index] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, job)) for index, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def body(survey: Survey) -> dict[str, Any]:
    single, _multi, scale, _text = survey.questions.all()
    choice = single.choices.all()[0]
    return {
        "answers": [
            {"questionId": str(single.pk), "choiceIds": [str(choice.pk)]},
            {"questionId": str(scale.pk), "scale": 3},
        ]
    }


@pytest.mark.parametrize("anonymous", [True, False])
def test_eight_times_at_once_is_once(bob: User, anonymous: bool) -> None:
    survey = crowd.ask(bob, anonymous=anonymous)
    doors = [Api(bob) for _number in range(8)]
    answered = together(
        *(lambda api=api: api.post(f"/surveys/{survey.pk}/submit", body(survey)).status_code for api in doors)
    )
    assert sorted(answered) == [201] + [409] * 7
    kept = Envelope.objects.count() if anonymous else Response.objects.count()
    assert (kept, Target.objects.filter(answered=True).count()) == (1, 1)


def test_who_answers_while_it_closes_is_counted_or_refused(bob: User) -> None:
    users = crowd.people(10)
    survey = crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:5], skips=0)
    doors = [Api(user) for user in users[5:]]
    ends = Api(bob)
    jobs = [lambda api=api: api.post(f"/surveys/{survey.pk}/submit", body(survey)).status_code for api in doors]
    *answered, closed = together(*jobs, lambda: ends.post(f"/surveys/{survey.pk}/close").status_code)
    assert closed == 200
    assert set(answered) <= {201, 409}
    taken = 5 + answered.count(201)
    assert Target.objects.filter(answered=True).count() == taken
    assert (Count.objects.get(unit=None).figures["responses"], Envelope.objects.count()) == (taken, 0)


def test_two_who_notice_that_it_is_time_open_and_close_it_once(bob: User, alice: User) -> None:
    survey = writing.create_survey(
        actor=bob, title="설문", is_anonymous=True, questions=crowd.QUESTIONS, shared_with=[], is_draft=True
    )
    doors = [Api(bob) for _number in range(4)]
    published = together(*(lambda api=api: api.post(f"/surveys/{survey.pk}/publish").status_code for api in doors))
    assert published == [200] * 4
    assert Target.objects.count() == 2
    closed = together(*(lambda api=api: api.post(f"/surveys/{survey.pk}/close").status_code for api in doors))
    assert sorted(closed) == [200, 409, 409, 409]
    assert Survey.objects.get().counted_at is not None


def test_a_submission_that_breaks_leaves_nothing(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taking part and the answers are one: neither is kept without the other."""
    survey = crowd.ask(bob)

    def killed(*_args: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(submitting.announcing, "changed_for", killed)
    assert Api(bob).post(f"/surveys/{survey.pk}/submit", body(survey)).status_code == 500
    assert (Envelope.objects.count(), Target.objects.filter(answered=True).count()) == (0, 0)
    monkeypatch.undo()
    monkeypatch.setattr(counting.Count.objects, "bulk_create", killed)
    assert Api(bob).post(f"/surveys/{survey.pk}/submit", body(survey)).status_code == 201
    assert Api(bob).post(f"/surveys/{survey.pk}/close").status_code == 500
    assert (Envelope.objects.count(), Survey.objects.get().state) == (1, "OPEN")
    monkeypatch.undo()
    assert Api(bob).post(f"/surveys/{survey.pk}/close").status_code == 200
    assert Envelope.objects.count() == 0
