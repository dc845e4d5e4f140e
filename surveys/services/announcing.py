"""Tells people what they see of a survey (contract 10). No event says who answered, but to themselves."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from chat.notification_types import SURVEY
from chat.services.notified import take_back
from chat.services.notifying import notify
from surveys import events
from surveys.models import Survey, Target
from surveys.schemas.surveys import survey_out
from surveys.selectors.places import Place, all_places


def opened(survey: Survey) -> None:
    """`SURVEY_CREATED` and a notification to those it is for; its author and readers learn that it is open."""
    for place, people in _by_place(survey):
        tell = events.survey_created if place.is_target else events.survey_updated
        tell(people, survey_out(survey, place))
    people_asked = set(Target.objects.filter(survey=survey).values_list("user_id", flat=True)) - {survey.author_id}
    notify_of(survey, people_asked, SURVEY, "opened", actor_id=survey.author_id)


def changed(survey: Survey) -> None:
    """`SURVEY_UPDATED` to everybody who sees it."""
    for place, people in _by_place(survey):
        events.survey_updated(people, survey_out(survey, place))


def changed_for(survey: Survey, user_id: UUID, place: Place) -> None:
    """`SURVEY_UPDATED` to one person's devices."""
    events.survey_updated([user_id], survey_out(survey, place))


def deleted(survey: Survey) -> None:
    """`SURVEY_DELETED` to everybody who saw it; what notified of it leads nowhere and says nothing more."""
    events.survey_deleted(all_places(survey), survey.pk)
    take_back("survey", survey.pk, since=survey.created_at)


def notify_of(
    survey: Survey, people: Iterable[UUID | None], type: str, occasion: str, actor_id: UUID | None = None
) -> None:
    """A notification that leads to the survey, once for each occasion."""
    notify(
        [user_id for user_id in people if user_id is not None],
        type,
        text=survey.title,
        target={"kind": "survey", "id": str(survey.pk)},
        actor_id=actor_id,
        key=f"survey:{survey.pk}:{occasion}",
    )


def _by_place(survey: Survey) -> Iterable[tuple[Place, list[UUID]]]:
    """Who sees the same, together: everybody it is for gets one frame."""
    people: dict[Place, list[UUID]] = defaultdict(list)
    for user_id, place in all_places(survey).items():
        people[place].append(user_id)
    return people.items()
