"""What is an answer, what is not, and how large a survey may be (contract 7)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from messenger.core.errors import Invalid
from surveys.models import Response, Target
from surveys.schemas.requests import CreateSurvey
from tests.chat.doors import Rest
from tests.surveys.conftest import answers, wanted

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any], list[dict[str, Any]]], Any]
SINGLE, MULTI, SCALE, TEXT = range(4)
WRONG: dict[str, tuple[int, Change]] = {
    "a choice of another question": (SINGLE, lambda s, a: a[0].update(choiceIds=a[1]["choiceIds"])),
    "two of one": (SINGLE, lambda s, a: a[0].update(choiceIds=[c["choiceId"] for c in s["questions"][0]["choices"]])),
    "none where one is needed": (SINGLE, lambda s, a: a[0].update(choiceIds=[])),
    "not answered": (SINGLE, lambda s, a: a.pop(0)),
    "text to a choice": (SINGLE, lambda s, a: a[0].update(choiceIds=[], text="한식")),
    "the same twice": (MULTI, lambda s, a: a[1].update(choiceIds=a[1]["choiceIds"] * 2)),
    "a choice of nobody": (MULTI, lambda s, a: a[1].update(choiceIds=[str(uuid.uuid4())])),
    "below the scale": (SCALE, lambda s, a: a[2].update(scale=0)),
    "above the scale": (SCALE, lambda s, a: a[2].update(scale=6)),
    "answered twice": (SCALE, lambda s, a: a.append(dict(a[2]))),
    "a step to a text": (TEXT, lambda s, a: a[3].update(scale=3)),
}
MALFORMED: dict[str, Any] = {
    "no answers": {},
    "an object": {"answers": {}},
    "a question without an id": {"answers": [{"text": "x"}]},
    "a step in letters": {"answers": [{"questionId": str(uuid.uuid4()), "scale": "3"}]},
    "half a step": {"answers": [{"questionId": str(uuid.uuid4()), "scale": 2.5}]},
    "too long": {"answers": [{"questionId": str(uuid.uuid4()), "text": "가" * 2001}]},
}


@pytest.fixture
def survey(bob: User) -> dict[str, Any]:
    return dict(Rest(bob).post("surveys", wanted()).body)


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_names_its_question_and_changes_nothing(alice: User, survey: dict[str, Any], case: str) -> None:
    number, spoil = WRONG[case]
    body = answers(survey, multi=(0, 1), text="음")
    spoil(survey, body["answers"])
    refused = Rest(alice).post(f"surveys/{survey['surveyId']}/submit", body)
    assert (refused.status, set(refused.details["answers"])) == (400, {survey["questions"][number]["questionId"]})
    assert not Response.objects.exists()
    assert not Target.objects.filter(answered=True).exists()


def test_a_question_of_another_survey_is_none(alice: User, bob: User, survey: dict[str, Any]) -> None:
    other = Rest(bob).post("surveys", wanted()).body
    refused = Rest(alice).post(f"surveys/{survey['surveyId']}/submit", answers(other))
    assert refused.status == 400
    assert {q["questionId"] for q in other["questions"]} <= set(refused.details["answers"])


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_malformed_is_refused(alice: User, charlie: User, survey: dict[str, Any], case: str) -> None:
    assert Rest(alice).post(f"surveys/{survey['surveyId']}/submit", MALFORMED[case]).status == 400
    assert Rest(charlie).post(f"surveys/{uuid.uuid4()}/submit", MALFORMED[case]).status == 404  # that comes first


def test_what_is_not_required_may_stay_empty(alice: User, bob: User, survey: dict[str, Any]) -> None:
    body = answers(survey, single=2, scale=1, text="   ")
    assert Rest(alice).post(f"surveys/{survey['surveyId']}/submit", body).status == 201
    assert len(Response.objects.get().answers) == 2
    found = Rest(bob).get(f"surveys/{survey['surveyId']}/results").body["questions"]
    assert [question["answered"] for question in found] == [1, 0, 1, 0]


def test_one_answers_once(alice: User, bob: User, survey: dict[str, Any]) -> None:
    path = f"surveys/{survey['surveyId']}/submit"
    assert Rest(alice).post(path, answers(survey)).status == 201
    again = Rest(alice).post(path, answers(survey, single=1))
    assert (again.status, again.code) == (409, "CONFLICT")
    assert Response.objects.count() == 1


QUESTION = {"type": "SINGLE", "prompt": "?", "choices": ["가", "나"]}
TOO_MUCH: dict[str, tuple[str, Any]] = {
    "MAX_SURVEY_TITLE": ("title", {"title": "가" * 121}),
    "MAX_SURVEY_QUESTIONS": ("questions", {"questions": [QUESTION] * 51}),
    "MAX_SURVEY_PROMPT": ("questions", {"questions": [{**QUESTION, "prompt": "가" * 501}]}),
    "MAX_SURVEY_CHOICES": ("questions", {"questions": [{**QUESTION, "choices": [str(n) for n in range(31)]}]}),
    "MAX_SURVEY_CHOICE": ("questions", {"questions": [{**QUESTION, "choices": ["가" * 201, "나"]}]}),
    "MAX_SURVEY_SHARED": ("sharedWith", {"sharedWith": [str(uuid.uuid4()) for _ in range(51)]}),
    "a scale without steps": ("questions", {"questions": [{"type": "SCALE", "scaleMin": 5, "scaleMax": 5}]}),
    "a scale that is too long": ("questions", {"questions": [{"type": "SCALE", "prompt": "?", "scaleMax": 11}]}),
    "a type of nobody": ("questions", {"questions": [{**QUESTION, "type": "DATE"}]}),
    "a flag in letters": ("isAnonymous", {"isAnonymous": "yes"}),
    "a time without a zone": ("closesAt", {"closesAt": "2026-02-19T10:11:12"}),
}  # fmt: skip


@pytest.mark.parametrize("limit", TOO_MUCH)
def test_what_is_too_large_or_wrong_is_named(limit: str) -> None:
    field, more = TOO_MUCH[limit]
    with pytest.raises(Invalid) as refused:
        CreateSurvey().clean({"title": "설문", "questions": [QUESTION], **more})
    assert set(refused.value.details) == {field}


INCOMPLETE: dict[str, tuple[str, dict[str, Any]]] = {
    "no title": ("title", {"title": " "}),
    "no questions": ("questions", {"questions": []}),
    "a question of nothing": ("questions", {"questions": [{**QUESTION, "prompt": " "}]}),
    "one choice": ("questions", {"questions": [{**QUESTION, "choices": ["가"]}]}),
    "a blank choice": ("questions", {"questions": [{**QUESTION, "choices": ["가", " "]}]}),
    "a choice twice": ("questions", {"questions": [{**QUESTION, "choices": ["가", "가"]}]}),
    "an end in the past": ("closesAt", {"closesAt": "2020-01-01T00:00:00Z"}),
    "an end before its beginning": ("closesAt", {"opensAt": "2199-01-02T00:00Z", "closesAt": "2199-01-01T00:00Z"}),
    "a department of nobody": ("targetOrgUnitId", {"targetOrgUnitId": str(uuid.uuid4())}),
    "a reader of nobody": ("sharedWith", {"sharedWith": [str(uuid.uuid4())]}),
}  # fmt: skip


@pytest.mark.parametrize("case", INCOMPLETE)
def test_what_cannot_be_asked_is_named(bob: User, case: str) -> None:
    field, more = INCOMPLETE[case]
    refused = Rest(bob).post("surveys", wanted(**more))
    assert (refused.status, set(refused.details)) == (400, {field})
    assert not Target.objects.exists()


def test_choices_may_be_sent_as_they_are_answered(bob: User) -> None:
    question = {**QUESTION, "choices": [{"text": "가", "choiceId": "x"}, "나"]}
    made = Rest(bob).post("surveys", wanted(questions=[question])).body
    assert [choice["text"] for choice in made["questions"][0]["choices"]] == ["가", "나"]
