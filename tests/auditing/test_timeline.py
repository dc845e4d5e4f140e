"""The chart over the log: what falls into which bar, and how high it stands."""

import datetime as dt

import pytest
from django.utils import timezone

from messenger.auditing import periods
from messenger.auditing.periods import Period
from messenger.auditing.timeline import HEIGHT, WIDTH, chart, step_for

DAY = dt.date(2026, 3, 2)


def _at(day: dt.date, hour: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.mark.parametrize(("days", "step", "bars"), [(1, "hour", 24), (2, "hour", 48), (7, "day", 7), (92, "day", 92)])
def test_hours_for_a_day_or_two_and_days_for_a_season(days: int, step: str, bars: int) -> None:
    period = Period(DAY, DAY + dt.timedelta(days=days - 1))
    assert step_for(period) == step
    assert len(chart(period, []).bars) == bars


def test_months_for_a_year_begin_with_the_first_of_each() -> None:
    drawn = chart(Period(dt.date(2025, 3, 15), dt.date(2026, 3, 14)), [(_at(dt.date(2025, 3, 1)), "success", 5)])
    assert drawn.step == "month"
    assert [bar.day for bar in drawn.bars][:2] == [dt.date(2025, 3, 1), dt.date(2025, 4, 1)]
    assert len(drawn.bars) == 13
    assert drawn.bars[0].count == 5


def test_failures_stand_on_top_of_what_succeeded() -> None:
    period = Period(DAY, DAY + dt.timedelta(days=6))
    drawn = chart(period, [(_at(DAY), "success", 6), (_at(DAY), "failure", 2), (_at(DAY, 5), "success", 99)])
    first = drawn.bars[0]
    assert (first.succeeded, first.failed, drawn.total, drawn.failed) == (6, 2, 8, 2)
    assert drawn.top == 8
    assert first.height + first.failed_height == HEIGHT
    assert first.failed_y == 0
    assert first.failed_y + first.failed_height == first.y


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (2, 2), (3, 4), (9, 10), (11, 20), (41, 60), (1000, 1000), (1001, 2000)]
)
def test_the_highest_line_is_a_number_that_people_read_at_once(most: int, top: int) -> None:
    assert chart(Period(DAY, DAY), [(_at(DAY), "success", most)]).top == top


def test_the_bars_fill_their_drawing_and_no_more() -> None:
    last = chart(Period(DAY, DAY + dt.timedelta(days=91)), []).bars[-1]
    assert WIDTH - 7 < last.x + last.width <= WIDTH


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", dt.date(2026, 3, 2), DAY),
        ("week", dt.date(2026, 2, 24), DAY),
        ("month", dt.date(2026, 2, 1), DAY),
        ("this_month", dt.date(2026, 3, 1), DAY),
        ("last_month", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    ],
)
def test_the_quick_choices_count_from_today(
    monkeypatch: pytest.MonkeyPatch, name: str, first: dt.date, last: dt.date
) -> None:
    monkeypatch.setattr(periods.timezone, "localdate", lambda: DAY)
    assert periods.quick(name) == Period(first, last)
