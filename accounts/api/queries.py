"""What stands behind the `?` of accounts' lists."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Invalid
from messenger.core.paging import foreign_cursor

MOST_IDS = 200
MOST_QUERY = 100


def words(raw: str) -> str:
    """What to search for, as long as it can be searched for."""
    if len(raw) > MOST_QUERY or "\0" in raw:
        raise Invalid(query=[str(_("This is too long or holds characters that cannot be searched for."))])
    return raw


def unit(raw: str) -> UUID | None:
    """The department to keep to, or None for all."""
    return _id("orgUnitId", raw) if raw else None


def ids(raw: str) -> list[UUID]:
    """The ids of a list with commas."""
    parts = [part for part in raw.split(",") if part]
    if len(parts) > MOST_IDS:
        raise Invalid(ids=[str(_("Too many ids."))])
    return [_id("ids", part) for part in parts]


def _id(field: str, raw: str) -> UUID:
    try:
        return UUID(raw.strip())
    except ValueError as error:
        raise Invalid(**{field: [str(_("This is no id."))]}) from error


def after(position: Any) -> tuple[str, UUID] | None:
    """The place a people cursor carries; a cursor of another list is `Invalid`."""
    match position:
        case None:
            return None
        case [str(name), str(raw)]:
            return name, _id("cursor", raw)
    raise foreign_cursor()
