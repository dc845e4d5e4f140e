"""Surveys of somebody who leaves: a successor takes them on, or they close (contract 9)."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.leaving import Belonging, Part, part, require_taker
from accounts.models import OrgUnit, Role, User
from accounts.selectors import roles
from surveys.models import Survey, Target
from surveys.services import announcing
from surveys.services.closing import close_survey


def surveys_of(owner: User) -> list[Belonging]:
    """All they made; the title of one that is in preparation is its author's alone."""
    rows = Survey.objects.filter(author=owner).prefetch_related("shared_with").order_by("created_at")
    return [
        Belonging(row.pk, row.title if row.published_at else "", row.closes_at or row.created_at, takers=_takers(row))
        for row in rows
    ]


def _takers(survey: Survey) -> frozenset[UUID] | None:
    """Whoever may make surveys; of answers that bear names only those to whom its author has shown them already."""
    makers = None if settings.SURVEYS_BY == "everybody" else frozenset(roles.holders(Role.SYSTEM_ADMIN))
    if survey.is_anonymous or not Target.objects.filter(survey=survey, answered=True).exists():
        return makers
    readers = frozenset(user.pk for user in survey.shared_with.all() if user.is_active)
    return readers if makers is None else readers & makers


@transaction.atomic
def pass_survey(*, actor: User, owner: User, successor: User, belonging_id: UUID) -> bool:
    """The successor is its author from now on, and sees its results as far as anybody may."""
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=belonging_id, author=owner).first()
    if survey is None:
        return False
    require_taker(_takers(survey), successor)
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
    rule = _("Only somebody who may make surveys can take this on, and answers with names only who sees them already.")
    part(Part("survey", _("Surveys"), surveys_of, pass_survey, end_survey, rule=rule))
