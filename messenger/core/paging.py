"""Lists: `{"results": […], "next": cursor}` with `?cursor=` and `?limit=` (contract section 1)."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext_lazy as _

from messenger.core.errors import Invalid

DEFAULT_LIMIT = 50
MOST_LIMIT = 200
_SALT = "cursor"


def whole(query: dict[str, str], name: str, least: int = 0) -> int | None:
    """A query parameter that must be a whole number of at most 64 bits, or None if absent."""
    raw = query.get(name)
    if raw is None:
        return None
    if not (raw.isascii() and raw.isdigit()) or len(raw) > 19 or not least <= int(raw) < 2**63:
        raise Invalid(**{name: [str(_("A whole number is expected."))]})
    return int(raw)


def one_of(query: dict[str, str], name: str, known: Collection[str]) -> str:
    """A query parameter that is one of these words, or empty if absent."""
    said = query.get(name, "")
    if said and said not in known:
        raise Invalid(**{name: [str(_("This is not known."))]})
    return said


def limit(query: dict[str, str]) -> int:
    """`?limit=`: below 1 or no integer is `Invalid`; above the most it is cut."""
    raw = query.get("limit", "")
    if len(raw) > 19 and raw.isascii() and raw.isdigit():  # more than any number we know, and still a number
        return MOST_LIMIT
    asked = whole(query, "limit", least=1)
    return DEFAULT_LIMIT if asked is None else min(asked, MOST_LIMIT)


def cursor(query: dict[str, str]) -> Any:
    """What `next_cursor` put into the opaque `?cursor=`, or None for the first page."""
    raw = query.get("cursor")
    if not raw:
        return None
    try:
        return signing.loads(raw, salt=_SALT)
    except signing.BadSignature as error:
        raise foreign_cursor() from error


def offset(query: dict[str, str]) -> int:
    """How many rows the `?cursor=` of a list that counts them has passed; that of another list is `Invalid`."""
    position = cursor(query)
    if position is None:
        return 0
    if not isinstance(position, int):
        raise foreign_cursor()
    return position


def moment(query: dict[str, str]) -> tuple[dt.datetime, UUID] | None:
    """How far the `?cursor=` of a list ordered by moment and id has come; that of another list is `Invalid`."""
    match cursor(query):
        case None:
            return None
        case [str(at), str(row_id)]:
            try:
                return dt.datetime.fromisoformat(at), UUID(row_id)
            except ValueError as error:
                raise foreign_cursor() from error
    raise foreign_cursor()


def foreign_cursor() -> Invalid:
    """The refusal of a cursor that was not made for this list."""
    return Invalid(cursor=[str(_("This cursor is not valid."))])


def next_cursor(position: Any) -> str:
    """An opaque cursor that carries `position` (JSON)."""
    return signing.dumps(position, salt=_SALT)
