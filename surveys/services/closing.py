"""A survey ends, by its author or at its moment; then the figures of an anonymous one are made (decision 0023)."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.selectors import units
from chat.notification_types import SURVEY_CLOSED
from surveys.errors import SurveyNotOpen
from surveys.models import Count, Question, State, Survey
from surveys.selectors.figures import counted, given_to
from surveys.selectors.places import authored_survey
from surveys.selectors.shown_units import Tree, Unit, path_of, shown_units, totals
from surveys.services import announcing, envelopes, opening
from surveys.services.locking import locked

Ballot = dict[str, Any]  # `{unit, answers}`
Shown = dict[UUID, set[Unit]]  # of each question, the units whose figures may be shown


@transaction.atomic
def close_survey(*, actor: User, survey_id: UUID) -> Survey:
    """End an open survey now; `SurveyNotOpen` if it is not."""
    authored_survey(actor, survey_id)
    survey = locked(survey_id)
    opening.open_if_due(survey)
    if survey.state != State.OPEN:
        raise SurveyNotOpen
    survey.closes_at = timezone.now()
    survey.save(update_fields=["closes_at"])
    count_if_due(survey)
    return survey


def count_if_due(survey: Survey) -> bool:
    """Make the figures of a locked survey that has ended and tell its author; whether it did so now.

    Nobody can answer any more: whoever answers holds the same lock and looks at the clock behind it.
    """
    if survey.counted_at is not None or survey.state != State.CLOSED:
        return False
    opening.open_if_due(survey)  # it may have slept through all of its time
    survey.counted_at = timezone.now()
    survey.save(update_fields=["counted_at"])
    if survey.is_anonymous:
        Count.objects.bulk_create(_counts(survey, envelopes.take(survey)))
    announcing.changed(survey)
    announcing.notify_of(survey, [survey.author_id], SURVEY_CLOSED, "closed")
    return True


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
            if unit in shown[question.pk]
        },
    }
