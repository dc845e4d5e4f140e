"""A survey is published, and opens at its moment: exactly once, whoever notices first (contract 7).

Its people are those whom the org chart names at that moment; who joins later is not asked. So everybody who
answers knows how many others there are, and nobody can be told apart by having come late (decision 0023).
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import units
from messenger.core.errors import Invalid
from surveys.models import State, Survey, Target
from surveys.selectors.places import authored_survey
from surveys.selectors.shown_units import Unit, coarse
from surveys.services import announcing, moments
from surveys.services.completing import require_complete
from surveys.services.locking import locked


@transaction.atomic
def publish_survey(*, actor: User, survey_id: UUID) -> Survey:
    """Let a draft begin: now, or at its `opensAt`. `Invalid` names what is missing; again changes nothing."""
    authored_survey(actor, survey_id)
    survey = locked(survey_id)
    if survey.published_at is None:
        publish(survey)
    return survey


def publish(survey: Survey) -> None:
    """Fix the moments and the thresholds of a locked survey that has not begun."""
    require_complete(survey)
    now = timezone.now()
    survey.published_at = survey.published_at or now
    survey.opens_at = now if survey.opens_at is None else max(now, survey.opens_at)
    if survey.closes_at is not None and survey.closes_at <= survey.opens_at:
        raise Invalid(closesAt=[_("It closes after it has opened, and not in the past.")])
    survey.threshold = settings.SURVEY_THRESHOLD
    survey.text_threshold = max(settings.SURVEY_THRESHOLD, settings.SURVEY_TEXT_THRESHOLD)
    survey.save()
    if not open_if_due(survey):
        announcing.changed(survey)
    moments.ask(survey)


def open_if_due(survey: Survey) -> bool:
    """Write down whom a locked survey asks, and tell them, if its moment has come; whether it did so now."""
    if survey.opened_at is not None or survey.state == State.DRAFT:
        return False
    survey.opened_at = timezone.now()
    survey.save(update_fields=["opened_at"])
    homes = _people_of(survey)
    Target.objects.bulk_create(
        [Target(survey=survey, user_id=user_id, unit_id=homes[user_id]) for user_id in sorted(homes)], batch_size=500
    )
    announcing.opened(survey)
    return True


def _people_of(survey: Survey) -> dict[UUID, Unit]:
    """`{user id: the unit they count for}`; in an anonymous survey one that has enough people, or none."""
    if survey.target_unit_id is None:
        people, within = units.active_people(), None
    else:
        within = units.with_sub_units([survey.target_unit_id])
        people = units.people_of([survey.target_unit_id])
    known = units.homes_of(people, within)
    homes: dict[UUID, Unit] = {user_id: known.get(user_id) for user_id in people}
    return coarse(homes, units.parents(), survey.threshold) if survey.is_anonymous else homes
