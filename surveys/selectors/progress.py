"""How far a survey is: numbers, and names only where answers have them (contract 7)."""

from typing import Any
from uuid import UUID

from accounts.models import UserStatus
from surveys.models import Survey, Target


def progress_of(survey: Survey, *, limit: int, start: int = 0) -> tuple[dict[str, Any], int | None]:
    """`{surveyId, state, targetCount, responseCount, missing}`, and where the next page of `missing` starts.

    `missing`: the ids of active people who have not answered. For an anonymous survey it is null: in a small group,
    who is not among them and what was answered would come too close to each other (decision 0023).
    """
    targets = Target.objects.filter(survey=survey)
    shown: dict[str, Any] = {
        "surveyId": survey.pk,
        "state": survey.state,
        "targetCount": targets.count(),
        "responseCount": targets.filter(answered=True).count(),
        "missing": None,
    }
    if survey.is_anonymous:
        return shown, None
    waiting = targets.filter(answered=False, user__status=UserStatus.ACTIVE)
    names = waiting.order_by("user__profile__name", "user_id").values_list("user_id", flat=True)
    missing: list[UUID] = list(names[start : start + limit + 1])
    return {**shown, "missing": missing[:limit]}, start + limit if len(missing) > limit else None
