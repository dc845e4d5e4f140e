"""Making, changing and deleting surveys (contract 7)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.selectors import people, units
from audit import actions
from audit.services import record
from messenger.core import limits
from messenger.core.errors import Invalid
from messenger.core.wire import rfc3339
from surveys.errors import SurveyHasAnswers, SurveyHasBegun, SurveysByAdmins
from surveys.models import Choice, Question, State, Survey, Target
from surveys.selectors.places import authored_survey
from surveys.services import announcing, moments, opening
from surveys.services.locking import locked

# What may still be changed, by the state. Everything else is settled then.
_CHANGEABLE = {
    State.DRAFT: frozenset(
        {"title", "description", "is_anonymous", "opens_at", "closes_at", "target_unit_id", "shared_with", "questions"}
    ),
    State.OPEN: frozenset({"title", "description", "closes_at", "shared_with"}),
    State.CLOSED: frozenset({"shared_with"}),
}


@transaction.atomic
def create_survey(
    *, actor: User, questions: list[dict[str, Any]], shared_with: Iterable[UUID], is_draft: bool, **fields: Any
) -> Survey:
    """Make a survey; unless it is a draft, it begins at once or at its `opens_at`. Audited (contract 12)."""
    if settings.SURVEYS_BY == "admins" and Role.SYSTEM_ADMIN not in actor.roles:
        raise SurveysByAdmins(reason="POLICY")
    survey = Survey(
        author=actor, threshold=settings.SURVEY_THRESHOLD, text_threshold=settings.SURVEY_TEXT_THRESHOLD, **fields
    )
    _require_unit(survey.target_unit_id)
    _require_order(survey)
    survey.save()
    _ask(survey, questions)
    _share(actor, survey, shared_with)
    record(
        actions.SURVEY_CREATED, actor=actor, target_type="survey", target_id=survey.pk, anonymous=survey.is_anonymous
    )
    survey = locked(survey.pk)
    if is_draft:
        announcing.changed(survey)
    else:
        opening.publish(survey)
    return survey


@transaction.atomic
def change_survey(*, actor: User, survey_id: UUID, **fields: Any) -> Survey:
    """Change what may still be changed: everything before it opens, then wording, a later end and its readers.

    `SurveyHasBegun` names what may not; what is said as it stands already is no change.
    """
    authored_survey(actor, survey_id)
    survey = locked(survey_id)
    opening.open_if_due(survey)
    state = survey.state
    wanted = {name: value for name, value in fields.items() if name == "questions" or _differs(survey, name, value)}
    if settled := sorted(wanted.keys() - _CHANGEABLE[state]):
        raise SurveyHasBegun(fields=settled)
    if survey.opened_at is not None and wanted:
        limits.spend("call", str(actor.pk))  # everybody it asks is sent the whole of it
    _apply(actor, survey, wanted)
    survey = locked(survey_id)
    if survey.published_at is not None and survey.opened_at is None:
        opening.publish(survey)
        return survey
    moments.ask(survey)
    announcing.changed(survey)
    return survey


@transaction.atomic
def delete_survey(*, actor: User, survey_id: UUID) -> None:
    """Delete a survey that nobody has answered; what people have said is no longer its author's alone to undo."""
    authored_survey(actor, survey_id)
    survey = locked(survey_id)
    if Target.objects.filter(survey=survey, answered=True).exists():
        raise SurveyHasAnswers
    announcing.deleted(survey)
    survey.delete()


def _differs(survey: Survey, name: str, value: Any) -> bool:
    if name == "shared_with":
        return set(value) != {user.pk for user in survey.shared_with.all()}
    if name in ("opens_at", "closes_at"):  # the wire tells milliseconds
        return rfc3339(value) != rfc3339(getattr(survey, name))
    return bool(value != getattr(survey, name))


def _apply(actor: User, survey: Survey, wanted: dict[str, Any]) -> None:
    if "closes_at" in wanted and survey.opened_at is not None:
        _require_later(survey, wanted["closes_at"])
    if "questions" in wanted:
        survey.questions.all().delete()
        _ask(survey, wanted.pop("questions"))
    if "shared_with" in wanted:
        _share(actor, survey, wanted.pop("shared_with"))
    for name, value in wanted.items():
        setattr(survey, name, value)
    _require_unit(survey.target_unit_id)
    _require_order(survey)
    if survey.opened_at is not None and not survey.title.strip():
        raise Invalid(title=[_("This field may not be blank.")])
    survey.save()


def _require_later(survey: Survey, closes_at: dt.datetime | None) -> None:
    """The end of an open survey may be put off, not brought forward: for that it is closed."""
    if closes_at is not None and closes_at <= max(timezone.now(), survey.closes_at or survey.created_at):
        raise Invalid(closesAt=[_("The end can only be put off.")])


def _require_unit(unit_id: UUID | None) -> None:
    if unit_id is not None and unit_id not in units.names([unit_id]):
        raise Invalid(targetOrgUnitId=[_("There is no such department.")])


def _require_order(survey: Survey) -> None:
    if survey.opens_at is not None and survey.closes_at is not None and survey.closes_at <= survey.opens_at:
        raise Invalid(closesAt=[_("It closes after it has opened, and not in the past.")])


def _ask(survey: Survey, questions: list[dict[str, Any]]) -> None:
    """Store the questions in their order."""
    rows = [
        Question(survey=survey, order_no=number, **{name: value for name, value in wanted.items() if name != "choices"})
        for number, wanted in enumerate(questions)
    ]
    Question.objects.bulk_create(rows)
    Choice.objects.bulk_create(
        Choice(question=row, order_no=number, text=text)
        for row, wanted in zip(rows, questions, strict=True)
        for number, text in enumerate(wanted.get("choices", ()))
    )


def _share(actor: User, survey: Survey, user_ids: Iterable[UUID]) -> None:
    """Let these people see the results; `Invalid` if one of them is not there."""
    wanted = set(user_ids)
    known = people.known_people(actor, wanted)
    if len(known) < len(wanted):
        raise Invalid(sharedWith=[_("There is no such person.")])
    survey.shared_with.set(known)
