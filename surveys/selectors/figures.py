"""From responses to figures: how often what was chosen. Pure.

A response is `{question id: {"choices": [choice id]} | {"text": str} | {"scale": int}}`, with ids as strings; what was
not answered is not in it.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.models import Question

Responses = list[Mapping[str, Any]]
Figures = dict[str, Any]
_lots = random.SystemRandom()


def given_to(question: Question, responses: Responses) -> list[Any]:
    """The answers to one question."""
    return [response[str(question.pk)] for response in responses if str(question.pk) in response]


def counted(question: Question, answers: Iterable[Any]) -> Figures:
    """The figures of one question: `answered`, and `choices`, `scale` or `texts` (contract 12, Results).

    Texts come in an order drawn by lot: it says nothing about when, or what else the same person answered.
    """
    answers = list(answers)
    return {"answered": len(answers), **_OF_TYPE[Question.Type(question.type)](question, answers)}


def _choices(question: Question, answers: list[Any]) -> Figures:
    chosen = Counter(choice for answer in answers for choice in answer["choices"])
    rows = [
        {"choiceId": str(choice.pk), "text": choice.text, "count": chosen[str(choice.pk)]}
        for choice in question.choices.all()
    ]
    return {"choices": rows}


def _scale(question: Question, answers: list[Any]) -> Figures:
    given = [int(answer["scale"]) for answer in answers]
    counts = Counter(given)
    lowest, highest = question.scale_min or 0, question.scale_max or 0
    mean = round(sum(given) / len(given), 2) if given else None
    steps = {str(step): counts[step] for step in range(lowest, highest + 1)}
    return {"scale": {"min": lowest, "max": highest, "mean": mean, "counts": steps}}


def _texts(question: Question, answers: list[Any]) -> Figures:
    texts = [str(answer["text"]) for answer in answers]
    _lots.shuffle(texts)
    return {"texts": texts}


_OF_TYPE = {
    Question.Type.SINGLE: _choices,
    Question.Type.MULTI: _choices,
    Question.Type.SCALE: _scale,
    Question.Type.TEXT: _texts,
}
