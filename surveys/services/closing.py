"""A survey ends, by its author or at its moment; then the figures of an anonymous one are made (decision 0023)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.notification_types import SURVEY_CLOSED
from surveys.errors import SurveyNotOpen
from surveys.models import State, Survey
from surveys.selectors.places import authored_survey
from surveys.services import announcing, counting, opening
from surveys.services.locking import locked


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
        counting.count(survey)
    announcing.changed(survey)
    announcing.notify_of(survey, [survey.author_id], SURVEY_CLOSED, "closed")
    return True
