"""When the actor works, and when they begin again."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from messenger.core.wire import rfc3339
from messenger.core.working_hours import WorkingHours, holiday


def hours_of(actor: User) -> WorkingHours:
    """Those they chose, or the house's."""
    chosen = actor.profile.preferences.get("workingHours")
    if not chosen:
        return WorkingHours(settings.WORKING_DAYS, *settings.WORKING_HOURS)
    start, end = (dt.time.fromisoformat(chosen[name]) for name in ("start", "end"))
    return WorkingHours(frozenset(chosen["days"]), start, end)


def working_hours(actor: User) -> dict[str, Any]:
    """Whether the actor works now, when work begins next, and today's holiday if it is one."""
    hours = hours_of(actor)
    moment = timezone.now().astimezone(timezone.get_default_timezone())
    return {
        "now": hours.is_now(moment),
        "next": rfc3339(hours.next_start(moment)),
        "days": sorted(hours.days),
        "start": f"{hours.start:%H:%M}",
        "end": f"{hours.end:%H:%M}",
        "holiday": holiday(moment.date()),
    }
