"""What of a room calls for somebody's attention, by the room's level for them (contract 8).

| level    | plain message | named, answered, keyword | must-read, survey, reminder, job |
| ALL      | wakes         | notifies, wakes          | notifies, wakes                  |
| MENTIONS | no            | notifies, wakes          | notifies, wakes                  |
| NOTHING  | no            | no                       | notifies, wakes                  |

Nothing wakes in quiet hours; what notified can be read afterwards.
"""

from typing import Any

from django.utils import timezone

from accounts import preferences
from chat.models import Member
from chat.notification_types import OF_ROOMS

PLAIN = ""  # the type of what wakes without notifying: a message like any other


def notifies(type: str, level: str | None) -> bool:
    """Whether something of this type goes into the notification centre; `level` is None outside of rooms."""
    return type != PLAIN and wakes(type, level)


def wakes(type: str, level: str | None) -> bool:
    """Whether it may sound, show on the desktop and wake a phone."""
    if level is None or type not in (PLAIN, *OF_ROOMS):
        return True
    return level == Member.Level.ALL or (type != PLAIN and level == Member.Level.MENTIONS)


def is_quiet(chosen: dict[str, Any]) -> bool:
    """Whether these preferences ask for quiet now, by the clock of the house."""
    return preferences.is_quiet(chosen, timezone.localtime())
