"""Departments addressed in a message: `@영업1팀` names everybody of it and of its sub-units who is in the room."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.selectors import units
from chat.services.drafts import Draft
from messenger.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Addressed:
    """A department as it stands at this moment."""

    name: str
    people: frozenset[UUID]


def addressed(unit_ids: set[UUID]) -> dict[UUID, Addressed]:
    """The departments that exist among these, with their active people, sub-units included."""
    if not unit_ids:
        return {}
    names, people = units.names(unit_ids), units.people_of_each(unit_ids)
    return {unit_id: Addressed(name, frozenset(people[unit_id])) for unit_id, name in names.items()}


def check(draft: Draft, known: dict[UUID, Addressed]) -> None:
    """Refuse a department that does not exist."""
    if any(unit_id not in known for unit_id in draft.mention_units):
        raise Invalid(mentionUnits=[str(_("There is no such department."))])


def everybody(draft: Draft, known: dict[UUID, Addressed], members: Container[UUID]) -> tuple[UUID, ...]:
    """Those named one by one, then the members of the room who belong to the departments; not the sender."""
    people = sorted({one for unit_id in draft.mention_units for one in known[unit_id].people}, key=str)
    belonging = [one for one in people if one in members and one != draft.sender_id]
    return tuple(dict.fromkeys([*draft.mentions, *belonging]))


def details(draft: Draft, known: dict[UUID, Addressed]) -> dict[str, Any] | None:
    """`Message.details` of a draft: its own, and the departments by the names they have today."""
    if not draft.mention_units:
        return draft.details
    named = [{"orgUnitId": str(one), "name": known[one].name} for one in draft.mention_units]
    return {**(draft.details or {}), "mentionUnits": named}
