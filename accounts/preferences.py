"""What people may set for themselves, and what holds until they do."""

import datetime as dt
from typing import Any

THEMES = ("system", "light", "dark")
LANGUAGES = ("ko", "en")
TEXT_SIZES = ("small", "normal", "large", "xlarge")
SEND_KEYS = ("enter", "ctrlEnter")
WEEK = (1, 2, 3, 4, 5, 6, 7)  # Monday is 1
QUIET_HOURS: dict[str, Any] = {"enabled": False, "from": "22:00", "until": "07:00", "days": list(WEEK)}

DEFAULTS: dict[str, Any] = {
    "theme": "system",
    "language": "ko",
    "textSize": "normal",
    "notificationSound": True,
    "desktopNotifications": False,
    "notificationPreviews": True,
    "notificationKeywords": [],
    "quietHours": QUIET_HOURS,
    "sendKey": "enter",
    "workingHours": None,  # {days, start, end}; None: those of the house
    "askLate": True,  # whether who writes outside of them is asked if it may wait
}


def effective(chosen: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, completed by the defaults."""
    return {key: chosen.get(key, default) for key, default in DEFAULTS.items()}


def is_quiet(chosen: dict[str, Any], moment: dt.datetime) -> bool:
    """Whether nothing shall call for attention at this moment of the house's time.

    `days` are those on which the quiet begins: Friday's night ends on Saturday morning. The same `from` and `until`
    is the whole day.
    """
    quiet = chosen.get("quietHours", QUIET_HOURS)
    if not quiet["enabled"]:
        return False
    now, begins, ends = moment.strftime("%H:%M"), quiet["from"], quiet["until"]
    today = moment.isoweekday()
    if begins < ends:
        return today in quiet["days"] and begins <= now < ends
    yesterday = (today - 2) % 7 + 1
    return (today in quiet["days"] and now >= begins) or (yesterday in quiet["days"] and now < ends)
