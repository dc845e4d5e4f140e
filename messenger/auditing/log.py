"""`/auditing/`: the log as it was asked for, over time and row by row; one entry with its neighbours."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import AuditEntry, Seal
from audit.selectors import Filter
from audit.services.viewing import view_one
from messenger.auditing import asking, filters, finding, rows, searches, timeline, words
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.auditing.filters import Asked, FilterForm
from messenger.auditing.periods import Period
from messenger.auditing.timeline import Bar, Chart
from messenger.core.errors import NotFound

MOST_ID = 2**63


@for_auditors("GET")
def log(request: AuditorRequest) -> HttpResponse:
    """Filters, saved queries, the chart and a page of rows."""
    form = filters.read(request.GET)
    content: dict[str, Any] = {"form": form, **searches.shown(request, form)}
    if not form.is_valid():
        form.mark()
        return page(request, "log", "log", content, status=400)
    asked = form.asked
    content["people"] = _namesakes(request.user, form, asked)
    wanted = asking.filter_of(request.user, asked)
    return page(request, "log", "log", content | listed(request, asked.period, wanted, form.kept))


@for_auditors("GET")
def entry(request: AuditorRequest, entry_id: int) -> HttpResponse:
    """One entry: what it says, its place in the chain, and what was recorded together with it."""
    if entry_id >= MOST_ID:
        raise NotFound
    found = view_one(actor=request.user, entry_id=entry_id)
    (row,) = rows.rows([found])
    links = [_link(seal, beside, here=seal.entry_id == found.pk) for seal, beside in asking.neighbours(found)]
    together = rows.rows(asking.together(request.user, found))
    return page(request, "entry", "log", {"row": row, "links": links, "together": together})


def listed(request: AuditorRequest, period: Period, wanted: Filter, kept: dict[str, str]) -> dict[str, Any]:
    """The chart and one page of rows, with the addresses of what lies before and after.

    `kept` is the question as addresses of this page say it.
    """
    entries, older = asking.page_of(request.user, wanted, request.GET.get("cursor", ""))
    chart = timeline.chart(period, asking.counted(request.user, wanted, period))
    return {
        "period": period,
        "chart": _drawn(chart, request.path, kept),
        "rows": rows.rows(entries),
        "older": f"{request.path}?{urlencode(kept | {'cursor': older})}" if older else "",
        "newest": f"{request.path}?{urlencode(kept)}" if request.GET.get("cursor") else "",
    }


def _link(seal: Seal, entry: AuditEntry | None, *, here: bool) -> dict[str, Any]:
    """One link of the chain; its entry is missing only if somebody took it away."""
    return {
        "number": seal.chain_no,
        "hash": seal.hash,
        "id": seal.entry_id,
        "action": words.action(entry.action) if entry else _("This entry is gone"),
        "here": here,
        "gone": entry is None,
    }


def _drawn(chart: Chart, path: str, kept: dict[str, str]) -> dict[str, Any]:
    """The chart with words: what each bar is called, and where it leads."""
    bars = [
        {
            "count": bar.count,
            "succeeded": bar.succeeded,
            "failed": bar.failed,
            "x": bar.x,
            "percent": round(100 * bar.x / timeline.WIDTH, 2),
            "width": bar.width,
            "y": bar.y,
            "height": bar.height,
            "failed_y": bar.failed_y,
            "failed_height": bar.failed_height,
            "labelled": bar.labelled,
            "title": _title(bar, chart.step),
            "short": _short(bar, chart.step),
            "address": f"{path}?{urlencode(kept | _days(bar, chart.step))}",
        }
        for bar in chart.bars
    ]
    return {
        "bars": bars,
        "filled": [bar for bar in bars if bar["count"]],
        "top": chart.top,
        "total": chart.total,
        "failed": chart.failed,
    }


def _days(bar: Bar, step: str) -> dict[str, str]:
    """The question for the days that a bar stands for."""
    last = bar.month.last if step == "month" else bar.day
    return {"period": "days", "first": bar.day.isoformat(), "last": last.isoformat()}


def _title(bar: Bar, step: str) -> str:
    patterns = {"hour": _("M j, H:00"), "day": _("D, M j, Y"), "month": _("F Y")}
    return formats.date_format(timezone.localtime(bar.start), patterns[step])


def _short(bar: Bar, step: str) -> str:
    patterns = {"hour": "H:i", "day": "m-d", "month": "Y-m"}
    return formats.date_format(timezone.localtime(bar.start), patterns[step])


def _namesakes(actor: User, form: FilterForm, asked: Asked) -> list[dict[str, Any]]:
    """Everybody whom the typed name may mean, if that is more than one; each with the question about them alone."""
    named = finding.people_named(actor, asked.who) if asked.who else []
    if len(named) < 2:
        return []
    kept = {name: value for name, value in form.kept.items() if name != "person"}
    return [
        {
            "name": one.profile.name,
            "login": one.login_id,
            "unit": next((post.unit.name for post in one.posts.all()), ""),
            "chosen": one.pk == asked.person,
            "address": "?" + urlencode(kept | {"person": str(one.pk)}),
        }
        for one in named
    ]
