"""What somebody is to a survey. The only way to get one: whoever has no place in it finds none (decision 8)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.selectors import units
from surveys.errors import NotYourSurvey, ResultsNotForYou, SurveyNotFound
from surveys.models import Choice, Question, Survey, Target


@dataclass(frozen=True, slots=True)
class Place:
    """A viewer's side of a survey."""

    is_author: bool = False
    is_shared: bool = False
    is_target: bool = False
    answered: bool = False

    @property
    def sees_results(self) -> bool:
        """Its author and those it is shared with (contract 7)."""
        return self.is_author or self.is_shared


def whole(rows: QuerySet[Survey]) -> QuerySet[Survey]:
    """Surveys with all that a Survey object shows, in four queries for any number of them."""
    questions = Question.objects.prefetch_related(Prefetch("choices", Choice.objects.order_by("order_no")))
    return rows.prefetch_related(Prefetch("questions", questions.order_by("order_no")), "shared_with")


def visible_survey(actor: User, survey_id: UUID) -> tuple[Survey, Place]:
    """A survey with the actor's place in it; `SurveyNotFound` for those who have none.

    A draft is its author's alone. Those whom a survey will be for see it as soon as it is published, by its
    address; once it is open, those who were written down then (contract 7).
    """
    survey = _found(survey_id)
    place = place_in(actor, survey)
    if place == Place():
        raise SurveyNotFound
    return survey, place


def authored_survey(actor: User, survey_id: UUID) -> Survey:
    """The same for its author; `NotYourSurvey` for others who see it."""
    survey, place = visible_survey(actor, survey_id)
    if not place.is_author:
        raise NotYourSurvey
    return survey


def reported_survey(actor: User, survey_id: UUID) -> tuple[Survey, Place]:
    """The same for those who may see results; everybody else gets `ResultsNotForYou` (contract 12: 403)."""
    survey = _found(survey_id)
    place = place_in(actor, survey)
    if not place.sees_results:
        raise ResultsNotForYou
    return survey, place


def place_in(actor: User, survey: Survey) -> Place:
    """What the actor is to a survey that was made with `whole`."""
    return places_in(actor, [survey])[survey.pk]


def places_in(actor: User, surveys: list[Survey]) -> dict[UUID, Place]:
    """The same for many."""
    targets = dict(Target.objects.filter(user=actor, survey__in=surveys).values_list("survey_id", "answered"))
    return {survey.pk: _place(actor, survey, targets.get(survey.pk)) for survey in surveys}


def all_places(survey: Survey) -> dict[UUID, Place]:
    """`{user id: place}` of everybody who finds the survey in a list of theirs; a draft is its author's alone."""
    if survey.published_at is None:
        return {survey.author_id: Place(is_author=True)} if survey.author_id else {}
    answered = dict(Target.objects.filter(survey=survey).values_list("user_id", "answered"))
    shared = {user.pk for user in survey.shared_with.all()}
    people = answered.keys() | shared | ({survey.author_id} if survey.author_id else set())
    return {
        user_id: Place(
            is_author=user_id == survey.author_id,
            is_shared=user_id in shared,
            is_target=user_id in answered,
            answered=answered.get(user_id, False),
        )
        for user_id in people
    }


def _found(survey_id: UUID) -> Survey:
    survey = whole(Survey.objects.filter(pk=survey_id)).first()
    if survey is None:
        raise SurveyNotFound
    return survey


def _place(actor: User, survey: Survey, answered: bool | None) -> Place:
    is_author = survey.author_id == actor.pk
    if survey.published_at is None:
        return Place(is_author=is_author)
    return Place(
        is_author=is_author,
        is_shared=any(user.pk == actor.pk for user in survey.shared_with.all()),
        is_target=answered is not None or _will_be_asked(actor, survey),
        answered=bool(answered),
    )


def _will_be_asked(actor: User, survey: Survey) -> bool:
    """Whether a survey that has not written its people down yet would write the actor down."""
    if survey.opened_at is not None:
        return False
    return survey.target_unit_id is None or actor.pk in units.people_of([survey.target_unit_id])
