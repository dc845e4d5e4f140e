"""Working hours: the house's, one's own, and the public holidays of Korea."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from messenger.core import working_hours
from tests.chat.doors import Rest

People = Callable[[User], Rest]
SEOUL = ZoneInfo("Asia/Seoul")
HOUSE = working_hours.WorkingHours(frozenset({1, 2, 3, 4, 5}), dt.time(9), dt.time(18))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("moment", "works", "begins"),
    [
        ("2026-11-20 08:59", False, "2026-11-20 09:00"),  # a Friday
        ("2026-11-20 09:00", True, "2026-11-23 09:00"),
        ("2026-11-20 17:59", True, "2026-11-23 09:00"),
        ("2026-11-20 18:00", False, "2026-11-23 09:00"),
        ("2026-11-22 23:30", False, "2026-11-23 09:00"),
        ("2026-02-13 19:00", False, "2026-02-19 09:00"),  # before the days of 설날
        ("2026-03-02 10:00", False, "2026-03-03 09:00"),  # the substitute for 삼일절, a Sunday
        ("2026-12-24 20:00", False, "2026-12-28 09:00"),
        ("2026-12-31 18:30", False, "2027-01-04 09:00"),
    ],
)
def test_work_begins_on_the_next_day_that_is_one(moment: str, works: bool, begins: str) -> None:
    assert HOUSE.is_now(at(moment)) is works
    assert HOUSE.next_start(at(moment)) == at(begins)


@pytest.mark.parametrize("raw", ["", "0-3", "6-8", "mo", "5-1"])
def test_days_that_make_no_sense_stop_the_start(raw: str) -> None:
    with pytest.raises(ValueError):
        working_hours.days(raw)


@pytest.mark.parametrize("raw", ["", "9", "18:00-09:00", "09:00-09:00", "09:00"])
def test_hours_that_make_no_sense_stop_the_start(raw: str) -> None:
    with pytest.raises(ValueError):
        working_hours.hours(raw)


def test_what_a_setting_says() -> None:
    assert working_hours.days("1-3, 6") == {1, 2, 3, 6}
    assert working_hours.hours("08:30-17:30") == (dt.time(8, 30), dt.time(17, 30))
    assert working_hours.holiday(dt.date(2026, 2, 17)) == "설날"


@pytest.mark.django_db(transaction=True)
def test_ones_own_hours_come_before_those_of_the_house(
    rest: People, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = rest(alice)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2026-11-20 19:00"))
    me.token = rest(alice).token
    found = me.get("working-hours").body
    assert (found["now"], found["next"], found["start"], found["days"]) == (
        False,
        "2026-11-23T00:00:00.000Z",
        "09:00",
        [1, 2, 3, 4, 5],
    )
    mine = {"days": [5, 6], "start": "13:00", "end": "22:00"}
    assert me.patch("me", {"preferences": {"workingHours": mine, "askLate": False}}).status == 200
    found = me.get("working-hours").body
    assert (found["now"], found["next"], found["end"]) == (True, "2026-11-21T04:00:00.000Z", "22:00")
    for wrong in ({**mine, "end": "13:00"}, {**mine, "days": []}, {**mine, "days": [8]}, {**mine, "start": "9"}, "x"):
        assert me.patch("me", {"preferences": {"workingHours": wrong}}).status == 400
    assert me.patch("me", {"preferences": {"workingHours": None}}).body["preferences"]["workingHours"] is None
    assert me.get("working-hours").body["start"] == "09:00"
