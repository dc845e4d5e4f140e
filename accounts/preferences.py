"""What people may set for themselves, and what holds until they do."""

from typing import Any

THEMES = ("system", "light", "dark")
LANGUAGES = ("ko", "en")
TEXT_SIZES = ("small", "normal", "large", "xlarge")
SEND_KEYS = ("enter", "ctrlEnter")

DEFAULTS: dict[str, Any] = {
    "theme": "system",
    "language": "ko",
    "textSize": "normal",
    "notificationSound": True,
    "desktopNotifications": False,
    "sendKey": "enter",
}


def effective(chosen: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, completed by the defaults."""
    return {key: chosen.get(key, default) for key, default in DEFAULTS.items()}
