"""Spans of days as people choose them: today, a week, last month, or from one day to another."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 366 * 5
QUICK = {
    "today": _("Today"),
    "week": _("7 days"),
    "month": _("30 days"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "days": _("From day to day"),
}
DEFAULT = "week"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the office's zone, both included."""

    first: dt.date
    last: dt.date

    @property
    def start(self) -> dt.datetime:
        """The first moment of it."""
        return _midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        """The first moment after it."""
        return _midnight(self.last + dt.timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def quick(name: str) -> Period:
    """The span of one of `QUICK`, seen from today."""
    today = timezone.localdate()
    match name:
        case "today":
            return Period(today, today)
        case "month":
            return Period(today - dt.timedelta(days=29), today)
        case "this_month":
            return Period(today.replace(day=1), today)
        case "last_month":
            last = today.replace(day=1) - dt.timedelta(days=1)
            return Period(last.replace(day=1), last)
        case _:
            return Period(today - dt.timedelta(days=6), today)


def month(first: dt.date) -> Period:
    """The whole month in which a day lies."""
    start = first.replace(day=1)
    following = (start + dt.timedelta(days=32)).replace(day=1)
    return Period(start, following - dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
