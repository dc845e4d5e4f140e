"""Looks at the answers somebody gave: each as its question wants it, none that is required missing (contract 7)."""

import unicodedata
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from messenger.core.errors import Invalid
from messenger.core.fields import is_blank
from surveys.models import Question, Survey

Given = dict[str, Any]
_KEPT_CONTROLS = frozenset("\n\t")


class _Wrong(Exception):
    """Why an answer is none to its question."""


def checked(survey: Survey, given: list[Given]) -> Given:
    """`{question id: answer}` as `selectors.figures` counts it, without what was left empty.

    `Invalid` with `answers`: `{question id: [text]}` for each question that has no right answer.
    """
    by_question, wrong = _by_question(survey, given)
    answers: Given = {}
    for question in survey.questions.all():
        key = str(question.pk)
        try:
            answer = _READ[Question.Type(question.type)](question, by_question.get(key, {}))
        except _Wrong as error:
            wrong[key] = [str(error)]
            continue
        if answer is not None:
            answers[key] = answer
        elif question.required:
            wrong[key] = [_("This question needs an answer.")]
    if wrong:
        raise Invalid(answers=wrong)
    return answers


def _by_question(survey: Survey, given: list[Given]) -> tuple[dict[str, Given], dict[str, list[str]]]:
    known = {question.pk for question in survey.questions.all()}
    found: dict[str, Given] = {}
    wrong: dict[str, list[str]] = {}
    for answer in given:
        key = str(answer["question_id"])
        if answer["question_id"] not in known:
            wrong[key] = [_("There is no such question.")]
        elif key in found:
            wrong[key] = [_("This question was answered twice.")]
        found[key] = {name: answer[name] for name in _PARTS if answer.get(name) is not None}
    return found, wrong


def _only(given: Given, name: str) -> Any:
    """The one part that an answer of this type has, or None; another part is `_Wrong`."""
    others = {other for other in given if other != name and given[other] not in ("", [])}
    if others:
        raise _Wrong(_("This is no answer to a question of this type."))
    return given.get(name)


def _choice(question: Question, given: Given) -> Given | None:
    chosen = _only(given, "choices")
    if not chosen:
        return None
    known = {choice.pk for choice in question.choices.all()}
    if len(set(chosen)) < len(chosen) or not known.issuperset(chosen):
        raise _Wrong(_("There is no such choice, or it was chosen twice."))
    if question.type == Question.Type.SINGLE and len(chosen) > 1:
        raise _Wrong(_("Only one choice is possible."))
    return {"choices": [str(choice) for choice in chosen]}


def _text(question: Question, given: Given) -> Given | None:
    text = _only(given, "text")
    if text is None or is_blank(text):
        return None
    seen = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc")
    return {"text": seen}


def _scale(question: Question, given: Given) -> Given | None:
    step = _only(given, "scale")
    if step is None:
        return None
    if not (question.scale_min or 0) <= step <= (question.scale_max or 0):
        raise _Wrong(_("This lies outside the scale."))
    return {"scale": step}


_PARTS = ("choices", "text", "scale")
_READ: dict[Question.Type, Callable[[Question, Given], Given | None]] = {
    Question.Type.SINGLE: _choice,
    Question.Type.MULTI: _choice,
    Question.Type.TEXT: _text,
    Question.Type.SCALE: _scale,
}
