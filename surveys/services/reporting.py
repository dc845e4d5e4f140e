"""Looking at results: who looked is audited, what they saw is not (contract 12)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit import actions
from audit.services import record
from messenger.core.tables import csv_file
from surveys.models import Survey
from surveys.selectors.places import reported_survey
from surveys.selectors.results import results_of
from surveys.services import closing, counting, opening
from surveys.services.exporting import rows_of
from surveys.services.locking import locked


@transaction.atomic
def view_results(*, actor: User, survey_id: UUID, unit_id: UUID | None = None) -> dict[str, Any]:
    """The Results object, for its author and those it is shared with."""
    return results_of(_looked_at(actor, survey_id, unit_id, "json"), unit_id)


@transaction.atomic
def export_results(*, actor: User, survey_id: UUID, unit_id: UUID | None = None) -> tuple[Survey, str]:
    """The same as the text of a CSV file, with the survey. Taking it away is an export, too."""
    survey = _looked_at(actor, survey_id, unit_id, "csv")
    rows = rows_of(actor, survey, unit_id)
    taken = len(rows) - 1
    record(actions.EXPORT_CREATED, actor=actor, target_type="survey", target_id=survey.pk, form="csv", rows=taken)
    return survey, csv_file(rows)


def _looked_at(actor: User, survey_id: UUID, unit_id: UUID | None, form: str) -> Survey:
    """Audited. A survey whose end has come is closed now, if no worker has been there yet."""
    reported_survey(actor, survey_id)
    survey = locked(survey_id)
    opening.open_if_due(survey)
    closing.count_if_due(survey)
    if survey.author_id == actor.pk:  # it has its price, which is the author's to pay
        counting.count_early(survey)
    record(
        actions.SURVEY_RESULTS_VIEWED,
        actor=actor,
        target_type="survey",
        target_id=survey.pk,
        form=form,
        unit_id=unit_id and str(unit_id),
    )
    return survey
