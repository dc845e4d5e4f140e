"""From what somebody asked on a page to what the log is asked for."""

import datetime as dt

from django.db.models import Count

from accounts.models import User
from audit import selectors
from audit.models import AuditEntry, Seal
from audit.selectors import Filter, state
from audit.services.viewing import view
from messenger.auditing import finding
from messenger.auditing.filters import Asked
from messenger.auditing.periods import Period
from messenger.auditing.timeline import step_for
from messenger.core import paging

AT_ONCE = 50
MOST_TOGETHER = 20
_NEAR = dt.timedelta(minutes=10)  # a request lasts no longer


def filter_of(actor: User, asked: Asked) -> Filter:
    """The log's filter. A name that fits one person means them; else it is a word like any other."""
    person, words = asked.person, asked.text
    if asked.who and person is None:
        named = finding.people_named(actor, asked.who)
        person, words = (named[0].pk, words) if len(named) == 1 else (None, f"{asked.who} {words}".strip())
    return Filter(
        since=asked.period.start,
        until=asked.period.end,
        person_id=person,
        actions=asked.actions,
        target_type=asked.target_type,
        target_id=asked.target_id,
        outcome=asked.outcome,
        words=words,
    )


def page_of(actor: User, wanted: Filter, raw_cursor: str) -> tuple[list[AuditEntry], str]:
    """A page of entries and the cursor of the next one, empty at the end. The log notes who asked."""
    position = paging.cursor({"cursor": raw_cursor})
    match position:
        case None:
            before = None
        case [int(before), str(made_for)] if made_for == wanted.fingerprint():
            pass
        case _:
            raise paging.foreign_cursor()
    found = view(actor=actor, asked=wanted, before=before, limit=AT_ONCE + 1)
    shown = found[:AT_ONCE]
    more = paging.next_cursor([shown[-1].pk, wanted.fingerprint()]) if len(found) > AT_ONCE else ""
    return shown, more


def together(actor: User, entry: AuditEntry) -> list[AuditEntry]:
    """What else the same request did."""
    if not entry.request_id:
        return []
    near = Filter(since=entry.at - _NEAR, until=entry.at + _NEAR)
    others = selectors.entries(actor, near).filter(request_id=entry.request_id).exclude(pk=entry.pk)
    return list(others[:MOST_TOGETHER])


def counted(actor: User, wanted: Filter, period: Period) -> list[tuple[dt.datetime, str, int]]:
    """What the chart is made of."""
    return selectors.count_by_step(actor, wanted, step_for(period))


def neighbours(entry: AuditEntry) -> list[tuple[Seal, AuditEntry | None]]:
    """An entry's seal between the one before and the one behind it; none as long as it has no seal."""
    own = selectors.seals_of([entry.pk]).get(entry.pk)
    if own is None:
        return []
    return state.neighbours(own)


def by_action(actor: User, wanted: Filter) -> dict[tuple[str, str], int]:
    """How many entries there are of each action and outcome."""
    counted = selectors.entries(actor, wanted).order_by().values_list("action", "outcome").annotate(count=Count("pk"))
    return {(action, outcome): count for action, outcome, count in counted}
