"""The directory: when it last answered, its runs, what one would change, and the word that a stopped one may go on."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.directory import asking, state
from accounts.models import DirectoryRun
from accounts.roster.changes import Change, Conflict, Kind
from accounts.roster.wording import change_line, conflict_line
from accounts.selectors.people import people
from messenger.core.errors import Invalid, Refusal
from messenger.manage.doors import AdminRequest, for_admins, go, page, why

MOST_RUNS = 30
TOLD = {
    "asked": gettext_lazy("The directory is being read. Reload this page to see how far it is."),
    "approved": gettext_lazy("Approved: the next run disables whom this one named."),
}


@for_admins("GET", "POST")
def directory(request: AdminRequest) -> HttpResponse:
    """How the directory is, and its latest runs. POST begins one."""
    refused = ""
    if request.method == "POST":
        try:
            row = asking.ask(actor=request.user, dry=request.POST.get("act") != "sync")
            return go(reverse("manage_run", args=[row.pk]), "asked")
        except Refusal as refusal:
            refused = why(refusal)
    content = {
        "configured": bool(settings.LDAP_SERVER_URI),
        "now": state.state(),
        "minutes": settings.LDAP_SYNC_SECONDS // 60,
        "guard": settings.LDAP_GUARD_PERCENT,
        "runs": asking.runs(request.user, limit=MOST_RUNS),
        "refused": refused,
    }
    return page(request, "directory", "directory", content, TOLD, status=400 if refused else 200)


@for_admins("GET", "POST")
def run(request: AdminRequest, run_id: UUID) -> HttpResponse:
    """One run, person by person. To approve one, the number of those who would leave is typed by hand."""
    row = asking.run_of(request.user, run_id)
    refused = ""
    if request.method == "POST":
        try:
            if request.POST.get("typed", "").strip() != str(len(row.leaving)):
                raise Invalid(_("That is not the number. Nothing has been done."))
            asking.approve(actor=request.user, run_id=row.pk)
            return go(reverse("manage_run", args=[row.pk]), "approved")
        except Refusal as refusal:
            refused = why(refusal)
    waits = row.state == DirectoryRun.State.WAITING
    content = {
        "run": row,
        "lines": [_shown(one) for one in row.changes],
        "leaving": _names(row.leaving) if waits else [],
        "waits": waits,
        "refused": refused,
    }
    return page(request, "run", "directory", content, TOLD, status=400 if refused else 200)


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    """A line of the run: a person and what becomes of them, or why an entry is left alone."""
    if "conflict" in one:
        conflict = Conflict(0, one["loginId"], one["conflict"], one.get("field", ""), one.get("text", ""))
        return {"who": one["loginId"], "login": "", "user": None, "lines": [conflict_line(conflict)], "unclear": True}
    changes = [_change(change) for change in one["changes"]]
    user = one["userId"]
    return {
        "who": one["name"],
        "login": one["loginId"],
        "user": UUID(user) if user else None,
        "lines": [change_line(change) for change in changes],
        "unclear": False,
    }


def _change(one: dict[str, Any]) -> Change:
    unit = tuple(one.get("unit", ()))
    return Change(Kind(one["kind"]), one.get("field", ""), one.get("before"), one.get("after"), unit)


def _names(user_ids: list[str]) -> list[str]:
    rows = people().filter(pk__in=user_ids).order_by("profile__name")
    return list(rows.values_list("profile__name", flat=True))
