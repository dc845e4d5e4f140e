"""What happens to surveys: the only home of these event names (contract 10)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from messenger.core.events import Event, declare, publish

declare("SURVEY_CREATED", "SURVEY_UPDATED", "SURVEY_DELETED")


def survey_created(user_ids: Iterable[UUID], survey: dict[str, Any]) -> None:
    """To those it is for, when it opens."""
    publish(Event("SURVEY_CREATED", {"survey": survey}, users=tuple(user_ids)))


def survey_updated(user_ids: Iterable[UUID], survey: dict[str, Any]) -> None:
    """To those who see it so: changed, closed, or answered by them on another device."""
    publish(Event("SURVEY_UPDATED", {"survey": survey}, users=tuple(user_ids)))


def survey_deleted(user_ids: Iterable[UUID], survey_id: UUID) -> None:
    """To those who saw it."""
    publish(Event("SURVEY_DELETED", {"surveyId": survey_id}, users=tuple(user_ids)))
