"""People in the administration."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import action, display, register
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.admin import posts
from accounts.admin.filters import HasFactor, HasRole, KeptBy, Seen
from accounts.admin.posts import Posts
from accounts.models import Role, User, UserStatus
from accounts.selectors.staff import searched, staff
from accounts.services import ending
from messenger.core.administration import Desk, DeskForm, moment, office
from messenger.core.errors import NotFound

_FIELDS = ("login_id", "employee_no", "name", "title", "email", "phone")


class PersonForm(DeskForm):
    """What is known of somebody. Their password is theirs: it is reset, never set or seen."""

    login_id = forms.CharField(label=_("Login"), max_length=64)
    employee_no = forms.CharField(label=_("Employee number"), max_length=32, required=False)
    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.USER, help_text=_("A role gives no way into conversations.")
    )

    class Meta:
        model = User
        fields = ("login_id", "employee_no")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: User = self.instance
        if not person._state.adding:
            profile = person.profile
            shown = {name: getattr(profile, name) for name in ("name", "title", "email", "phone")}
            granted = [role for role in person.roles if role != Role.USER]
            self.initial.update(shown, role=granted[0] if granted else Role.USER, employee_no=person.employee_no or "")

    def _post_clean(self) -> None:
        """What was typed is judged by the services, and never put into the row here."""


@register(User, site=office)
class PersonDesk(Desk):
    singular, plural = _("person"), _("people")
    words = {"status": _("state")}
    may_add = may_change = True
    form = PersonForm
    fieldsets = (
        (None, {"fields": _FIELDS}),
        (_("Rights"), {"fields": ("role", "status_shown", "factor_shown", "source_shown")}),
        (_("Moments"), {"fields": ("made", "last_seen")}),
    )
    readonly_fields = ("status_shown", "factor_shown", "source_shown", "made", "last_seen")
    list_display = (
        "name_shown", "login", "number", "department_shown", "status_shown", "roles_shown", "source_shown",
        "factor_shown", "last_seen",
    )  # fmt: skip
    list_display_links = ("name_shown", "login")
    list_filter = ("status", HasRole, KeptBy, HasFactor, Seen)
    search_fields = ("profile__search_text",)
    search_help_text = _("Name (first consonants, too), login, employee number, phone, mail address or department")
    ordering = ("profile__name", "pk")
    inlines = (Posts,)
    actions = ("approve", "disable", "enable", "sign_out", "reset_second_factor")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return staff().filter(profile__isnull=False).order_by(*self.ordering)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        return searched(queryset, search_term), False

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        """Somebody is made first and seated then."""
        return super().get_inline_instances(request, obj) if obj is not None else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj is not None else ((None, {"fields": (*_FIELDS, "role")}),)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor: Any = request.user
        typed = {name: form.cleaned_data[name] for name in _FIELDS}
        if change:
            services.update_person(actor=actor, user_id=obj.pk, **typed)
        else:
            obj.pk = services.create_user(actor=actor, **typed).pk
            obj.login_id = typed["login_id"]
        services.set_role(actor=actor, user_id=obj.pk, role=Role(form.cleaned_data["role"]))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        posts.save(request, form.instance, formset)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        messages.info(request, _("They cannot sign in with a password yet: reset it to get one for the first day."))
        return super().response_add(request, obj, post_url_continue)

    # --- Actions ----------------------------------------------------------------------------------

    @action(description=_("Approve"))
    def approve(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        waiting = rows.filter(status=UserStatus.PENDING)
        self.each(
            request, waiting, lambda one: services.enable_user(actor=actor, user_id=one.pk), _("Approved: %(count)d")
        )

    @action(description=_("Disable"))
    def disable(self, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        asking = self.asked_again(request, rows, "disable", _("Disable these people"), reason=True)
        if asking is not None:
            return asking
        actor: Any = request.user
        reason = request.POST.get("reason", "")[:300]
        return self.each(
            request,
            rows,
            lambda one: services.disable_user(actor=actor, user_id=one.pk, reason=reason),
            _("Disabled and signed out everywhere: %(count)d"),
        )

    @action(description=_("Enable"))
    def enable(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        gone = rows.filter(status=UserStatus.DISABLED)
        self.each(request, gone, lambda one: services.enable_user(actor=actor, user_id=one.pk), _("Enabled: %(count)d"))

    @action(description=_("Sign out everywhere"))
    def sign_out(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        actor: Any = request.user
        self.each(
            request, rows, lambda one: ending.revoke_all(one, actor=actor, reason="admin"), _("Signed out: %(count)d")
        )

    @action(description=_("Reset the second factor"))
    def reset_second_factor(self, request: HttpRequest, rows: QuerySet[Any]) -> Any:
        asking = self.asked_again(request, rows, "reset_second_factor", _("Reset the second factor"))
        if asking is not None:
            return asking
        return self.each(request, rows, lambda one: _reset(request, one), _("Reset: %(count)d"))

    def called(self, row: Any) -> str:
        return f"{row.profile.name} ({row.login_id})"

    # --- Columns ----------------------------------------------------------------------------------

    @display(description=_("name"), ordering="profile__name")
    def name_shown(self, one: Any) -> str:
        return f"{one.profile.name} {one.profile.title}".strip()

    @display(description=_("login"), ordering="login_id")
    def login(self, one: Any) -> str:
        return str(one.login_id)

    @display(description=_("employee number"), ordering="employee_no")
    def number(self, one: Any) -> str:
        return one.employee_no or "-"

    @display(description=_("department"), ordering="department")
    def department_shown(self, one: Any) -> str:
        return one.department or "-"

    @display(description=_("state"), ordering="status")
    def status_shown(self, one: Any) -> str:
        return str(one.get_status_display())

    @display(description=_("role"))
    def roles_shown(self, one: Any) -> str:
        return ", ".join(str(Role(role).label) for role in one.roles if role != Role.USER) or "-"

    @display(description=_("kept by"), ordering="source")
    def source_shown(self, one: Any) -> str:
        return str(KeptBy.choices_of.get(one.source or "local", one.source))

    @display(description=_("second factor"), ordering="factor")
    def factor_shown(self, one: Any) -> str:
        return str(_("set up")) if one.factor else "-"

    @display(description=_("made"), ordering="created_at")
    def made(self, one: Any) -> str:
        return moment(one.created_at)

    @display(description=_("last seen"), ordering="seen")
    def last_seen(self, one: Any) -> str:
        return moment(one.seen)


def _reset(request: HttpRequest, one: User) -> None:
    if not getattr(one, "factor", False):
        raise NotFound(_("There is no second factor."))
    actor: Any = request.user
    services.reset_second_factor(actor=actor, user_id=one.pk)
