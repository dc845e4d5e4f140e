"""What of a month calls for a second look, each with the way to the entries behind it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import actions
from audit.selectors import Figures
from messenger.auditing import words

MUCH_MORE = 2  # times as much as the month before
FEW = 5  # below, a month tells nothing
_SENSITIVE = (
    actions.USER_ROLE_CHANGED,
    actions.SECOND_FACTOR_RESET,
    actions.POLICY_CHANGED,
    actions.HOLD_RELEASED,
    actions.DISCLOSURE_VIEWED,
)


def points(now: Figures, then: Figures, span: str) -> list[dict[str, Any]]:
    """Sentences with addresses; none if the month was as usual. `span` is the month in the log's address."""
    found = [*_risen(now, then), *_sensitive(now), *_heavy(now)]
    log = reverse("auditing_log")
    return [{"text": text, "address": f"{log}?{span}&{query}" if query else ""} for text, query in found]


def _risen(now: Figures, then: Figures) -> list[tuple[str, str]]:
    """What is twice the month before."""
    watched = [
        (now.failed_sign_ins, then.failed_sign_ins, _("Failed sign-ins"), f"what={actions.AUTH_LOGIN_FAILED}"),
        (now.downloads, then.downloads, _("Files taken away"), "what=group:files"),
        (now.exports, then.exports, _("Exports"), "what=group:audit"),
    ]
    said = _("%(what)s: %(now)d, after %(then)d in the month before")
    return [
        (said % {"what": what, "now": one, "then": other}, query)
        for one, other, what, query in watched
        if one >= FEW and one > MUCH_MORE * other
    ]


def _sensitive(now: Figures) -> list[tuple[str, str]]:
    """What is rare and always worth a look."""
    counted = dict(now.by_action)
    return [
        (f"{words.action(action)}: {counted[action]}", f"what={action}") for action in _SENSITIVE if counted.get(action)
    ]


def _heavy(now: Figures) -> list[tuple[str, str]]:
    """One person who took away more than half of everything, and work at night and on weekends."""
    said: list[tuple[str, str]] = []
    total = now.downloads + now.exports
    if now.top_downloads and total >= FEW:
        user_id, name, count = now.top_downloads[0]
        if count * 2 > total:
            text = _("%(name)s took away %(count)d of %(total)d files and exports")
            said.append((text % {"name": name, "count": count, "total": total}, f"person={user_id}"))
    if now.entries and now.off_hours * 4 > now.entries:
        share = round(100 * now.off_hours / now.entries)
        text = ngettext(
            "%(count)d entry outside working hours (%(share)d %%)",
            "%(count)d entries outside working hours (%(share)d %%)",
            now.off_hours,
        )
        said.append((text % {"count": now.off_hours, "share": share}, ""))
    return said
