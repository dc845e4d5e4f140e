"""What clients may ask of surveys: bodies of REST (contract 7, 12).

A draft may be unfinished, so that a builder can keep it while it is typed; `services.completing` looks
at what is published.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from messenger.core.fields import Choice, Flag, Id, Moment, Name, Schema, Text, Whole
from surveys.models import Question

MOST_STEPS = 10  # of a scale; more do not fit on a phone


@extend_schema_field({"type": "string"})
class WantedChoice(Name):
    """The text of a choice; an object that carries it as `text`, as our answers do, is the same."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data["text"] if isinstance(data, dict) and "text" in data else data)


class WantedQuestion(Schema):
    """A question as its author wants it."""

    type = Choice(choices=Question.Type.choices)
    prompt = Text(allow_blank=True, default="", max_length=settings.MAX_SURVEY_PROMPT)
    required = Flag(default=False)  # type: ignore[assignment]  # the metaclass takes it out of the class
    choices = serializers.ListField(
        child=WantedChoice(allow_blank=True, max_length=settings.MAX_SURVEY_CHOICE),
        max_length=settings.MAX_SURVEY_CHOICES,
        default=list,
    )
    scaleMin = Whole(source="scale_min", min_value=0, max_value=MOST_STEPS, allow_null=True, default=None)
    scaleMax = Whole(source="scale_max", min_value=0, max_value=MOST_STEPS, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["type"] not in (Question.Type.SINGLE, Question.Type.MULTI):
            attrs["choices"] = []
        if attrs["type"] != Question.Type.SCALE:
            attrs["scale_min"] = attrs["scale_max"] = None
            return attrs
        attrs["scale_min"] = 1 if attrs["scale_min"] is None else attrs["scale_min"]
        attrs["scale_max"] = 5 if attrs["scale_max"] is None else attrs["scale_max"]
        if attrs["scale_min"] >= attrs["scale_max"]:
            raise serializers.ValidationError({"scaleMax": _("The end of the scale lies above its beginning.")})
        return attrs


def _questions(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=WantedQuestion(), max_length=settings.MAX_SURVEY_QUESTIONS, **options)


def _people(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=Id(), max_length=settings.MAX_SURVEY_SHARED, **options)


class CreateSurvey(Schema):
    """POST /surveys."""

    title = Name(allow_blank=True, default="", max_length=settings.MAX_SURVEY_TITLE)
    description = Text(allow_blank=True, default="", max_length=settings.MAX_TEXT)
    isAnonymous = Flag(source="is_anonymous", default=False)
    opensAt = Moment(source="opens_at", allow_null=True, default=None)
    closesAt = Moment(source="closes_at", allow_null=True, default=None)
    targetOrgUnitId = Id(source="target_unit_id", allow_null=True, default=None)
    sharedWith = _people(source="shared_with", default=list)
    questions = _questions(default=list)
    isDraft = Flag(source="is_draft", default=False)


class ChangeSurvey(Schema):
    """PATCH /surveys/{surveyId}; what is left out stays. `questions` is the whole list."""

    title = Name(allow_blank=True, required=False, max_length=settings.MAX_SURVEY_TITLE)
    description = Text(allow_blank=True, required=False, max_length=settings.MAX_TEXT)
    isAnonymous = Flag(source="is_anonymous", required=False)
    opensAt = Moment(source="opens_at", allow_null=True, required=False)
    closesAt = Moment(source="closes_at", allow_null=True, required=False)
    targetOrgUnitId = Id(source="target_unit_id", allow_null=True, required=False)
    sharedWith = _people(source="shared_with", required=False)
    questions = _questions(required=False)


class GivenAnswer(Schema):
    """The answer to one question; which of the three it is says the question."""

    questionId = Id(source="question_id")
    choiceIds = serializers.ListField(
        child=Id(), source="choices", max_length=settings.MAX_SURVEY_CHOICES, required=False, allow_null=True
    )
    text = Text(allow_blank=True, required=False, allow_null=True, max_length=settings.MAX_SURVEY_ANSWER)
    scale = Whole(required=False, allow_null=True)


class SubmitAnswers(Schema):
    """POST /surveys/{surveyId}/submit."""

    answers = serializers.ListField(child=GivenAnswer(), max_length=settings.MAX_SURVEY_QUESTIONS)


class Nothing(Schema):
    """No body is needed."""
