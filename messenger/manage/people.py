"""The list of people: searched, filtered, in pages; everybody on a page of their own."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import DIRECTORY, OrgUnit, Role, UserStatus
from accounts.selectors import chart, staff, units
from messenger.manage.doors import AdminRequest, for_admins, page
from messenger.pages.forms import PageForm

ON_A_PAGE = 50
_ANY = ("", _("All"))
SOURCES = [(staff.LOCAL, _("This office")), (DIRECTORY, _("Directory")), ("sheet", _("Spreadsheet"))]
TOLD = {"made": _("Added."), "imported": _("The list has been taken in.")}


class PeopleFilter(PageForm):
    """What of the list is shown; a value that there is not shows everybody."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("State"), required=False, choices=[_ANY, *UserStatus.choices])
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[_ANY, *Role.choices])
    source = forms.ChoiceField(label=_("Kept by"), required=False, choices=[_ANY, *SOURCES])
    factor = forms.ChoiceField(
        label=_("Second factor"), required=False, choices=[_ANY, ("on", _("set up")), ("off", _("not set up"))]
    )
    unit = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [_ANY, *chart.Chart().choices()]  # type: ignore[attr-defined]

    def rows(self) -> QuerySet[Any]:
        """The people this leaves, by name."""
        self.is_valid()
        chosen = self.cleaned_data
        rows = staff.staff().filter(profile__isnull=False)
        if chosen.get("status"):
            rows = rows.filter(status=chosen["status"])
        if chosen.get("role"):
            rows = staff.with_role(rows, chosen["role"])
        if chosen.get("source"):
            rows = staff.of_source(rows, chosen["source"])
        if chosen.get("factor"):
            rows = rows.filter(factor=chosen["factor"] == "on")
        if chosen.get("unit"):
            rows = rows.filter(posts__unit__in=units.with_sub_units([OrgUnit(pk=chosen["unit"]).pk])).distinct()
        return staff.searched(rows, chosen.get("q", "")).order_by("profile__name", "pk")

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


@for_admins("GET")
def home(request: AdminRequest) -> HttpResponse:
    """Where the everyday begins: whoever waits, else the people."""
    return HttpResponseRedirect(reverse("manage_approvals"))


@for_admins("GET")
def people(request: AdminRequest) -> HttpResponse:
    """Everybody there is, fifty a page."""
    form = PeopleFilter(request.GET)
    shown = Paginator(form.rows(), ON_A_PAGE).get_page(request.GET.get("page", "1"))
    query = urlencode({name: form.cleaned_data[name] for name in form.fields if form.cleaned_data.get(name)})
    return page(request, "people", "people", {"form": form, "people": shown, "query": query}, TOLD)
