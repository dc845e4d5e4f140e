"""Who cannot wait for the end of an anonymous survey sees figures in steps, and pays for it (decision 0023)."""

import random
from typing import Any

import pytest

from accounts.models import User
from surveys.models import Count, Envelope
from tests.chat.doors import Rest
from tests.surveys import crowd

pytestmark = pytest.mark.django_db


def results(who: User, survey: Any) -> dict[str, Any]:
    answer = Rest(who).get(f"surveys/{survey.pk}/results")
    assert answer.status == 200, answer.body
    return dict(answer.body)


def answered(found: dict[str, Any]) -> list[int | None]:
    """How many answered the questions that have to be answered, and the free text."""
    return [found["questions"][place]["answered"] for place in (0, 2, 3)]


def test_four_people_show_nothing_and_the_fifth_shows_five(bob: User) -> None:
    users, survey = crowd.people(9), crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:4], skips=0)
    assert (results(bob, survey)["suppressed"], Count.objects.count()) == (True, 0)
    crowd.answer(random.Random(2), survey, users[4:5], skips=0)
    found = results(bob, survey)
    assert (found["suppressed"], found["state"], found["responseCount"]) == (False, "OPEN", 5)
    assert answered(found) == [5, 5, None]  # no free text before the end
    assert sum(choice["count"] for choice in found["questions"][0]["choices"]) == 5
    assert Envelope.objects.filter(survey=survey).count() == 5


def test_whom_it_is_shared_with_sees_what_the_author_has_looked_at(bob: User, dana: User) -> None:
    users, survey = crowd.people(9), crowd.ask(bob)
    shared = Rest(bob).patch(f"surveys/{survey.pk}", {"sharedWith": [str(dana.pk)]})
    assert shared.status == 200
    crowd.answer(random.Random(1), survey, users[:7], skips=0)
    assert results(dana, survey)["suppressed"]
    assert answered(results(bob, survey)) == [7, 7, None]
    assert answered(results(dana, survey)) == [7, 7, None]


def test_the_next_four_answers_change_nothing_that_is_shown(bob: User) -> None:
    users, survey = crowd.people(11), crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:5], skips=0)
    first = results(bob, survey)
    for number in range(5, 9):
        crowd.answer(random.Random(number), survey, users[number : number + 1], skips=0)
        assert results(bob, survey) == first
    crowd.answer(random.Random(9), survey, users[9:10], skips=0)
    assert answered(results(bob, survey)) == [10, 10, None]


def test_at_the_end_the_last_few_are_left_out_of_what_was_shown_early(bob: User) -> None:
    users, survey = crowd.people(14), crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:6], skips=0)
    early = results(bob, survey)
    crowd.answer(random.Random(2), survey, users[6:10], skips=0)
    crowd.close(bob, survey)
    found = results(bob, survey)
    assert (found["responseCount"], answered(found)) == (10, [6, 6, 10])
    assert [found["questions"][place].get("partial", False) for place in (0, 2, 3)] == [True, True, False]
    assert found["questions"][0]["choices"] == early["questions"][0]["choices"]
    assert len(found["questions"][3]["texts"]) == 10
    assert not Envelope.objects.exists()


def test_at_the_end_everybody_counts_if_enough_came_since(bob: User) -> None:
    users, survey = crowd.people(14), crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:6], skips=0)
    results(bob, survey)
    crowd.answer(random.Random(2), survey, users[6:12], skips=0)
    crowd.close(bob, survey)
    found = results(bob, survey)
    assert answered(found) == [12, 12, 12]
    assert not any("partial" in question for question in found["questions"])


def test_who_did_not_look_early_gets_everybody_and_the_departments(bob: User) -> None:
    users, survey = crowd.people(20), crowd.ask(bob)
    units = crowd.chart(random.Random(4), 3)
    crowd.seat(random.Random(4), users, units)
    crowd.answer(random.Random(1), survey, users[:6], skips=0)
    assert Rest(bob).get(f"surveys/{survey.pk}/progress").body["responseCount"] == 6  # no look at figures
    crowd.answer(random.Random(2), survey, users[6:8], skips=0)
    crowd.close(bob, survey)
    assert answered(results(bob, survey))[:2] == [8, 8]


def test_who_looked_early_gets_no_departments(bob: User) -> None:
    users = crowd.people(20)
    units = crowd.chart(random.Random(4), 1)
    crowd.seat(random.Random(4), users, units)
    survey = crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users[:10], skips=0)
    results(bob, survey)
    crowd.answer(random.Random(2), survey, users[10:], skips=0)
    crowd.close(bob, survey)
    assert results(bob, survey)["units"] == []


def test_a_question_that_few_answered_since_stands_still(bob: User) -> None:
    users, survey = crowd.people(14), crowd.ask(bob)
    crowd.answer(random.Random(3), survey, users[:5], skips=0)
    results(bob, survey)
    crowd.answer(random.Random(2), survey, users[5:7], skips=0)
    crowd.answer(random.Random(2), survey, users[7:12], skips=1)  # they leave out what need not be answered
    multi = results(bob, survey)["questions"][1]
    assert multi["answered"] is None or (multi["answered"], multi["partial"]) == (5, True)
