"""Sees to it that somebody looks at a survey at the moments that matter to it: a job each."""

from django.utils import timezone

from messenger.core import jobs
from surveys.models import Survey

TEND = "survey.tend"
_AFTER = 0.05  # seconds: a timer that rings a little early would find nothing to do


def ask(survey: Survey) -> None:
    """Ask for the job of the survey's next moment: that of opening, then that of closing."""
    if survey.published_at is None:
        return
    moment = survey.closes_at if survey.opened_at else survey.opens_at
    if moment is None or survey.counted_at is not None:
        return
    wait = (moment - timezone.now()).total_seconds()
    key = f"{survey.pk}:{moment.isoformat()}"
    jobs.enqueue(TEND, key=key, wait=max(0.0, wait + _AFTER), surveyId=str(survey.pk))
