"""The Results object (contract 7, 12): what was answered, for those whom `places.reported_survey` let in."""

from collections import Counter
from typing import Any
from uuid import UUID

from accounts.selectors import units
from surveys.errors import UnitNotFound
from surveys.models import Count, Question, Response, Survey, Target
from surveys.selectors.figures import Figures, counted, given_to
from surveys.selectors.shown_units import Tree, Unit, path_of, totals

Results = dict[str, Any]


def results_of(survey: Survey, unit_id: UUID | None = None) -> Results:
    """Of everybody, or of a department with all below it; `UnitNotFound` for one that is not in the chart.

    Named answers are counted as they come in. Of anonymous ones there is what was counted (`services.counting`), and
    `suppressed` says that it may not be shown: too few people, or their number gives others away.
    """
    tree = units.parents()
    if unit_id is not None and unit_id not in tree:
        raise UnitNotFound
    asked = totals(_targets_by_unit(survey), tree)
    scope = _anonymous(survey, unit_id) if survey.is_anonymous else _named(survey, unit_id, tree)
    return {
        "surveyId": survey.pk,
        "orgUnitId": unit_id,
        "state": survey.state,
        "isAnonymous": survey.is_anonymous,
        "targetCount": asked.get(unit_id, 0),
        **scope,
        "units": _units_out(survey, tree, asked),
    }


def answered_count(survey: Survey) -> int:
    """How many took part."""
    return Target.objects.filter(survey=survey, answered=True).count()


def _targets_by_unit(survey: Survey, **only: Any) -> Counter[Unit]:
    return Counter(Target.objects.filter(survey=survey, **only).values_list("unit_id", flat=True))


def _anonymous(survey: Survey, unit_id: UUID | None) -> Results:
    count = Count.objects.filter(survey=survey, unit_id=unit_id).first()
    if count is None:
        responses = answered_count(survey) if unit_id is None else None
        return {"responseCount": responses, "suppressed": True, "questions": []}
    shown = count.figures["questions"]
    questions = [_question_out(question, shown.get(str(question.pk))) for question in survey.questions.all()]
    return {"responseCount": count.figures["responses"], "suppressed": False, "questions": questions}


def _named(survey: Survey, unit_id: UUID | None, tree: Tree) -> Results:
    responses = [response.answers for response in named_responses(survey, unit_id, tree)]
    questions = [
        _question_out(question, counted(question, given_to(question, responses))) for question in survey.questions.all()
    ]
    return {"responseCount": len(responses), "suppressed": False, "questions": questions}


def named_responses(survey: Survey, unit_id: UUID | None, tree: Tree) -> list[Response]:
    """The responses to a survey that is not anonymous, of everybody or of a department, earliest first."""
    found = list(Response.objects.filter(survey=survey).order_by("created_at", "pk"))
    if unit_id is None:
        return found
    homes = dict(Target.objects.filter(survey=survey).values_list("user_id", "unit_id"))
    return [response for response in found if unit_id in path_of(homes.get(response.user_id), tree)]


def _question_out(question: Question, figures: Figures | None) -> Results:
    shown = {"questionId": question.pk, "type": question.type, "prompt": question.prompt, "orderNo": question.order_no}
    if figures is None:
        return {**shown, "answered": None, "suppressed": True}
    return {**shown, "suppressed": False, **figures}


def _units_out(survey: Survey, tree: Tree, asked: dict[Unit, int]) -> list[Results]:
    """The departments that can be asked about, in the order of their names, with how many answered there."""
    responses = _responses_by_unit(survey, tree, asked)
    names = units.names([unit for unit in responses if unit is not None])
    rows = [
        {
            "orgUnitId": unit_id,
            "name": name,
            "parentId": tree[unit_id],
            "responseCount": responses[unit_id],
            "targetCount": asked.get(unit_id, 0),
        }
        for unit_id, name in names.items()
    ]
    return sorted(rows, key=lambda row: (str(row["name"]), str(row["orgUnitId"])))


def _responses_by_unit(survey: Survey, tree: Tree, asked: dict[Unit, int]) -> dict[Unit, int]:
    if survey.is_anonymous:
        counts = Count.objects.filter(survey=survey, unit__isnull=False)
        return {count.unit_id: count.figures["responses"] for count in counts}
    answered = totals(_targets_by_unit(survey, answered=True), tree)
    return {unit: answered.get(unit, 0) for unit in asked}
