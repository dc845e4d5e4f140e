"""The org chart: the tree with its people, and one department's page to rename, move, merge or delete it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import services
from accounts.models import OrgUnit, UserStatus
from accounts.selectors.chart import Chart
from accounts.selectors.chart import posts as chart_posts
from messenger.core.errors import Invalid, NotFound, Refusal
from messenger.manage.doors import AdminRequest, for_admins, go, page, why
from messenger.pages.forms import PageForm

TOLD = {
    "made": gettext_lazy("The department has been added."),
    "changed": gettext_lazy("The department has been changed."),
    "merged": gettext_lazy("The departments have been merged."),
    "gone": gettext_lazy("The department has been deleted."),
}
_TOP = ("", gettext_lazy("(at the top)"))


class UnitForm(PageForm):
    """A department's name and place."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    parent = forms.ChoiceField(label=gettext_lazy("Under"), required=False)
    order_no = forms.IntegerField(
        label=gettext_lazy("Place among its neighbours"), min_value=0, max_value=9999, initial=0
    )

    def __init__(self, *args: Any, chart: Chart, but: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = {str(one) for one in chart.branch(but)} if but else set()
        places = [(key, path) for key, path in chart.choices() if key not in below]
        self.fields["parent"].choices = [_TOP, *places]  # type: ignore[attr-defined]

    @property
    def parent_id(self) -> UUID | None:
        raw = self.cleaned_data["parent"]
        return UUID(raw) if raw else None


def _seats() -> Counter[UUID]:
    """How many active people have a post in each department itself."""
    return Counter(chart_posts().filter(user__status=UserStatus.ACTIVE).values_list("unit_id", flat=True))


@for_admins("GET", "POST")
def units(request: AdminRequest) -> HttpResponse:
    """The whole tree, and a form for one more department."""
    chart, refused = Chart(), ""
    form = UnitForm(request.POST or None, chart=chart)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.create_unit(
                actor=request.user, name=typed["name"], parent_id=form.parent_id, order_no=typed["order_no"]
            )
            return go(reverse("manage_units"), "made")
        except Refusal as refusal:
            refused = why(refusal)
    form.mark()
    seats = _seats()
    rows = [
        {
            "unit": one,
            "depth": min(depth, 8),
            "people": seats[one.pk],
            "all": sum(seats[b] for b in chart.branch(one.pk)),
        }
        for one, depth in chart.rows()
    ]
    content = {"rows": rows, "everybody": seats.total(), "form": form, "refused": refused}
    return page(request, "units", "units", content, TOLD, status=400 if request.method == "POST" else 200)


@for_admins("GET", "POST")
def unit(request: AdminRequest, unit_id: UUID) -> HttpResponse:
    """One department: who is in it, and what can be done with it."""
    chart = Chart()
    one = chart.units.get(unit_id)
    if one is None:
        raise NotFound
    form, refused = UnitForm(initial=_initial(one), chart=chart, but=unit_id), ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "save":
                form = UnitForm(request.POST, chart=chart)
            answer = _ACTS.get(request.POST.get("act", ""), _unknown)(request, one, form)
            if answer is not None:
                return answer
        except Refusal as refusal:
            refused = why(refusal)
    form.mark()
    posts = (
        chart_posts().filter(unit=one).select_related("user__profile").order_by("role_in_org", "user__profile__name")
    )
    below = chart.branch(unit_id)
    content = {
        "unit": one,
        "path": chart.path(unit_id)[:-1],
        "form": form,
        "posts": posts,
        "children": [row for row, _depth in chart.rows() if row.parent_id == unit_id],
        "others": [(key, path) for key, path in chart.choices() if UUID(key) not in below],
        "refused": refused,
    }
    return page(request, "unit", "units", content, TOLD, status=400 if request.method == "POST" else 200)


def _initial(one: OrgUnit) -> dict[str, Any]:
    return {"name": one.name, "parent": str(one.parent_id or ""), "order_no": one.order_no}


def _unknown(request: AdminRequest, one: OrgUnit, form: UnitForm) -> HttpResponse | None:
    raise Invalid


def _save(request: AdminRequest, one: OrgUnit, form: UnitForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    typed = form.cleaned_data
    with transaction.atomic():
        services.move_unit(actor=request.user, unit_id=one.pk, parent_id=form.parent_id)
        services.change_unit(actor=request.user, unit_id=one.pk, name=typed["name"], order_no=typed["order_no"])
    return go(reverse("manage_unit", args=[one.pk]), "changed")


def _merge(request: AdminRequest, one: OrgUnit, form: UnitForm) -> HttpResponse | None:
    _typed(request, one)
    try:
        into = UUID(request.POST.get("into", ""))
    except ValueError as error:
        raise Invalid(_("Please choose the department that stays.")) from error
    services.merge_units(actor=request.user, unit_id=one.pk, into_id=into)
    return go(reverse("manage_unit", args=[into]), "merged")


def _delete(request: AdminRequest, one: OrgUnit, form: UnitForm) -> HttpResponse | None:
    _typed(request, one)
    services.delete_unit(actor=request.user, unit_id=one.pk)
    return go(reverse("manage_units"), "gone")


def _typed(request: AdminRequest, one: OrgUnit) -> None:
    """What cannot be taken back wants the name, typed by hand."""
    if request.POST.get("typed", "").strip() != one.name:
        raise Invalid(_("That is not its name. Nothing has been done."))


_ACTS = {"save": _save, "merge": _merge, "delete": _delete}
