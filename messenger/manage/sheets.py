"""People from a sheet and into one: uploaded, looked at with every error by its line, applied by a job; exported with
a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import roster
from accounts.models import PeopleImport
from accounts.roster import writing
from accounts.roster.wording import change_line, conflict_line
from accounts.services import imports
from messenger.core.errors import Refusal
from messenger.manage.doors import AdminRequest, for_admins, go, page, why
from messenger.pages.forms import PageForm

MOST_SHOWN = 300  # people of a plan, and errors, on a page
TOLD = {"started": gettext_lazy("It is being taken in. This page shows how far it is when you reload it.")}


class ExportForm(PageForm):
    """What is exported, as what, and why."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(writing.XLSX, "Excel (XLSX)"), (writing.CSV, "CSV")]
    )
    everybody = forms.BooleanField(label=gettext_lazy("With people who are disabled"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("It stands in the audit log.")
    )


@for_admins("GET", "POST")
def sheets(request: AdminRequest) -> HttpResponse:
    """Upload a sheet, and the exports. What an upload would change is looked at before anything changes."""
    refused, export = "", ExportForm()
    if request.method == "POST":
        try:
            if request.POST.get("act") == "export":
                export = ExportForm(request.POST)
                if export.is_valid():
                    return _file(request, export)
                export.mark()
            elif sheet := request.FILES.get("sheet"):
                row = imports.plan_import(actor=request.user, data=sheet.read(), file_name=sheet.name or "")
                return go(reverse("manage_import", args=[row.pk]))
            else:
                refused = _("Please choose a file first.")
        except Refusal as refusal:
            refused = why(refusal)
    content = {
        "export": export,
        "refused": refused,
        "most": filesizeformat(settings.IMPORT_MAX_BYTES),
        "most_rows": settings.IMPORT_MAX_ROWS,
        "recent": PeopleImport.objects.select_related("asked_by__profile").order_by("-created_at")[:10],
    }
    return page(request, "sheets", "sheets", content, TOLD, status=400 if request.method == "POST" else 200)


def _file(request: AdminRequest, export: ExportForm) -> HttpResponse:
    asked = export.cleaned_data
    data = imports.export_people(
        actor=request.user, reason=asked["reason"], form=asked["format"], everybody=asked["everybody"]
    )
    answer = HttpResponse(data, content_type=writing.TYPES[asked["format"]])
    answer["Content-Disposition"] = f'attachment; filename="people-{timezone.localdate():%Y%m%d}.{asked["format"]}"'
    return answer


@for_admins("GET", "POST")
def one_import(request: AdminRequest, import_id: UUID) -> HttpResponse:
    """What one sheet would change, or how taking it in went; first passwords of those who are new."""
    row = imports.found_import(request.user, import_id)
    content: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if request.POST.get("act") == "passwords":
                content["passwords"] = imports.first_passwords(actor=request.user, import_id=row.pk)
            else:
                imports.apply_import(actor=request.user, import_id=row.pk)
                return go(reverse("manage_import", args=[row.pk]), "started")
        except Refusal as refusal:
            content["refused"] = why(refusal)
    content |= _shown(row)
    return page(request, "import", "sheets", content, TOLD, status=400 if "refused" in content else 200)


def _shown(row: PeopleImport) -> dict[str, Any]:
    plan = roster.plan_in(row.plan)
    states = {one["row"]: one for one in row.results}
    people = [
        {"item": item, "lines": [change_line(one) for one in item.changes], "result": states.get(item.row)}
        for item in plan.items[:MOST_SHOWN]
    ]
    return {
        "row": row,
        "counts": plan.counts,
        "unchanged": plan.unchanged,
        "people": people,
        "more": max(0, len(plan.items) - MOST_SHOWN),
        "units": [" / ".join(path) for path in plan.units],
        "problems": row.problems[:MOST_SHOWN],
        "conflicts": [
            {"row": one.row, "who": one.login_id, "why": conflict_line(one)} for one in plan.conflicts[:MOST_SHOWN]
        ],
        "has_new": bool(plan.counts.get("created")),
        "refusals": [one for one in row.results if one["state"] == "refused"][:MOST_SHOWN],
    }
