"""The figures of an anonymous survey: when it has closed, and before that for those who cannot wait (decision 0023).

Two looks at figures tell what came in between. So early ones are made anew only when as many again have answered, and
figures that were shown early move on only by enough people, also at the end.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from accounts.selectors import units
from surveys.models import Count, Question, State, Survey
from surveys.selectors.figures import Figures, counted, given_to
from surveys.selectors.results import answered_count
from surveys.selectors.shown_units import Tree, Unit, path_of, shown_units, totals
from surveys.services import envelopes

Ballot = dict[str, Any]  # `{unit, answers}`
Shown = dict[UUID, set[Unit]]  # of each question, the units whose figures may be shown


def count(survey: Survey) -> None:
    """Of a locked survey that has closed: open its envelopes, keep the figures, throw the envelopes away."""
    ballots = envelopes.take(survey)
    early = Count.objects.filter(survey=survey, unit=None).first()
    if early is None:
        Count.objects.bulk_create(_counts(survey, ballots))
    else:  # who has looked early gets no departments: they could be set against what was shown
        early.figures = _moved_on(survey, early.figures, _of_everybody(survey, ballots, texts=True))
        early.save(update_fields=["figures"])


def count_early(survey: Survey) -> None:
    """Of a locked survey that is open: the figures of everybody so far, without free texts, if enough have answered."""
    if not survey.is_anonymous or survey.state != State.OPEN:
        return
    early = Count.objects.filter(survey=survey, unit=None).first()
    shown = early.figures["responses"] if early else 0
    if answered_count(survey) - shown < max(survey.threshold, shown):  # few steps: each is a chance to compare
        return
    figures = _of_everybody(survey, envelopes.opened(survey), texts=False)
    if early is not None:
        figures = _moved_on(survey, early.figures, figures)
    Count.objects.update_or_create(survey=survey, unit=None, defaults={"figures": figures})


def _of_everybody(survey: Survey, ballots: list[Ballot], *, texts: bool) -> Figures:
    least = {Question.Type.TEXT: survey.text_threshold if texts else len(ballots) + 1}
    responses = [ballot["answers"] for ballot in ballots]
    shown: Shown = {
        question.pk: {None}
        for question in survey.questions.all()
        if len(given_to(question, responses)) >= least.get(Question.Type(question.type), survey.threshold)
    }
    return _figures(survey, ballots, None, shown)


def _moved_on(survey: Survey, shown: Figures, now: Figures) -> Figures:
    """The figures of now; a question that too few answered since keeps what was shown, and says so: `partial`."""
    questions = dict(now["questions"])
    for question_id, before in shown["questions"].items():
        if 0 < questions[question_id]["answered"] - before["answered"] < survey.threshold:
            questions[question_id] = {**before, "partial": True}
    return {**now, "questions": questions}


def _counts(survey: Survey, ballots: list[Ballot]) -> list[Count]:
    """The figures of everybody and of each department, as far as they may be shown. Nothing else is kept."""
    tree = units.parents()
    for ballot in ballots:
        ballot["unit"] = ballot["unit"] and UUID(ballot["unit"])
    responses = totals(Counter(ballot["unit"] for ballot in ballots), tree)
    shown = _shown(survey, ballots, tree)
    return [
        Count(survey=survey, unit_id=unit, figures=_figures(survey, _within(ballots, unit, tree), unit, shown))
        for unit in shown_units(Counter(ballot["unit"] for ballot in ballots), tree, survey.threshold)
        if responses[unit]
    ]


def _shown(survey: Survey, ballots: list[Ballot], tree: Tree) -> Shown:
    """For each question, of which units those who answered it are enough. Free texts are shown of everybody alone."""
    found: Shown = {}
    for question in survey.questions.all():
        own = Counter(ballot["unit"] for ballot in ballots if str(question.pk) in ballot["answers"])
        if question.type == Question.Type.TEXT:
            found[question.pk] = {None} if own.total() >= survey.text_threshold else set()
        else:
            found[question.pk] = shown_units(own, tree, survey.threshold)
    return found


def _within(ballots: list[Ballot], unit: Unit, tree: Tree) -> list[Ballot]:
    return [ballot for ballot in ballots if unit in path_of(ballot["unit"], tree)]


def _figures(survey: Survey, ballots: list[Ballot], unit: Unit, shown: Shown) -> dict[str, Any]:
    """`{responses, questions: {question id: figures}}`; a question that may not be shown is not in it."""
    responses = [ballot["answers"] for ballot in ballots]
    return {
        "responses": len(ballots),
        "questions": {
            str(question.pk): counted(question, given_to(question, responses))
            for question in survey.questions.all()
            if unit in shown.get(question.pk, ())
        },
    }
