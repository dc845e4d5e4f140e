"""The org chart in the administration: the whole tree, every change by a service that locks it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin import display, register
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.models import OrgUnit, UserStatus
from accounts.selectors import chart
from messenger.core.administration import Desk, DeskForm, office


class UnitForm(DeskForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    parent = forms.ModelChoiceField(label=_("Under"), queryset=OrgUnit.objects.all(), required=False)
    order_no = forms.IntegerField(label=_("Place among its neighbours"), min_value=0, max_value=9999, initial=0)
    merge_into = forms.ModelChoiceField(
        label=_("Merge into"),
        queryset=OrgUnit.objects.all(),
        required=False,
        help_text=_("Everybody in it and all below it go there, and it is gone."),
    )

    class Meta:
        model = OrgUnit
        fields = ("name", "parent", "order_no")

    def _post_clean(self) -> None:
        """The service judges it: a department under itself is refused under the chart's lock."""


@register(OrgUnit, site=office)
class UnitDesk(Desk):
    thing = "unit"
    singular, plural = _("department"), _("departments")
    words = {"order_no": _("place")}
    may_add = may_change = may_delete = True
    form = UnitForm
    fields = ("name", "parent", "order_no", "merge_into")
    list_display = ("in_tree", "path", "people", "order_no")
    list_per_page = 500
    search_fields = ("name",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        active = Count("posts__user", filter=Q(posts__user__status=UserStatus.ACTIVE), distinct=True)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(active=active)
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The chart is read once for the whole page."""
        request.chart = chart.Chart()  # type: ignore[attr-defined]
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        base = super().get_changelist(request, **kwargs)

        class InTree(base):  # type: ignore[misc,valid-type]
            """In the order of the tree, not of a column; rows know where they hang."""

            result_list: Any

            def get_results(self, request: HttpRequest) -> None:
                super().get_results(request)
                seen: chart.Chart = request.chart  # type: ignore[attr-defined]
                for unit in self.result_list:
                    unit.depth, unit.full = seen.depth(unit.pk), seen.path(unit.pk)
                self.result_list = sorted(self.result_list, key=lambda unit: seen.place(unit.pk))

        return InTree

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is not None else self.fields[:-1]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor: Any = request.user
        typed = form.cleaned_data
        parent_id = typed["parent"].pk if typed["parent"] else None
        if not change:
            made = services.create_unit(
                actor=actor, name=typed["name"], parent_id=parent_id, order_no=typed["order_no"]
            )
            obj.pk, obj.name = made.pk, made.name
        elif typed.get("merge_into"):
            services.merge_units(actor=actor, unit_id=obj.pk, into_id=typed["merge_into"].pk)
        else:
            _change(actor, obj.pk, typed["name"], typed["order_no"], parent_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actor: Any = request.user
        services.delete_unit(actor=actor, unit_id=obj.pk)

    @display(description=_("department"))
    def in_tree(self, unit: Any) -> SafeString:
        return format_html('<span class="tree-{}">{}</span>', min(unit.depth, 6), unit.name)

    @display(description=_("path"))
    def path(self, unit: Any) -> str:
        return " / ".join(unit.full)

    @display(description=_("active people"))
    def people(self, unit: Any) -> int:
        return int(unit.active)


def _change(actor: Any, unit_id: UUID, name: str, order_no: int, parent_id: UUID | None) -> None:
    services.move_unit(actor=actor, unit_id=unit_id, parent_id=parent_id)
    services.change_unit(actor=actor, unit_id=unit_id, name=name, order_no=order_no)
