"""Asking those again who have not answered (contract 7). What others have answered is never looked at."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User, UserStatus
from chat.notification_types import SURVEY_REMINDER
from messenger.core.wire import rfc3339
from surveys.errors import NobodyToRemind, RemindedLately, SurveyNotOpen
from surveys.models import State, Target
from surveys.selectors.places import authored_survey, place_in
from surveys.services import announcing, opening
from surveys.services.locking import locked


@transaction.atomic
def remind(*, actor: User, survey_id: UUID) -> dict[str, Any]:
    """Notify everybody who may still answer and has not: `{reminded, remindedAt}`, a number and no names.

    At most once in `SURVEY_REMIND_SECONDS`: `RemindedLately` says how long to wait.
    """
    authored_survey(actor, survey_id)
    survey = locked(survey_id)
    opening.open_if_due(survey)
    if survey.state != State.OPEN:
        raise SurveyNotOpen
    now = timezone.now()
    if survey.reminded_at is not None:
        since = (now - survey.reminded_at).total_seconds()
        if 0 <= since < settings.SURVEY_REMIND_SECONDS:
            raise RemindedLately(int(settings.SURVEY_REMIND_SECONDS - since) + 1)
    waiting = Target.objects.filter(survey=survey, answered=False, user__status=UserStatus.ACTIVE)
    people = list(waiting.values_list("user_id", flat=True))
    if not people:
        raise NobodyToRemind
    survey.reminded_at = now
    survey.save(update_fields=["reminded_at"])
    announcing.notify_of(survey, people, SURVEY_REMINDER, f"reminder:{rfc3339(now)}", actor_id=actor.pk)
    announcing.changed_for(survey, actor.pk, place_in(actor, survey))
    return {"reminded": len(people), "remindedAt": rfc3339(now)}
