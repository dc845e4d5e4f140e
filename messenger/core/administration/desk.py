"""The base of every list and form of the administration. What it does not allow by name is not there.

A desk reads rows and hands what was typed to a service, inside the transaction of the form; the service writes
the rows and the audit entry. Nothing here saves a model, and Django's own log of changes stays empty.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, SimpleListFilter, TabularInline
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from messenger.core.administration import looking
from messenger.core.administration.site import is_admin, only
from messenger.core.errors import Refusal

if TYPE_CHECKING:
    _Admin = ModelAdmin[Any]
    _Inline = TabularInline[Any, Any]
    DeskForm = forms.ModelForm[Any]
else:
    _Admin, _Inline, DeskForm = ModelAdmin, TabularInline, forms.ModelForm

# How a filter of a field spells itself in the address; nothing else of a row may be asked about.
_SPELLINGS = ("", "__exact", "__isnull", "__gte", "__lt", "__in", "__id__exact")


class _Allowed:
    """Rights by name. Django asks its permission tables; ours are roles, and a desk says what it offers."""

    may_add = may_change = may_delete = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_admin(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_admin(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_add and is_admin(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change and is_admin(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete and is_admin(request)


class Rows(_Allowed, _Inline):
    """Rows below a form."""

    extra = 0
    show_change_link = False


class Desk(_Allowed, _Admin):
    """A list and its forms."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    view_on_site = False
    save_on_top = False
    actions_selection_counter = True
    thing = ""  # what the log calls a row; the model's name, unless it is said
    posts = False  # whether the list takes forms of its own
    singular: Any = ""  # what the rows are called; not in the models, whose every word would be a migration
    plural: Any = ""
    words: dict[str, Any] = {}  # what its fields are called, where a list or a filter names them

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        model._meta.verbose_name, model._meta.verbose_name_plural = self.singular, self.plural
        for name, word in self.words.items():
            field: Any = model._meta.get_field(name)
            field.verbose_name = word
        if self.fields is None and self.fieldsets is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no fields: a form would show all there are")

    # --- What may be asked for -------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the filters offer: Django lets any column of the row be probed letter by letter."""
        allowed = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day") if self.date_hierarchy}
        for one in self.list_filter:
            if isinstance(one, type) and issubclass(one, SimpleListFilter):
                allowed.add(str(one.parameter_name))
            else:
                name = one if isinstance(one, str) else ""
                allowed |= {f"{name}{spelling}" for spelling in _SPELLINGS}
        return lookup in allowed

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        try:
            return super().get_object(request, object_id, from_field)
        except (ValueError, ValidationError, OverflowError):
            return None

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    # --- Addresses: a list, an addition, a form. No history page, for the log has its own readers ----

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        found = [self._door("", self.changelist_view, f"{name}_changelist", posts=self.posts or bool(self.actions))]
        if self.may_add:
            found.append(self._door("add/", self.add_view, f"{name}_add", posts=True))
        if self.may_delete:
            found.append(self._door("<path:object_id>/delete/", self.delete_view, f"{name}_delete", posts=True))
        found += self.own_urls(name)
        posts = self.may_change or any(inline.may_change or inline.may_add for inline in self._rows())
        found.append(self._door("<path:object_id>/change/", self.change_view, f"{name}_change", posts=posts))
        return found

    def own_urls(self, name: str) -> list[URLPattern]:
        """Addresses that only this desk has."""
        return []

    def _rows(self) -> list[type[_Allowed]]:
        return [inline for inline in self.inlines if issubclass(inline, _Allowed)]

    def _door(self, route: str, view: Any, name: str, *, posts: bool) -> URLPattern:
        methods = ("GET", "POST") if posts else ("GET",)
        return path(route, only(*methods)(self.admin_site.admin_view(view)), name=name)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """A list is called by its rows; Django would ask to choose one of them."""
        title = {"title": self.opts.verbose_name_plural, **(extra_context or {})}
        return looking.told(self, request, super().changelist_view(request, title))

    # --- Writing: a service, or nothing -----------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """A refusal of the service stands above the form, with everything that was typed still in it."""
        try:
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            request.refused = refusal  # type: ignore[attr-defined]
            answer = super().changeform_view(request, object_id, form_url, extra_context)
        return looking.told(self, request, answer)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not hasattr(request, "refused"):
            return form
        refusal: Refusal = request.refused

        class Refused(form):  # type: ignore[misc,valid-type]
            def clean(self) -> Any:
                super().clean()
                raise ValidationError(words_of(refusal))

        return Refused

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        raise NotImplementedError(f"{type(self).__name__} has no service to save with")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows that can only be looked at are not saved."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} has no service to delete with")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """A refusal of the service leads back to the form and stands above it."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refusal as refusal:
            messages.error(request, " ".join(words_of(refusal)))
            return HttpResponseRedirect("../change/")

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Nothing: Django would keep it in a log of its own."""
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The services write the audit log; Django's stays empty."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """As above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """As above."""

    # --- What a row is called -----------------------------------------------------------------------

    def called(self, row: Any) -> str:
        """A row by the name that people know it by."""
        return str(row)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        original = context.get("original")
        if original is not None:
            context["called"] = context["subtitle"] = self.called(original)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Actions ----------------------------------------------------------------------------------

    def each(self, request: HttpRequest, queryset: QuerySet[Any], act: Any, done: Any) -> None:
        """Do `act(row)` with every chosen row; say how many it were, and which were refused and why."""
        count = 0
        for row in queryset:
            try:
                act(row)
                count += 1
            except Refusal as refusal:
                messages.error(request, f"{self.called(row)}: {' '.join(words_of(refusal))}")
        if count:
            messages.success(request, done % {"count": count})

    def asked_again(
        self, request: HttpRequest, queryset: QuerySet[Any], action: str, title: Any, *, reason: bool = False
    ) -> TemplateResponse | None:
        """None once the number of chosen rows was typed, else the page that lists them and asks for it."""
        chosen = list(queryset[: self.list_max_show_all + 1])
        typed = request.POST.get("typed", "").strip()
        if typed == str(len(chosen)):
            return None
        content = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "chosen": [(row.pk, self.called(row)) for row in chosen],
            "count": len(chosen),
            "action": action,
            "asks_reason": reason,
            "reason": request.POST.get("reason", ""),
            "wrong": "typed" in request.POST,
        }
        return TemplateResponse(request, "admin/asked_again.html", content)


def moment(at: dt.datetime | None) -> str:
    """A moment as people read it, in the office's time; a dash for none."""
    return date_format(localtime(at), "DATETIME_FORMAT") if at else "-"


def words_of(refusal: Refusal) -> list[str]:
    """What a refusal says, field by field."""
    found = [str(text) for texts in refusal.details.values() if isinstance(texts, list) for text in texts]
    return found or [str(refusal.text or _("This was refused."))]
