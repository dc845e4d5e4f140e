"""Results as CSV (contract 12).

Named answers have a row each; of anonymous ones there are the figures that the results show, and nothing else.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import people, units
from messenger.core.tables import csv_file
from surveys.models import Question, Response, Survey
from surveys.selectors.results import Results, named_responses, results_of


def as_csv(actor: User, survey: Survey, unit_id: UUID | None) -> str:
    """The whole file."""
    return csv_file(rows_of(actor, survey, unit_id))


def rows_of(actor: User, survey: Survey, unit_id: UUID | None) -> list[list[Any]]:
    """Its lines, the first of which names the columns."""
    return list(_figures(results_of(survey, unit_id)) if survey.is_anonymous else _responses(actor, survey, unit_id))


def _responses(actor: User, survey: Survey, unit_id: UUID | None) -> Iterable[list[Any]]:
    questions = list(survey.questions.all())
    yield [_("Name"), _("Department"), _("Answered at"), *(question.prompt for question in questions)]
    found = named_responses(survey, unit_id, units.parents())
    known = {user.pk: user for user in people.known_people(actor, [response.user_id for response in found])}
    texts = {str(choice.pk): choice.text for question in questions for choice in question.choices.all()}
    for response in found:
        yield [*_who(known.get(response.user_id), response), *(_answer(q, response.answers, texts) for q in questions)]


def _who(user: User | None, response: Response) -> list[str]:
    moment = timezone.localtime(response.created_at).strftime("%Y-%m-%d %H:%M:%S")
    if user is None:
        return ["", "", moment]
    post = next(iter(user.posts.all()), None)
    return [user.profile.name, post.unit.name if post else "", moment]


def _answer(question: Question, answers: dict[str, Any], texts: dict[str, str]) -> Any:
    answer = answers.get(str(question.pk), {})
    if "choices" in answer:
        return "; ".join(texts.get(choice, "") for choice in answer["choices"])
    return answer.get("text", answer.get("scale"))


def _figures(results: Results) -> Iterable[list[Any]]:
    yield [_("No."), _("Question"), _("Answer"), _("Count")]
    if results["suppressed"]:
        yield ["", _("Not shown: too few answers, or the survey is still open."), "", ""]
    for number, question in enumerate(results["questions"], start=1):
        yield from ([number, question["prompt"], *row] for row in _rows(question))


def _rows(question: Results) -> Iterable[tuple[Any, Any]]:
    if question["suppressed"]:
        yield _("Not shown: too few answers."), None
    for choice in question.get("choices", []):
        yield choice["text"], choice["count"]
    for step, count in question.get("scale", {}).get("counts", {}).items():
        yield int(step), count
    for text in question.get("texts", []):
        yield text, None
