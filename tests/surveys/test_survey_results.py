"""What results show, and to whom; what an anonymous survey keeps to itself (contract 7, 12, decision 0023)."""

import csv
import io
import random
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts import services as accounts
from accounts.models import OrgUnit, User
from messenger.core import sealing
from surveys.models import Count, Envelope, Response
from tests.chat.doors import Rest
from tests.client import Api
from tests.surveys import crowd
from tests.surveys.conftest import answers, wanted

pytestmark = pytest.mark.django_db


def results(who: User, survey: Any, query: str = "") -> dict[str, Any]:
    answer = Rest(who).get(f"surveys/{survey.pk}/results{query}")
    assert answer.status == 200, answer.body
    return dict(answer.body)


def rows(who: User, survey_id: Any) -> list[list[str]]:
    """The CSV file as a spreadsheet reads it."""
    answer = Api(who).get(f"/surveys/{survey_id}/results.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    text = answer.content.decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize(("number", "shown", "texts"), [(4, False, False), (5, True, False), (10, True, True)])
def test_an_anonymous_survey_shows_nothing_of_too_few(bob: User, number: int, shown: bool, texts: bool) -> None:
    users = crowd.people(number)
    survey = crowd.ask(bob)
    crowd.answer(random.Random(1), survey, users, skips=0)
    before = results(bob, survey)
    assert (before["suppressed"], before["responseCount"]) == (not shown, number)
    assert not any("texts" in question for question in before["questions"])
    crowd.close(bob, survey)
    found = results(bob, survey)
    assert (found["suppressed"], found["responseCount"], found["targetCount"]) == (not shown, number, number + 1)
    assert [question["suppressed"] for question in found["questions"]] == ([False] * 3 + [not texts] if shown else [])
    assert sum("texts" in question for question in found["questions"]) == texts
    assert Count.objects.count() == shown
    assert (Envelope.objects.count(), Response.objects.count()) == (0, 0)


def test_a_question_that_few_answered_is_not_shown(bob: User) -> None:
    users = crowd.people(12)
    survey = crowd.ask(bob)
    crowd.answer(random.Random(2), survey, users[:4], skips=0)
    crowd.answer(random.Random(2), survey, users[4:], skips=1)
    crowd.close(bob, survey)
    multi = results(bob, survey)["questions"][1]
    assert (multi["answered"], multi["suppressed"], "choices" in multi) == (None, True, False)


def test_departments_are_shown_where_nobody_can_be_worked_out(bob: User) -> None:
    users = crowd.people(19)
    top = accounts.create_unit(actor=None, name="본부")
    below = [accounts.create_unit(actor=None, name=name, parent_id=top.pk) for name in ("가팀", "나팀", "다팀")]
    seats = [below[0]] * 8 + [below[1]] * 6 + [below[2]] * 3 + [None, None]
    for user, unit in zip(users, seats, strict=True):
        if unit is not None:
            accounts.give_post(actor=None, user=user, unit=unit)
    survey = crowd.ask(bob, unit_id=top.pk)
    crowd.answer(random.Random(3), survey, users[:17], skips=0)
    crowd.close(bob, survey)
    found = results(bob, survey)
    # 다팀 has three people, who would be what remains of 본부 beside 가팀 and 나팀: so 나팀 is kept back as well.
    assert [(unit["name"], unit["responseCount"]) for unit in found["units"]] == [("가팀", 8), ("본부", 17)]
    assert results(bob, survey, f"?orgUnitId={below[0].pk}")["responseCount"] == 8
    for hidden in below[1:]:
        shown = results(bob, survey, f"?orgUnitId={hidden.pk}")
        assert (shown["suppressed"], shown["responseCount"], shown["questions"]) == (True, None, [])
    assert "texts" not in results(bob, survey, f"?orgUnitId={below[0].pk}")["questions"][3]
    assert Rest(bob).get(f"surveys/{survey.pk}/results?orgUnitId={survey.pk}").status == 404


def test_figures_are_made_once(bob: User, settings: Settings) -> None:
    users = crowd.people(30)
    units = crowd.chart(random.Random(4), 4)
    crowd.seat(random.Random(4), users, units)
    survey = crowd.ask(bob)
    settings.SURVEY_THRESHOLD = 3  # a promise that was made is kept
    crowd.answer(random.Random(4), survey, users[:25])
    crowd.close(bob, survey)
    first = results(bob, survey)
    crowd.seat(random.Random(5), users, units)
    accounts.disable_user(actor=None, user_id=users[0].pk)
    assert results(bob, survey) == first
    assert survey.threshold == 5


def test_named_answers_are_counted_as_they_come_and_by_department(
    alice: User, bob: User, dana: User, units: dict[str, OrgUnit]
) -> None:
    survey = Rest(bob).post("surveys", wanted()).body
    path = f"surveys/{survey['surveyId']}"
    for who, single in ((alice, 0), (bob, 1)):
        Rest(who).post(f"{path}/submit", answers(survey, single=single, multi=(0, 2), scale=4, text="=1+1"))
    whole = Rest(bob).get(f"{path}/results").body
    team = Rest(bob).get(f"{path}/results?orgUnitId={units['first'].pk}").body
    assert (whole["responseCount"], team["responseCount"], team["targetCount"]) == (2, 1, 2)
    assert {unit["name"]: unit["responseCount"] for unit in whole["units"]} == {"영업": 2, "영업1": 1}
    progress = Rest(bob).get(f"{path}/progress").body
    assert (progress["responseCount"], progress["missing"]) == (2, [str(dana.pk)])
    head, first, second = rows(bob, survey["surveyId"])
    assert head[3:] == [question["prompt"] for question in survey["questions"]]
    assert [first[0], first[1], *first[3:]] == ["김민지", "영업1", "한식", "밥; 반찬", "4", "'=1+1"]
    assert second[0] == "박준호"


def test_an_anonymous_file_has_the_figures_and_no_more(bob: User) -> None:
    users = crowd.people(12)
    survey = crowd.ask(bob)
    poll = crowd.answer(random.Random(6), survey, users, skips=0)
    assert not set(poll.texts.values()) & {line[2] for line in rows(bob, survey.pk)}  # not before the end
    crowd.close(bob, survey)
    found = results(bob, survey)["questions"]
    counts = [choice["count"] for question in found[:2] for choice in question["choices"]]
    counts += found[2]["scale"]["counts"].values()
    lines = rows(bob, survey.pk)[1:]
    assert [line[3] for line in lines if line[3]] == [str(count) for count in counts]
    assert sorted(line[2] for line in lines if line[0] == "4") == sorted(poll.texts.values())
    progress = Rest(bob).get(f"surveys/{survey.pk}/progress").body
    assert (progress["responseCount"], progress["missing"]) == (12, None)


def test_texts_come_back_out_of_the_file_as_they_were(alice: User, bob: User) -> None:
    hostile = 'a","b"\r\n"=cmd",\n;x'
    question = {"type": "TEXT", "prompt": "=HYPERLINK(1)", "required": True}
    survey = Rest(bob).post("surveys", wanted(questions=[question])).body
    body = {"answers": [{"questionId": survey["questions"][0]["questionId"], "text": hostile}]}
    assert Rest(alice).post(f"surveys/{survey['surveyId']}/submit", body).status == 201
    head, row = rows(bob, survey["surveyId"])
    assert (head[3], row[3]) == ("'=HYPERLINK(1)", hostile.replace("\r", ""))


def test_envelopes_wait_for_their_key(bob: User, settings: Settings) -> None:
    users = crowd.people(6)
    survey = crowd.ask(bob)
    crowd.answer(random.Random(7), survey, users)
    right, settings.SEALING_KEY = settings.SEALING_KEY, "another key of at least thirty-two characters"
    refused = Rest(bob).post(f"surveys/{survey.pk}/close")
    assert (refused.status, Envelope.objects.count()) == (503, 6)
    settings.SEALING_KEY = right
    assert Rest(bob).post(f"surveys/{survey.pk}/close").status == 200
    assert results(bob, survey)["responseCount"] == 6


def test_an_envelope_opens_for_its_survey_alone(bob: User) -> None:
    users = crowd.people(5)
    survey, other = crowd.ask(bob), crowd.ask(bob)
    crowd.answer(random.Random(8), survey, users)
    sealed = [bytes(each) for each in Envelope.objects.values_list("sealed", flat=True)]
    assert len({len(each) for each in sealed}) == 1
    with pytest.raises(sealing.Broken):
        sealing.unseal("survey", sealed[0], about=other.pk.bytes)
