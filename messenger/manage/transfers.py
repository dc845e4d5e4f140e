"""Transfers (인사발령): what is planned and what was, and entering one with a look at what it changes."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.errors import Yourself
from accounts.models import Transfer
from accounts.selectors import user_by_handle
from accounts.selectors.chart import Chart
from accounts.selectors.people import people
from accounts.services.transferring import cancel_transfer, plan_transfer, preview, preview_of, transfers
from messenger.core.errors import Invalid, NotFound, Refusal
from messenger.manage.doors import AdminRequest, for_admins, go, page, why
from messenger.pages.forms import PageForm

ON_A_PAGE = 50
TOLD = {
    "planned": gettext_lazy("The transfer has been entered."),
    "cancelled": gettext_lazy("The transfer has been cancelled."),
}
_WIRE = {"userId": "who", "toUnitId": "to_unit", "fromUnitId": "from_unit", "effectiveOn": "effective_on"}


class TransferForm(PageForm):
    """An order, as it is typed."""

    who = forms.CharField(label=gettext_lazy("Login or employee number"), max_length=64)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Transfer.Kind.choices)
    effective_on = forms.DateField(
        label=gettext_lazy("In force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    from_unit = forms.ChoiceField(
        label=pgettext_lazy("post", "From"),
        required=False,
        help_text=gettext_lazy("Left open, it is the primary post."),
    )
    to_unit = forms.ChoiceField(label=pgettext_lazy("post", "To"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Job title"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Left open, it stays as it is."),
    )
    role_in_org = forms.CharField(
        label=gettext_lazy("Position"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Left open, there is none in the new post; a promotion keeps it."),
    )
    note = forms.CharField(
        label=pgettext_lazy("transfer", "Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The number of the order, for example."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", "-"), *Chart().choices()]
        for name in ("from_unit", "to_unit"):
            self.fields[name].choices = places  # type: ignore[attr-defined]

    def order(self) -> dict[str, Any]:
        """The order for the service. `Invalid` for somebody whom there is not."""
        typed = self.cleaned_data
        person = user_by_handle(typed["who"])
        if person is None:
            raise Invalid(userId=[_("There is nobody with this login or employee number.")])
        return {
            "user_id": person.pk,
            **{name: typed[name] for name in ("kind", "effective_on", "title", "role_in_org", "note")},
            **{f"{name}_id": UUID(typed[name]) if typed[name] else None for name in ("from_unit", "to_unit")},
        }


@for_admins("GET", "POST")
def transfer_list(request: AdminRequest) -> HttpResponse:
    """What is planned, or everything there ever was. A planned one may be cancelled."""
    refused = ""
    if request.method == "POST":
        try:
            cancel_transfer(actor=request.user, transfer_id=_id(request.POST.get("transfer", "")))
            return go(reverse("manage_transfers"), "cancelled")
        except Refusal as refusal:
            refused = why(refusal)
    everything = request.GET.get("show") == "all"
    rows = transfers(request.user)
    if not everything:
        rows = rows.filter(state=Transfer.State.PLANNED).order_by("effective_on", "planned_at", "id")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    query = "show=all" if everything else ""
    content = {"transfers": shown, "everything": everything, "query": query, "refused": refused}
    return page(request, "transfers", "transfers", content, TOLD, status=400 if refused else 200)


@for_admins("GET", "POST")
def new_transfer(request: AdminRequest) -> HttpResponse:
    """The form; first what the order would change, then the order itself."""
    status = 200
    content: dict[str, Any] = {}
    form = TransferForm(initial={"who": request.GET.get("who", "")[:64], "effective_on": timezone.localdate()})
    if request.method == "POST":
        form, status = TransferForm(request.POST), 400
        if form.is_valid():
            try:
                order = form.order()
                if request.POST.get("act") == "plan":
                    plan_transfer(actor=request.user, **order)
                    return go(reverse("manage_transfers"), "planned")
                content["preview"], status = _with_losses(preview(request.user, **order)), 200
                content["person"] = people().get(pk=order["user_id"])
            except Invalid as refusal:
                form.refuse(refusal, **_WIRE)
            except Yourself as refusal:
                form.add_error("who", str(refusal.text))
            except NotFound:
                form.add_error("who", _("This person is not there, or still waits for approval."))
    form.mark()
    return page(request, "new_transfer", "transfers", {"form": form, **content}, status=status)


@for_admins("GET")
def transfer(request: AdminRequest, transfer_id: UUID) -> HttpResponse:
    """One order, and while it is planned what it will change."""
    row = transfers(request.user).filter(pk=transfer_id).first()
    if row is None:
        raise NotFound
    content: dict[str, Any] = {"transfer": row}
    if row.state == Transfer.State.PLANNED:
        try:
            content["preview"] = _with_losses(preview_of(request.user, row))
        except Refusal as refusal:
            content["refused"] = why(refusal)
    return page(request, "transfer", "transfers", content)


def _with_losses(found: dict[str, Any]) -> dict[str, Any]:
    """A preview, and as `lost` the positions that end with it while no other one is given."""
    before, after = (
        [(post["orgUnitId"], post["name"], post["roleInOrg"]) for post in found[when] if post["roleInOrg"]]
        for when in ("before", "after")
    )
    gone = [f"{name} {position}" for unit, name, position in before if (unit, name, position) not in after]
    return {**found, "lost": [] if set(after) - set(before) else gone}


def _id(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError as error:
        raise Invalid from error
