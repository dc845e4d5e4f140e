"""When an office works: days, hours, and the public holidays of Korea."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import holidays

_LOOK_AHEAD = 40  # days: the longest holidays are shorter


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """`days` are ISO weekdays (Monday is 1); `start` and `end` are of the house's clock."""

    days: frozenset[int]
    start: dt.time
    end: dt.time

    def works_on(self, day: dt.date) -> bool:
        """Whether anybody is expected on this day."""
        return day.isoweekday() in self.days and holiday(day) is None

    def is_now(self, moment: dt.datetime) -> bool:
        """Whether `moment`, in the house's time zone, is within them."""
        return self.works_on(moment.date()) and self.start <= moment.time() < self.end

    def next_start(self, moment: dt.datetime) -> dt.datetime | None:
        """When work begins next after `moment`; None where nobody ever works."""
        for ahead in range(_LOOK_AHEAD):
            day = moment.date() + dt.timedelta(days=ahead)
            begins = dt.datetime.combine(day, self.start, moment.tzinfo)
            if begins > moment and self.works_on(day):
                return begins
        return None


def holiday(day: dt.date) -> str | None:
    """The name of the public holiday that this day is, substitute holidays among them."""
    return _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("KR", years=year, language="ko"))


def days(raw: str) -> frozenset[int]:
    """`1-5` or `1,2,6`: ISO weekdays. `ValueError` for anything else."""
    found: set[int] = set()
    for part in raw.split(","):
        first, _dash, last = part.strip().partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    if not found or not found <= set(range(1, 8)):
        raise ValueError(raw)
    return frozenset(found)


def hours(raw: str) -> tuple[dt.time, dt.time]:
    """`09:00-18:00`. `ValueError` for anything else."""
    start, _dash, end = (dt.time.fromisoformat(part.strip()) if part != "-" else part for part in raw.partition("-"))
    if not (isinstance(start, dt.time) and isinstance(end, dt.time)) or start >= end:
        raise ValueError(raw)
    return start, end
