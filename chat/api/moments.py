"""`from` and `to` of lists: a date or a moment."""

import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from messenger.core.api import Request
from messenger.core.errors import Invalid


def moment(request: Request, name: str, days: int = 0) -> dt.datetime | None:
    """A moment, or the beginning of a date plus so many days, in the house's time zone."""
    raw = request.GET.get(name)
    if not raw:
        return None
    try:
        found = _read(raw, days)
    except (ValueError, OverflowError):  # before the first year or after the last one, in UTC
        found = None
    if found is None:
        raise Invalid(**{name: [str(_("A date or a moment with its time zone is expected."))]})
    return found


def _read(raw: str, days: int) -> dt.datetime | None:
    date = parse_date(raw)
    if date is not None:
        day = dt.datetime.combine(date + dt.timedelta(days=days), dt.time(), timezone.get_default_timezone())
        return day.astimezone(dt.UTC)
    moment = parse_datetime(raw)
    return None if moment is None or moment.tzinfo is None else moment.astimezone(dt.UTC)
