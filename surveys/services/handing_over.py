"""Surveys of somebody who leaves: a successor takes them on, or they close (contract 9)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.leaving import Belonging, Part, part
from accounts.models import OrgUnit, User
from surveys.models import Survey
from surveys.services import announcing
from surveys.services.closing import close_survey


def surveys_of(owner: User) -> list[Belonging]:
    """All they made; the title of one that is in preparation is its author's alone."""
    rows = Survey.objects.filter(author=owner).order_by("created_at")
    return [Belonging(row.pk, row.title if row.published_at else "", row.closes_at or row.created_at) for row in rows]


@transaction.atomic
def pass_survey(*, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool:
    """The successor is its author from now on, and sees its results as far as anybody may."""
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=belonging_id, author=owner).first()
    if survey is None:
        return False
    survey.author = successor
    survey.save(update_fields=["author"])
    survey.shared_with.remove(successor)
    announcing.changed(survey)
    return True


def end_survey(*, actor: User, owner: User, belonging_id: UUID) -> bool:
    """Close it now; `SurveyNotOpen` if it takes no answers."""
    if not Survey.objects.filter(pk=belonging_id, author=owner).exists():
        return False
    close_survey(actor=owner, survey_id=belonging_id)
    return True


def follow_unit(unit: OrgUnit, into: OrgUnit, **_kwargs: Any) -> None:
    """A department becomes part of another one: surveys for its people are for that one's."""
    Survey.objects.filter(target_unit=unit).update(target_unit=into)


def describe() -> None:
    """Say what surveys people have."""
    part(Part("survey", _("Surveys"), surveys_of, pass_survey, end_survey))
