"""What one person did and what was done to them; what happened to one object."""

import dataclasses
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import selectors
from audit.models import AuditEntry
from audit.selectors import Filter
from messenger.auditing import asking, filters, finding, periods, rows, words
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.auditing.filters import FilterForm
from messenger.auditing.log import listed
from messenger.core.errors import NotFound

MOST_KIND, MOST_TARGET = 32, 64
USUAL = "month"


@for_auditors("GET")
def person(request: AuditorRequest, user_id: UUID) -> HttpResponse:
    """Everything that somebody did, and that was done to them or with their data."""
    form = filters.read(request.GET, usual=USUAL)
    known = finding.person(user_id)
    title, subtitle = finding.introduced(known) if known else _remembered(request.user, user_id)
    side = request.GET.get("side", "")
    wanted = _within(form, Filter(person_id=user_id))
    if side == "did":
        wanted = dataclasses.replace(wanted, person_id=None, actor_id=user_id)
    elif side == "about":
        wanted = dataclasses.replace(wanted, person_id=None, subject_id=user_id)
    content = {
        "title": title,
        "subtitle": subtitle,
        "address": urlencode({**form.kept, "person": str(user_id)}),
        "figures": _figures(asking.by_action(request.user, wanted)),
        "sides": _choices(form.kept, "side", side, _sides()),
    }
    return _shown(request, form, wanted, content, {"side": side} if side else {})


@for_auditors("GET")
def thing(request: AuditorRequest, kind: str, target_id: str) -> HttpResponse:
    """Everything that was done to one object; `NotFound` if nothing ever was."""
    whole = Filter(target_type=kind, target_id=target_id)
    if len(kind) > MOST_KIND or len(target_id) > MOST_TARGET or "\0" in kind + target_id:
        raise NotFound
    last = selectors.entries(request.user, whole).first()
    if last is None:
        raise NotFound
    (row,) = rows.rows([last])
    form = filters.read(request.GET, usual=USUAL)
    content = {
        "title": f"{words.target(kind)} {row.target}",
        "subtitle": target_id,
        "address": urlencode({**form.kept, "target_type": kind, "target_id": target_id}),
    }
    return _shown(request, form, _within(form, whole), content, {})


def _sides() -> dict[str, Any]:
    return {"": _("Everything"), "did": _("What they did"), "about": _("What was done to them")}


def _within(form: FilterForm, whole: Filter) -> Filter:
    period = form.asked.period
    return dataclasses.replace(whole, since=period.start, until=period.end)


def _shown(
    request: AuditorRequest, form: FilterForm, wanted: Filter, content: dict[str, Any], kept: dict[str, str]
) -> HttpResponse:
    span = {name: value for name, value in form.kept.items() if name in ("period", "first", "last")}
    content["quick"] = [
        one
        for one in _choices(kept, "period", span.get("period", USUAL), dict(periods.QUICK))
        if not one["address"].endswith("period=days")
    ]
    return page(request, "history", "log", content | listed(request, form.asked.period, wanted, span | kept))


def _choices(kept: dict[str, str], name: str, now: str, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """Links that change one thing of the question."""
    return [
        {"label": label, "chosen": value == now, "address": "?" + urlencode({**kept, name: value})}
        for value, label in labels.items()
    ]


def _figures(counted: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """What somebody did most, by groups, and how often it failed."""
    by_group: dict[str, int] = {}
    for (action, _outcome), count in counted.items():
        group = words.group_of(action)
        by_group[group] = by_group.get(group, 0) + count
    failed = sum(count for (_action, outcome), count in counted.items() if outcome == AuditEntry.Outcome.FAILURE)
    groups = sorted(by_group, key=by_group.__getitem__, reverse=True)
    shown: list[dict[str, Any]] = [{"label": words.label(group), "count": by_group[group]} for group in groups[:5]]
    return [*shown, {"label": _("Failure"), "count": failed, "bad": failed > 0}] if shown else []


def _remembered(actor: User, user_id: UUID) -> tuple[str, str]:
    """Somebody whose account is gone, by the name that the log kept; `NotFound` if it knows nobody of this id."""
    last = selectors.entries(actor, Filter(person_id=user_id)).first()
    if last is None:
        raise NotFound
    name, login = rows.split_name(last.actor_name) if last.actor_id == user_id else ("", "")
    return name or _("Person without an account"), login
