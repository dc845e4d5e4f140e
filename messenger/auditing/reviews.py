"""`/auditing/reviews`: the monthly look at the access records that the law asks for, and its signature."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors
from audit.selectors import Figures
from audit.services.reviewing import MOST_FINDINGS, sign_review
from audit.services.viewing import view_months, view_review
from messenger.auditing import attention, periods, rows
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.core.errors import NotFound
from messenger.pages.forms import PageForm


class FindingsForm(PageForm):
    """What somebody found in a month, and that they mean it."""

    findings = forms.CharField(
        label=gettext_lazy("Findings and what was done about them"),
        help_text=gettext_lazy("Nothing out of the ordinary is a finding, too. Who was asked, what was explained?"),
        max_length=MOST_FINDINGS,
        widget=forms.Textarea(attrs={"class": "reason", "rows": 5}),
    )
    looked = forms.BooleanField(label=gettext_lazy("I have looked at the access records of this month."))


@for_auditors("GET")
def months(request: AuditorRequest) -> HttpResponse:
    """Every month with its state."""
    this = timezone.localdate().replace(day=1)
    shown = [{"month": this, "open": True}]
    shown += [{"month": month, "review": review} for month, review in view_months(actor=request.user)]
    waiting = sum(1 for one in shown if not one.get("open") and not one.get("review"))
    return page(request, "reviews", "reviews", {"months": shown, "waiting": waiting})


@for_auditors("GET", "POST")
def review(request: AuditorRequest, year: int, month: int) -> HttpResponse:
    """One month beside the one before, what calls for attention, and the signature."""
    first = _first_day(year, month)
    form = FindingsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        sign_review(actor=request.user, month=first, findings=form.cleaned_data["findings"])
        return HttpResponseRedirect(reverse("auditing_review", args=[year, month]) + "?signed")
    form.mark()
    before = (first - dt.timedelta(days=1)).replace(day=1)
    now, then = selectors.figures(request.user, first), selectors.figures(request.user, before)
    content = {
        "month": first,
        "before": before,
        "over": first < timezone.localdate().replace(day=1),
        "figures": compared(now, then),
        "attention": attention.points(now, then, _span(first)),
        "top": _people(now.top, first),
        "top_downloads": _people(now.top_downloads, first),
        "reviews": view_review(actor=request.user, month=first, what="review"),
        "form": form,
        "done": _("The review has been signed.") if "signed" in request.GET else "",
    }
    return page(request, "review", "reviews", content, status=400 if form.errors else 200)


@for_auditors("GET")
def sheet(request: AuditorRequest, year: int, month: int) -> HttpResponse:
    """The month on paper: figures, findings, signatures."""
    first = _first_day(year, month)
    now = selectors.figures(request.user, first)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    signed = view_review(actor=request.user, month=first, what="sheet")
    content = {
        "month": first,
        "before": before,
        "period": periods.month(first),
        "figures": compared(now, selectors.figures(request.user, before)),
        "reviews": signed,
        "printed_at": timezone.localtime(),
    }
    return page(request, "sheet", "reviews", content)


def compared(now: Figures, then: Figures) -> list[dict[str, Any]]:
    """Each figure with that of the month before, and how it has moved."""
    named = [
        (_("Entries"), now.entries, then.entries, False),
        (_("Failed actions"), now.failures, then.failures, True),
        (_("Failed sign-ins"), now.failed_sign_ins, then.failed_sign_ins, True),
        (_("Files taken away"), now.downloads, then.downloads, False),
        (_("Exports"), now.exports, then.exports, True),
        (_("Outside working hours"), now.off_hours, then.off_hours, False),
    ]
    return [
        {"label": label, "now": one, "then": other, "bad": watched and one > attention.MUCH_MORE * max(other, 5)}
        for label, one, other, watched in named
    ]


def _people(found: list[tuple[str, str, int]], first: dt.date) -> list[dict[str, Any]]:
    """Who did most, with the way to their history of that month."""
    span = _span(first)
    most = max((count for _id, _name, count in found), default=1)
    shown = []
    for user_id, snapshot, count in found:
        name, login = rows.split_name(snapshot)
        address = f"{reverse('auditing_person', args=[user_id])}?{span}"
        shown.append(
            {"name": name, "login": login, "count": count, "width": round(100 * count / most), "address": address}
        )
    return shown


def _span(first: dt.date) -> str:
    """A month as the log's address asks for it."""
    period = periods.month(first)
    return f"period=days&first={period.first}&last={period.last}"


def _first_day(year: int, month: int) -> dt.date:
    """`NotFound` for what is no month, or is yet to come."""
    try:
        first = dt.date(year, month, 1)
    except ValueError as error:
        raise NotFound from error
    if first > timezone.localdate() or year < 2000:
        raise NotFound
    return first
