"""The lock under which a survey opens, takes answers, changes and closes: its row."""

from uuid import UUID

from surveys.errors import SurveyNotFound
from surveys.models import Survey
from surveys.selectors.places import whole


def locked(survey_id: UUID) -> Survey:
    """The survey as it stands, held until the end of the transaction; `SurveyNotFound` if it was deleted meanwhile."""
    survey = whole(Survey.objects.select_for_update(of=("self",)).filter(pk=survey_id)).first()
    if survey is None:
        raise SurveyNotFound
    return survey
