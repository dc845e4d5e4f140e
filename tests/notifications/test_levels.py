"""What a room's level lets through, by type; and hours in which nothing wakes."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts import preferences
from accounts.models import User
from chat.models import Room
from chat.notification_types import TYPES
from chat.services import levels
from tests.chat.doors import Rest
from tests.notifications.conftest import Say

OF_ROOMS = ("MENTION", "REPLY", "KEYWORD")
CASES = json.loads((Path(__file__).parent / "quiet_hours.json").read_text())


@pytest.mark.parametrize("level", ["ALL", "MENTIONS", "NOTHING", None])
@pytest.mark.parametrize("type", ["", *TYPES])
def test_the_table(type: str, level: str | None) -> None:
    wakes = {
        "ALL": True,
        "MENTIONS": type != "",
        "NOTHING": type not in ("", *OF_ROOMS),
        None: True,
    }[level]
    assert levels.wakes(type, level) is wakes
    assert levels.notifies(type, level) is (wakes and type != "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_quiet_hours(case: dict[str, Any]) -> None:
    moment = dt.datetime.fromisoformat(case["at"])
    assert preferences.is_quiet({"quietHours": case["quietHours"]}, moment) is case["quiet"]


def test_nobody_is_quiet_who_said_nothing() -> None:
    assert not preferences.is_quiet({}, dt.datetime(2026, 11, 22, 3, 0))


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "found"), [("ALL", ["MENTION"]), ("MENTIONS", ["MENTION"]), ("NOTHING", [])])
def test_a_room_notifies_as_its_level_says(
    alice: User, bob: User, dana: User, room: Room, say: Say, centre: Any, level: Any, chosen: str, found: list[str]
) -> None:
    level(room, bob, chosen)
    say(alice, "안녕하세요")
    say(alice, "준호 님", mentions=(bob.pk,))
    assert [row["type"] for row in centre(bob)] == found


@pytest.mark.django_db
def test_a_level_is_ones_own_and_a_mute_is_the_level_nothing(alice: User, charlie: User, room: Room) -> None:
    me = Rest(alice)
    for body, level, muted in (
        ({"notifyLevel": "MENTIONS"}, "MENTIONS", False),
        ({"muted": True}, "NOTHING", True),
        ({"muted": False}, "ALL", False),
        ({"muted": True, "notifyLevel": "MENTIONS"}, "MENTIONS", False),
    ):
        found = me.patch(f"rooms/{room.pk}/me", body).body["me"]
        assert (found["notifyLevel"], found["muted"]) == (level, muted)
    assert me.patch(f"rooms/{room.pk}/me", {"notifyLevel": "LOUD"}).status == 400
    assert Rest(charlie).patch(f"rooms/{room.pk}/me", {"notifyLevel": "ALL"}).status == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ({"quietHours": {"enabled": True, "from": "22:00", "until": "07:30", "days": [5, 1, 5]}}, 200),
        ({"quietHours": {"enabled": True, "from": "24:00", "until": "07:30", "days": [1]}}, 400),
        ({"quietHours": {"enabled": True, "from": "22:00", "until": "7:30", "days": [1]}}, 400),
        ({"quietHours": {"enabled": True, "from": "22:00", "until": "07:30", "days": [0]}}, 400),
        ({"quietHours": {"enabled": True, "until": "07:30", "days": [1]}}, 400),
        ({"quietHours": None}, 400),
        ({"notificationKeywords": ["회의", "회의", " 정산 "]}, 200),
        ({"notificationKeywords": ["  "]}, 400),
        ({"notificationKeywords": ["가" * 31]}, 400),
        ({"notificationKeywords": [f"낱말{n}" for n in range(21)]}, 400),
        ({"notificationKeywords": "회의"}, 400),
        ({"notificationPreviews": False}, 200),
        ({"notificationPreviews": "no"}, 400),
    ],
)
def test_preferences_are_taken_or_refused(
    alice: User, prefer: Callable[..., None], chosen: dict[str, Any], status: int
) -> None:
    me = Rest(alice)
    answer = me.patch("me", {"preferences": chosen})
    assert answer.status == status
    kept = me.get("me").body["preferences"]
    if status == 400:
        assert {name: kept[name] for name in chosen} == {name: preferences.DEFAULTS[name] for name in chosen}
    if "notificationKeywords" in chosen and status == 200:
        assert kept["notificationKeywords"] == ["회의", "정산"]
    if "quietHours" in chosen and status == 200:
        assert kept["quietHours"]["days"] == [1, 5]
