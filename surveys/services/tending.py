"""What the clock does to surveys: opens and closes them at their moments, after a standstill too."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from messenger.core import jobs
from surveys.errors import SurveyNotFound
from surveys.models import Survey
from surveys.services import closing, moments, opening
from surveys.services.envelopes import EnvelopesStaySealed
from surveys.services.locking import locked

_AT_ONCE = 500


def tend(run: jobs.Run, survey_id: UUID) -> None:
    """Do what is due for a survey, and ask for its next moment: a clock may have jumped, an end been put off."""
    try:
        with run.done():
            survey = locked(survey_id)
            opening.open_if_due(survey)
            closing.count_if_due(survey)
            moments.ask(survey)
    except SurveyNotFound:
        run.say("it was deleted")
    except EnvelopesStaySealed as error:
        raise jobs.Again(jobs.Job.Cause.PERMISSION, "envelopes stay sealed", "SEALING_KEY") from error


def ask_for_due() -> int:
    """Ask for the surveys whose moment has passed and that nobody has looked at; how many."""
    now = timezone.now()
    due = Survey.objects.filter(
        Q(opened_at__isnull=True, opens_at__lte=now) | Q(counted_at__isnull=True, closes_at__lte=now),
        published_at__isnull=False,
    )
    found = list(due.values_list("pk", flat=True)[:_AT_ONCE])
    for survey_id in found:
        jobs.enqueue(moments.TEND, key=f"{survey_id}:due", surveyId=str(survey_id))
    return len(found)
