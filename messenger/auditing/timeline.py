"""The chart over the rows: how many entries fell into each hour, day or month, failures apart.

The bars are decoration; the table behind them is the truth.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from messenger.auditing.periods import Period, month

Step = Literal["hour", "day", "month"]
WIDTH, HEIGHT = 1000, 120  # of the drawing, which is stretched to its place
MOST_HOURS_DAYS, MOST_DAYS = 2, 92
_LABELS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of time. Heights and places are in the units of the drawing."""

    start: dt.datetime
    succeeded: int
    failed: int
    x: float = 0
    width: float = 0
    height: float = 0  # of what succeeded, at the bottom
    failed_height: float = 0  # on top of it
    labelled: bool = False

    @property
    def count(self) -> int:
        return self.succeeded + self.failed

    @property
    def y(self) -> float:
        return HEIGHT - self.height

    @property
    def failed_y(self) -> float:
        return HEIGHT - self.height - self.failed_height

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.start)

    @property
    def month(self) -> Period:
        return month(self.day)


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws."""

    step: Step
    bars: list[Bar]
    top: int  # what the highest line stands for

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def failed(self) -> int:
        return sum(bar.failed for bar in self.bars)

    @property
    def filled(self) -> list[Bar]:
        """The bars that have something in them: the rows of the table."""
        return [bar for bar in self.bars if bar.count]


def step_for(period: Period) -> Step:
    """Hours for a day or two, days for a season, months beyond."""
    if period.days <= MOST_HOURS_DAYS:
        return "hour"
    return "day" if period.days <= MOST_DAYS else "month"


def chart(period: Period, counted: Iterable[tuple[dt.datetime, str, int]]) -> Chart:
    """The chart of a period from `(start of a step, outcome, count)`; steps without entries are empty bars."""
    step = step_for(period)
    sums: dict[dt.datetime, list[int]] = {start: [0, 0] for start in _starts(period, step)}
    for start, outcome, count in counted:
        if start in sums:
            sums[start][outcome == "failure"] += count
    top = _round(max((sum(pair) for pair in sums.values()), default=0))
    wide = WIDTH / max(1, len(sums))
    gap = min(wide * 0.3, 6)
    every = max(1, -(-len(sums) // _LABELS))
    bars = [
        Bar(
            start,
            succeeded,
            failed,
            x=round(n * wide + gap / 2, 2),
            width=round(wide - gap, 2),
            height=round(HEIGHT * succeeded / top, 2),
            failed_height=round(HEIGHT * failed / top, 2),
            labelled=n % every == 0,
        )
        for n, (start, (succeeded, failed)) in enumerate(sums.items())
    ]
    return Chart(step, bars, top)


def _starts(period: Period, step: Step) -> Iterable[dt.datetime]:
    at = period.start if step != "month" else Period(period.first.replace(day=1), period.last).start
    while at < period.end:
        yield at
        at = _following(at, step)


def _following(at: dt.datetime, step: Step) -> dt.datetime:
    if step == "hour":
        return at + dt.timedelta(hours=1)
    local = timezone.localtime(at).date()
    day = (local if step == "day" else month(local).last) + dt.timedelta(days=1)
    return Period(day, day).start


def _round(most: int) -> int:
    """The next of 2, 4, 6, 8, 10, 20, 40 …: a number that people read at once, and half of it, too."""
    power = 1
    while most > 10 * power:
        power *= 10
    return next(step * power for step in (2, 4, 6, 8, 10) if most <= step * power)
