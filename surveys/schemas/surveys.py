"""Survey on its way out (contract 12)."""

from typing import Any

from messenger.core.wire import rfc3339
from surveys.models import Question, Survey
from surveys.selectors.places import Place


def survey_out(survey: Survey, place: Place) -> dict[str, Any]:
    """The Survey object as somebody in this place sees it; `survey` with its questions and their choices."""
    shown = {
        "surveyId": survey.pk,
        "title": survey.title,
        "description": survey.description,
        "isAnonymous": survey.is_anonymous,
        "opensAt": rfc3339(survey.opens_at),
        "closesAt": rfc3339(survey.closes_at),
        "targetOrgUnitId": survey.target_unit_id,
        "createdBy": survey.author_id,
        "createdAt": rfc3339(survey.created_at),
        "state": survey.state,
        "isDraft": survey.published_at is None,
        "answered": place.answered,
        "canAnswer": place.is_target,
        "canEdit": place.is_author,
        "canSeeResults": place.sees_results,
        "threshold": survey.threshold if survey.is_anonymous else None,
        "textThreshold": survey.text_threshold if survey.is_anonymous else None,
        "questions": [_question_out(question) for question in survey.questions.all()],
    }
    if place.is_author:
        shown["sharedWith"] = sorted(user.pk for user in survey.shared_with.all())
        shown["remindedAt"] = rfc3339(survey.reminded_at)
    return shown


def _question_out(question: Question) -> dict[str, Any]:
    return {
        "questionId": question.pk,
        "type": question.type,
        "prompt": question.prompt,
        "required": question.required,
        "orderNo": question.order_no,
        "choices": [
            {"choiceId": choice.pk, "text": choice.text, "orderNo": choice.order_no}
            for choice in question.choices.all()
        ],
        "scaleMin": question.scale_min,
        "scaleMax": question.scale_max,
    }
