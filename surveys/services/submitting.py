"""Somebody answers a survey: once (contract 7)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from surveys.errors import AlreadyAnswered, SurveyNotFound, SurveyNotOpen
from surveys.models import Response, State, Survey, Target
from surveys.selectors.places import place_in
from surveys.services import announcing, envelopes, opening
from surveys.services.answering import checked
from surveys.services.locking import locked


@transaction.atomic
def submit(*, actor: User, survey_id: UUID, answers: list[dict[str, Any]]) -> Survey:
    """Take somebody's answers. Only they themselves are told, on their devices.

    `SurveyNotFound` for those it does not ask, `SurveyNotOpen` before and after its time, `AlreadyAnswered`,
    `Invalid` with `answers` by question. Nothing of it is audited: an anonymous response has no witness.
    """
    survey = locked(survey_id)
    place = place_in(actor, survey)
    if not place.is_target:
        raise SurveyNotFound
    opening.open_if_due(survey)
    if survey.state != State.OPEN:
        raise SurveyNotOpen
    mine = Target.objects.filter(survey=survey, user=actor).first()
    if mine is None:
        raise SurveyNotFound
    kept = checked(survey, answers)
    if not Target.objects.filter(pk=mine.pk, answered=False).update(answered=True):
        raise AlreadyAnswered
    if survey.is_anonymous:
        envelopes.put(survey, mine.unit_id, kept)
    else:
        Response.objects.create(survey=survey, user=actor, answers=kept)
    announcing.changed_for(survey, actor.pk, replace(place, answered=True))
    return survey
