"""A draft may be anything; what is published has a title and questions that can be answered."""

from typing import Any

from django.utils.translation import gettext as _

from messenger.core.errors import Invalid
from messenger.core.fields import is_blank
from surveys.models import Question, Survey

FEWEST_CHOICES = 2


def require_complete(survey: Survey) -> None:
    """`Invalid` with what is missing: `title`, `questions` as a list, or an object by the questions' numbers."""
    missing: dict[str, Any] = {}
    if is_blank(survey.title):
        missing["title"] = [_("This field may not be blank.")]
    questions = list(survey.questions.all())
    faults = {str(question.order_no): fault for question in questions if (fault := _fault_of(question))}
    if not questions:
        missing["questions"] = [_("A survey has at least one question.")]
    elif faults:
        missing["questions"] = faults
    if missing:
        raise Invalid(**missing)


def _fault_of(question: Question) -> dict[str, list[str]]:
    if is_blank(question.prompt):
        return {"prompt": [_("This field may not be blank.")]}
    if question.type not in (Question.Type.SINGLE, Question.Type.MULTI):
        return {}
    texts = [choice.text for choice in question.choices.all()]
    if len(texts) < FEWEST_CHOICES:
        return {"choices": [_("At least two choices are needed.")]}
    if any(is_blank(text) for text in texts):
        return {"choices": [_("A choice may not be blank.")]}
    if len(set(texts)) < len(texts):
        return {"choices": [_("The same choice stands there twice.")]}
    return {}
